import { connectionTexts } from './help-connections.ts';
import { credentialTexts } from './help-credentials.ts';
import { overview } from './help-overview.ts';
import { receivingTexts } from './help-receiving.ts';
import { answeringTexts } from './help-answers.ts';
import { auditTexts } from './help-audit.ts';
import { exchangesTexts } from './help-exchanges.ts';
import { inboxTexts } from './help-inbox.ts';
import { requestTexts } from './help-request.ts';
import { sandboxTexts } from './help-sandbox.ts';
import { sendingTexts } from './help-sending.ts';
import { submittingTexts } from './help-submitting.ts';
import { subscribingTexts } from './help-subscribing.ts';
import { watchingTexts } from './help-watching.ts';
import { workTexts } from './help-work.ts';

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

const passphrases = `
The passphrase is the environment variable SWITCHBOARD_PASSPHRASE, or asked for at the terminal; it is never an argument.
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
  listen: `switchboard listen [--port N] [--count K] [--max-bytes N] [--policy FILE] [--require-signature]

Receives pushes and prints a line for each one stored, until SIGINT or SIGTERM.
  --port N              port of the receiver; 0 is any free one
  --count K             end after K pushes; handshakes and heartbeats do not count
  --max-bytes N         refuse larger bodies with 413
  --policy FILE         answer by the rules of this file as long as it runs, in place of the stored ones (answers read --help)
  --require-signature   refuse submissions in which nothing is signed
It listens as receiver set says; a secret part of its path stands in none of the printed addresses (receiver tell).
With --json, or into a pipe, line 1 is {"submitAttachmentUrl","notificationUrl","metadataUrl","jwksUrl"}, then one line of JSON a push.
`,
  query: `switchboard query 'Type?params' (--base URL | --connection NAME) [--all-pages] [--post] [--out FILE]

Searches and prints the Bundle.
  --all-pages           follow the next links; all entries come in one Bundle
  --post                search by POST _search
  --out FILE            write the Bundle to a file and print {"file","bytes","pages","entries","exchangeIds"}
${partner}`,
  ...sandboxTexts,
  ...connectionTexts(partner),
  ...receivingTexts(passphrases),
  ...inboxTexts,
  ...submittingTexts(partner),
  ...answeringTexts,
  ...requestTexts(partner),
  ...sendingTexts(partner),
  ...watchingTexts(partner),
  ...subscribingTexts(partner),
  ...workTexts(partner),
  ...credentialTexts(passphrases),
  ...exchangesTexts,
  ...auditTexts,
  'questionnaire open': `switchboard questionnaire open URL [--base URL | --connection NAME]

Finds a Questionnaire by its canonical URL: at the partner, at the payers we know, or where the URL leads; prints it.
${partner}`,
  'questionnaire prefill': `switchboard questionnaire prefill URL|FILE --patient ID (--base URL | --connection NAME)

Begins a QuestionnaireResponse with what the member's record says where the mapping is obvious, and prints it; on stderr, from where.
${partner}`,
  'questionnaire check': `switchboard questionnaire check FILE [--questionnaire URL|FILE] [--base URL | --connection NAME]

Holds a QuestionnaireResponse against its Questionnaire; exit 1 where a rule is broken. - reads it from stdin.
${partner}`,
  call: `switchboard call NAME --input FILE|-

Runs any command of the contract with the input in a file or on stdin (-), and prints the value it answers.
`,
};

const textFor = (name: string) => (Object.hasOwn(texts, name) ? texts[name] : undefined);

const asks = (args: string[]) => args.includes('--help') || args.includes('-h');

/** The help text these arguments ask for, or undefined when they ask for none or name no command. */
export function helpFor(args: string[]): string | undefined {
  const [first = ''] = args;
  if (first === 'help' || first === '--help' || first === '-h') return overview + common;
  if (!asks(args)) return undefined;
  const exact = textFor(args.slice(0, 2).join(' ')) ?? textFor(first);
  if (exact !== undefined) return exact + common;
  const family = Object.keys(texts).filter((name) => name.startsWith(`${first} `));
  return family.length ? family.map((name) => texts[name]).join('\n') + common : undefined;
}
