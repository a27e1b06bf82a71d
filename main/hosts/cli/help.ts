import { receivingTexts } from './help-receiving.ts';
import { answeringTexts } from './help-answers.ts';
import { exchangesTexts } from './help-exchanges.ts';
import { inboxTexts } from './help-inbox.ts';
import { requestTexts } from './help-request.ts';
import { sandboxSubmitHelp } from './help-sandbox.ts';
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

const connection = `
How we are let in (--auth):
  none
  bearer         --token-env V
  client-secret  --client-id I --secret-env V [--post] [--scope S] [--token-url U]
  backend        --client-id I --key NAME [--token-url U] [--scope S] [--jku U] [--audience A]
  code           --client-id I [--key NAME | --secret-env V] [--scope S] [--redirect-port N] [--authorize-url U] [--token-url U]
  udap           --cert FILE --key FILE [--organization-id URI] [--organization-name N] [--pou URI...] [--scope S] [--client-id I]
                 [--token-url U] [--registration-url U] [--contact MAIL]
The line:
  --mtls-cert FILE --mtls-key FILE, or --mtls-pfx FILE   our client certificate
  --passphrase-env V    environment variable that holds the passphrase of key or PFX file
  --ca FILE             authorities to trust in place of the system's (PEM)
  --server-name N       the name the partner's certificate must carry
  --proxy URL, --proxy-env V   HTTP(S) proxy; variable that holds its user:password
  --header-env V        variable that holds "Name: value", sent with every request; may be repeated
  --timeout S, --cdex-version V
What was agreed:
  --polling cdex|hrex|debug|manual, --purpose-of-use required|optional, --signatures required|not-required
  --quirk Q...          post-searches, plain-json, no-compression
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
  sandbox: `switchboard sandbox [--provider-port N] [--payer-port N] [--seed N] [--fault NAME...]
                    [--answering automatic|by-hand] [--step-ms N] [--outputs contained|external] [--no-hits empty-bundle|failed]
                    [--require-purpose] [--reopen] [--tracking strict|value] [--after-final accept|reject]
                    [--unknown-member hold|refuse] [--require-auth] [--client-jwks FILE] [--tls | --mtls] [--client-cert-out DIR]
switchboard sandbox reset
switchboard sandbox submit [--sample NAME] [--to URL]

Runs the embedded provider and payer until SIGINT or SIGTERM. Port 0 is any free one; the same seed makes the same data.
  --answering WAY       automatic (default): the provider works Tasks off by itself; by-hand: it leaves them to a work queue
  --step-ms N           milliseconds a Task stays in each status
  --outputs PLACE       answers to queries are contained in the Task (default), or external: a Bundle of their own
  --no-hits WAY         a query without hits completes with an empty-bundle (default), or has failed
  --require-purpose     reject Tasks without a purpose of use
  --reopen              let Tasks that have ended be reopened
  --tracking WAY        the payer compares tracking ids by value (default), or strict: with their systems
  --after-final WAY     the payer may accept (default) or reject what comes after the last submission
  --unknown-member WAY  the payer may hold (default) or refuse submissions for members it does not know
  --fault NAME...       misbehave in this way; a name that is none is answered with all there are
  --require-auth        refuse FHIR requests without an access token; clients it always knows: practice-secret, by the secret
                        practice-secret-of-the-sandbox, and practice-public, by the browser
  --client-jwks FILE    public keys (JWKS); whichever client id signs with one of them gets tokens
  --tls                 speak HTTPS, with certificates of an authority of its own
  --mtls                ask for client certificates of that authority too
  --client-cert-out DIR write ca.pem, client.pem, client-key.pem, udap.pem and udap-key.pem there, to try by hand
With --json, or into a pipe, line 1 is {"provider":{"fhirBaseUrl","tokenUrl"},"payer":{"fhirBaseUrl","submitAttachmentUrl","tokenUrl"}}.
`,
  'sandbox reset': `switchboard sandbox reset

Puts the sandbox back to the state of its seed.
`,
  'sandbox submit': sandboxSubmitHelp,
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
  ...exchangesTexts,
  'connections list': `switchboard connections list

