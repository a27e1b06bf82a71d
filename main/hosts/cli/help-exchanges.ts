/** Help of the commands that show what went over the wire. */
export const exchangesTexts: Record<string, string> = {
  'exchanges list': `switchboard exchanges list [--limit N] [--since T]

Lists recorded exchanges, newest first.
`,
  'exchanges show': `switchboard exchanges show ID

Prints one exchange with both messages, secrets masked.
`,
  'exchanges conversation': `switchboard exchanges conversation (--task ID | --push ID | --submission ID | --exchange ID...)

Prints what was said around a Task, a push or a submission, or by these exchanges, oldest first: who asked whom, what was asked and what came
back, with the statuses of the Task where they were learned. A Task goes by our id or the server's.
With --json {"title","parties":[{"id","name","says","side","us"}],"entries":[{"kind":"message"|"note",...}],"spans":[{"status","from"}],"missing","leftOut"}.
`,
  'exchanges delete': `switchboard exchanges delete ID

Deletes one exchange and its bodies.
`,
};
