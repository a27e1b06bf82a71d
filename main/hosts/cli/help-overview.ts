/** What there is, in one page. */
export const overview = `switchboard COMMAND [options]

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
  rules                                  what a rule demands that a finding names
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
`;
