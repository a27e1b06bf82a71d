/** Help texts of what watches Tasks; `partner` is what every command says of naming one. */
export const watchingTexts = (partner: string): Record<string, string> => ({
  'task watch': `switchboard task watch --id ID [--profile cdex|hrex|debug] [--every S] [--base URL | --connection NAME]

Prints a line for every version of a Task until it has ended; exit 1 when it ended rejected or failed. With --json, or into a pipe, a line
is JSON.
A partner that cannot answer is asked again at the next read, after 429 or 503 not before its Retry-After.
  --id ID               our id or the server's
  --profile P           how often it is read: cdex, hrex, debug (every 5 s); default: what was agreed with the connection, else cdex
  --every S             read every S seconds instead
${partner}`,
  'task list': `switchboard task list [--status S] [--side sent|received] [--partner P]

Lists the Tasks we hold, newest first.
  --status S            only those that stand so
  --side SIDE           only those we sent, or those we received for a server we work for
  --partner P           only those of a partner, by its name or base URL
`,
  'task show': `switchboard task show --id ID [--diff | --request] [--base URL | --connection NAME]

Prints one Task with its history.
  --diff                each version says what it changed: [{"path","kind","before","after"}]
  --request             the same request as a new Task, to be corrected and sent by task request --from
${partner}`,
  'task poll': `switchboard task poll --id ID [--base URL | --connection NAME]

Reads a Task now, by hand, and prints it with its history. It is counted as a read by hand and moves no other.
${partner}`,
  'task history': `switchboard task history --id ID [--base URL | --connection NAME]

Asks the server for the versions of a Task, learns of those that passed unseen, and prints the Task with all of them.
${partner}`,
  'task diff': `switchboard task diff --id ID --from VERSION --to VERSION [--base URL | --connection NAME]

Prints what differs between two versions we hold: [{"path","kind":"added"|"removed"|"changed","before","after"}].
${partner}`,
});