Lists the stored connections.
`,
  'connections show': `switchboard connections show NAME

Prints one connection, named by name or id.
`,
  'connections add': `switchboard connections add NAME --base URL --role payer|provider [--auth METHOD ...] [options]

Stores a connection. The role is ours: a payer asks for data, a provider has them. Secrets come from environment variables and files, and
go to the vault.
${connection}`,
  'connections update': `switchboard connections update NAME [--name NEW] [--base URL] [--role R] [--auth METHOD ...] [options]

Changes what is named; another method forgets the secrets of the old one.
  --without PART...     takes away mtls, ca, server-name, proxy, proxy-credentials, headers or quirks
${connection}`,
  'connections tls': `switchboard connections tls (NAME | --base URL) [--url URL]

Opens a TLS connection without sending a request, and shows certificates, protocol, and why it is not trusted; exit 3 when it would fail.
  --url URL             another https address of the partner, such as its token URL
${partner}`,
  'connections test': `switchboard connections test NAME [--report]

Goes along the line to a partner: reachability, TLS, discovery, authorization, CapabilityStatement, a harmless search. Changes nothing at
the partner. Exit code: 0 when nothing failed, else that of the first step that did.
  --report              print it as Markdown, to be given to the partner
`,
  'connections discover': `switchboard connections discover NAME [--refresh]

Prints what a partner publishes about how to be let in: SMART, UDAP, CapabilityStatement, Da Vinci configuration.
  --refresh             read it again, instead of telling what was read before
`,
  'connections register': `switchboard connections register NAME

Registers our client with a UDAP partner by the certificate of the connection, or changes its registration. The client id is kept.
`,
  'connections remove': `switchboard connections remove NAME

Removes one connection, named by name or id.
`,
  ...receivingTexts(passphrases),
  ...inboxTexts,
  ...submittingTexts(partner),
  ...answeringTexts,
  ...requestTexts(partner),
  ...sendingTexts(partner),
  ...watchingTexts(partner),
  ...subscribingTexts(partner),
  ...workTexts(partner),
  'vault status': `switchboard vault status

Says where secrets are kept, by what the vault is opened, and what this host can do. Opens nothing.
`,
  'vault create': `switchboard vault create [--backend passphrase]

Makes the vault of the data folder, encrypted under a passphrase (at least 8 characters).
${passphrases}`,
  'vault check': `switchboard vault check

Opens the vault and looks at every secret in it; exit 2 when it cannot be opened or one of them is damaged.
${passphrases}`,
  'vault passphrase': `switchboard vault passphrase

Changes the passphrase, or adds one to a vault that has none. The new one is SWITCHBOARD_NEW_PASSPHRASE, or asked for.
${passphrases}`,
  'vault wrap': `switchboard vault wrap passphrase|safe-storage

Lets the vault be opened another way too. safe-storage, the key store of the operating system, can be added in the desktop window alone.
${passphrases}`,
  'vault unwrap': `switchboard vault unwrap passphrase|safe-storage

Takes a way to open the vault away; the last one stays.
${passphrases}`,
  'vault lock': `switchboard vault lock

Forgets the key in this process, which ends with the command. A console that runs is locked in its Settings.
`,
  'keys generate': `switchboard keys generate --alg RS384|ES384|RS256|ES256 --name NAME

Makes a key to sign with; its private half goes to the vault. Prints name, kid and algorithm.
`,
  'keys import': `switchboard keys import FILE --name NAME [--passphrase-env VARIABLE] [--alg ALG] [--kid KID]

