/** Options of every command, under each help text. */
const common = `
Every command: --json (one JSON document or lines of JSON on stdout), --data-dir DIR (where the console keeps everything).
Exit code: 0 done, 1 the partner or the rules said no, 2 our side, 3 nothing usable came back.
`;

const partner = `
Partner:
  --base URL            FHIR base URL, or
  --connection NAME     a stored connection
  with --base:
  --token-env NAME      environment variable that holds an access token
  --header-env NAME     environment variable that holds "Name: value"; may be repeated
  --ca FILE             certificate authorities to trust (PEM)
  --cert FILE --key FILE  client certificate and its key (PEM)
  --timeout S           seconds until an exchange is given up
  --cdex-version V      2.0, 2.1 (default) or ci
`;

const texts: Record<string, string> = {
  serve: `switchboard serve [--port N] [--receiver-port N] [--no-open] [--no-sandbox] [--words]

Opens the console in a browser: web host on 127.0.0.1, push receiver, sandbox. Stays until SIGINT or SIGTERM.
  --port N              port of the console (default: any free one)
  --receiver-port N     port of the push receiver (default: the one in the settings)
  --no-open             only print the address
  --no-sandbox          start without the embedded partners
  --words               line 1 is for people, into a pipe too
With --json, or into a pipe, line 1 is {"url","receiver","sandbox"}.
`,
  sandbox: `switchboard sandbox [--provider-port N] [--payer-port N] [--seed N] [--step-ms N] [--fault NAME...]
switchboard sandbox reset

Runs the embedded provider and payer until SIGINT or SIGTERM. Port 0 is any free one; the same seed makes the same data.
  --step-ms N           milliseconds a Task stays in each status
  --fault NAME...       misbehave in this way
With --json, or into a pipe, line 1 is {"provider":{"fhirBaseUrl"},"payer":{"fhirBaseUrl","submitAttachmentUrl"}}.
`,
  'sandbox reset': `switchboard sandbox reset

Puts the sandbox back to the state of its seed.
`,
  listen: `switchboard listen [--port N] [--count K] [--max-bytes N]

Receives pushes and prints a line for each one stored, until SIGINT or SIGTERM.
  --port N              port of the receiver; 0 is any free one
  --count K             end after K pushes; handshakes and heartbeats do not count
  --max-bytes N         refuse larger bodies with 413
With --json, or into a pipe, line 1 is {"submitAttachmentUrl","notificationUrl","metadataUrl"}, then one line of JSON a push.
`,
  query: `switchboard query 'Type?params' (--base URL | --connection NAME) [--all-pages] [--post] [--out FILE]

Searches and prints the Bundle.
  --all-pages           follow the next links; all entries come in one Bundle
  --post                search by POST _search
  --out FILE            write the Bundle to a file and print {"file","bytes","pages","entries","exchangeIds"}
${partner}`,
  'exchanges list': `switchboard exchanges list [--limit N] [--since T]

Lists recorded exchanges, newest first.
`,
  'exchanges show': `switchboard exchanges show ID

Prints one exchange with both messages, secrets masked.
`,
  'exchanges delete': `switchboard exchanges delete ID

Deletes one exchange and its bodies.
`,
  'connections list': `switchboard connections list

Lists the stored connections.
`,
  'connections show': `switchboard connections show NAME

Prints one connection, named by name or id.
`,
  'connections add': `switchboard connections add NAME --base URL --role payer|provider [--auth none] [--timeout S] [--cdex-version V]

Stores a connection. The role is ours: a payer asks for data, a provider has them.
`,
  'connections test': `switchboard connections test NAME [--report]

Goes along the line to a partner: reachability, TLS, discovery, authorization, CapabilityStatement, a harmless search. Changes nothing at
the partner. Exit code: 0 when nothing failed, else that of the first step that did.
  --report              print it as Markdown, to be given to the partner
`,
  'connections discover': `switchboard connections discover NAME [--refresh]

Prints what a partner publishes about how to be let in: SMART, UDAP, CapabilityStatement, Da Vinci configuration.
  --refresh             read it again, instead of telling what was read before
`,
  'connections remove': `switchboard connections remove NAME

Removes one connection, named by name or id.
`,
  'task request': `switchboard task request --query 'Type?params' (--base URL | --connection NAME) [options] [--dry-run]

Asks a partner for data by a Task, and prints the Task as created.
  --patient ID, --member SYSTEM|VALUE      whom it is about
  --requester SYSTEM|VALUE, --owner SYSTEM|VALUE   who asks, who is asked
  --pou CODE[,SYSTEM|CODE]                 purpose of use
  --tag CODE...                            work queue
  --signature                              ask for signed data
  --reason TEXT, --claim SYSTEM|VALUE, --based-on REFERENCE, --due DATE
  --dry-run                                print the Task, send nothing; findings on stderr, exit 1 when a rule fails
${partner}`,
  'task watch': `switchboard task watch --id ID [--profile cdex|hrex|debug] [--every S] [--base URL | --connection NAME]

Prints a line for every version of a Task until it has ended; exit 1 when it ended rejected or failed. With --json, or into a pipe, a line
is JSON.
A partner that cannot answer is asked again at the next read, after 429 or 503 not before its Retry-After.
  --id ID               our id or the server's
  --profile P           how often it is read: cdex (default), hrex, debug (every 5 s)
  --every S             read every S seconds instead
${partner}`,
  'task fetch': `switchboard task fetch --id ID --out DIR [--base URL | --connection NAME]

Fetches every output of a Task into files.
${partner}`,
  'task list': `switchboard task list [--status S]

Lists the Tasks we hold.
`,
  'task show': `switchboard task show --id ID [--base URL | --connection NAME]

Prints one Task with its history.
${partner}`,
  call: `switchboard call NAME --input FILE|-

Runs any command of the contract with the input in a file or on stdin (-), and prints the value it answers.
`,
};

const overview = `switchboard COMMAND [options]

Switchboard: exchange clinical data with payers and providers by HL7 Da Vinci CDex.

  serve                                  open the console in a browser
  sandbox, sandbox reset                 the embedded provider and payer
  listen                                 receive pushes
  query 'Type?params'                    direct query
  task request, watch, fetch, list, show Task-based approach
  exchanges list, show, delete           what went over the wire
  connections list, show, add, remove    partners
  connections test, discover             check one up; what it publishes
  call NAME                              any command of the contract

  --version                              the version
  COMMAND --help                         how a command is used
${common}`;

const textFor = (name: string) => (Object.hasOwn(texts, name) ? texts[name] : undefined);

const asks = (args: string[]) => args.includes('--help') || args.includes('-h');

/** The help text these arguments ask for, or undefined when they ask for none or name no command. */
export function helpFor(args: string[]): string | undefined {
  const [first = ''] = args;
  if (first === 'help' || first === '--help' || first === '-h') return overview;
  if (!asks(args)) return undefined;
  const exact = textFor(args.slice(0, 2).join(' ')) ?? textFor(first);
  if (exact !== undefined) return exact + common;
  const family = Object.keys(texts).filter((name) => name.startsWith(`${first} `));
  return family.length ? family.map((name) => texts[name]).join('\n') + common : undefined;
}
