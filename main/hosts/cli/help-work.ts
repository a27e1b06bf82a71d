/** Help texts of the work queue; `partner` is what every command says of naming one. */
export const workTexts = (partner: string): Record<string, string> => ({
  'task answer': `switchboard task answer --id ID --status S [--base URL | --connection NAME] [options]

Answers a Task a partner sent to a server you work for, and prints the Task after. It is read first and written with If-Match: what somebody
else changed meanwhile is told (412), and not overwritten.
  --id ID               our id, or the server's where the server is named
  --status S            requested, accepted, rejected, in-progress, on-hold, completed or failed
  --reason TEXT         why; a rejected or failed Task needs it
  --business-status TEXT  how far it is
  --output REF|FILE...  what it is answered with: a reference, a file with a FHIR resource, or any file up to 20 MB
  --query 'Type?params'...  the same by a search; checked to bring nothing but the Task's own patient's data
  --contained           put it into the Task rather than store it beside the Task
  --send-anyway         send it although a rule of error severity fails
${partner}`,
  'task collect': `switchboard task collect --id ID [--query 'Type?params'] [--base URL | --connection NAME]

Runs what a Task asks for at the server it was sent to, and prints what may be given out: {"query","entries","items":[{"reference","title"}],
"bytes","exchangeIds","findings"}. Exit 1 when the query is not safe, or the server brought data of others.
${partner}`,
  'task queue': `switchboard task queue (--base URL | --connection NAME) [--status S...] [--tag T] [--purpose P] [--due-before D] [--follow]

Reads the Tasks partners sent to a server, and lists them.
  --status S...         only these statuses
  --tag CODE, --purpose CODE   of this work queue; for this purpose of use
  --due-before DATE     due before that day
  --rules               apply the rules of the connection to what is newly requested
  --follow              stay, and print a line for each new or changed Task; with --json, or into a pipe, a line of JSON
  --every S             seconds between two reads (default 30)
${partner}`,
  'task rules': `switchboard task rules list [--connection NAME]
switchboard task rules add --connection NAME --do accept|reject|hold|complete|fail|leave [--name N] [--text T] [conditions]
switchboard task rules remove ID

What is done by itself with newly requested Tasks of a queue. The first rule that fits is applied, by task queue --rules or by a console
that follows the queue.
  --do complete         collects what is asked for and answers with it; --contained puts it into the Task
  --text T              the reason of reject and fail; what the others tell as business status
  --code C, --tag T, --purpose P   kind of request, work queue, purpose of use
  --member M, --requester R        part of the identifier
  --due-within DAYS     due within so many days
  --order N, --off, --id ID        its place; not applied; change this rule
`,
});