Takes a private key: PEM (PKCS#1, SEC1, PKCS#8, encrypted), a private JWK, or PFX. RSA of 2048 bits and more, EC on P-256 or P-384.
  --passphrase-env V    environment variable with the passphrase of the file; asked for at a terminal otherwise
  --alg ALG             what it signs with (default: RS384 or the algorithm of its curve)
  --kid KID             its name in the JWKS (default: that of the JWK, else its thumbprint)
`,
  'keys list': `switchboard keys list

Lists our keys.
`,
  'keys jwks': `switchboard keys jwks [--name NAME] [--out FILE [--overwrite]]

Prints the public keys as partners register them, of one name or all; with --out as a file. A running receiver serves them too.
`,
  'keys rotate': `switchboard keys rotate NAME

Makes a new key under the name. The old one signs no more and stays in the JWKS until it is removed.
`,
  'keys remove': `switchboard keys remove NAME|KID

Removes all keys of a name, or the one with a kid; refused while a connection signs with it.
`,
  'audit list': `switchboard audit list [--limit N] [--action exchange|credential|configuration|export|start]

Lists what happened here and by whom, newest first.
`,
  'audit export': `switchboard audit export FILE [--raw] [--overwrite]

Writes the trail as one line of JSON an entry, oldest first. What was requested is left out, and can be verified all the same.
  --raw                 with what was requested, which may name patients
`,
  'audit verify': `switchboard audit verify [FILE]

Looks whether anybody changed the trail, or an exported one; exit 1 when it is broken. Answers {"ok","entries","brokenAt"?,"reason"?};
of a FILE also "ofThisFolder": whether the trail here begins with it. Keep exports elsewhere: only they show a trail made anew.
`,
  token: `switchboard token --connection NAME [--fresh] [--explain]

Gets a token as the connection says, and prints how long it is good and for which scopes; never the token itself.
  --fresh               ask for a new one, even while the one in hand lives
  --explain             ask for a new one and take the attempt apart: assertion, request, response, every check, and the cause of a
                        refusal; exit 1 when the partner refused, 3 when nothing usable came
Where a person has to sign in: token sign-in.
`,
  'token sign-in': `switchboard token sign-in --connection NAME [--no-open]

Opens the browser at the partner's sign-in, prints its address on stderr too, and waits for the person to come back.
  --no-open             only print the address
`,
  'token sign-out': `switchboard token sign-out --connection NAME

Forgets the tokens of a connection, and revokes them where the partner can. Answers {"forgotten","revoked"}.
`,
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

const overview = `switchboard COMMAND [options]

Switchboard: exchange clinical data with payers and providers by HL7 Da Vinci CDex.

  serve                                  open the console in a browser
  sandbox, sandbox reset, submit         the embedded provider and payer
  listen                                 receive pushes
  receiver setup, set, reach, tell       how it listens, who can reach it, what to tell a partner
  submit                                 send attachments to a payer, unasked or as a Task asks for them
  submissions list, show, send, remove   what was sent, and what was begun
  inbox list, show, match                what was pushed, and the requests it answers
  inbox check, export, remove            hold it against the rules, hand it on, forget it
  answers list, read, write, save        the rules by which pushes are answered, and their policy file
  answers try, remove                    what would answer a push; forget a rule
  inbox answer                           answer a sender that is kept waiting
  query 'Type?params'                    direct query
  task request, watch, fetch, list, show Task-based approach
  task poll, history, diff               read a Task now, its versions, what changed
  schedule, approach                     when a Task is read by itself; which road fits
  task cancel, forget, drafts            what is no longer wanted, or not yet sent
  subscribe                              be told when Tasks change
  subscriptions list, status, renew, remove   what partners tell us by themselves
  patient find                           a member at a partner
  task queue, answer, collect, rules     the other side: Tasks partners sent to a server you work for
  exchanges list, show, delete           what went over the wire
  exchanges conversation                 who said what to whom, as a sequence
  connections list, show, add, update, remove   partners
  connections test, discover, tls        check one up; what it publishes; its certificates
  connections register                   make ourselves known by UDAP
  vault status, create, check, lock      where secrets lie
  vault passphrase, wrap, unwrap         what opens it
  keys generate, import, list, jwks      keys to sign with
  keys rotate, remove                    a new one for an old one; none
  token, token sign-in, sign-out         get a token, explain a refusal; sign in and out
  audit list, export, verify             what happened here
  questionnaire open, prefill, check     forms a Task asks for
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
