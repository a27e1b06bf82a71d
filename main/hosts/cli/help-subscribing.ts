/** Help of the commands that subscribe; `partner` is what names a partner. */
export const subscribingTexts = (partner: string): Record<string, string> => ({
  subscribe: `switchboard subscribe (--base URL | --connection NAME) [--endpoint URL | --port N] [--filter P=V...] [--payload P] [options]

Asks a partner to tell when Tasks change, and prints a line for everything it tells, until SIGINT or SIGTERM; then it is removed there.
Tasks it tells of are read again from the partner.
  --port N              port of our receiver; 0 is any free one
  --endpoint URL        where the partner is to send instead, as it is: a tunnel that leads to our receiver's notifications address
  --anyway              subscribe although the partner is on another computer and our receiver can be reached from this one alone
  --filter P=V...       only such Tasks: status=completed, code=..., owner:identifier=SYSTEM|VALUE, requester:identifier=SYSTEM|VALUE
  --filter-style S      query (Task?status=completed, default) or parameter (status=completed)
  --payload P           id-only (default), full-resource or empty
  --topic URL           another topic than that of Tasks
  --heartbeat S         ask for a message every S seconds
  --ends-in MINUTES     let it end by itself; it is renewed before
  --count K             end after K events; repeated ones do not count
With --json, or into a pipe, a line is {"type":"handshake"|"heartbeat"|"event"|"gap"|"duplicate"|"error","number"?,"focus":[],"at"}; where it
is active without a handshake, the first line is {"type":"status","status":"active",...}.
${partner}`,
  'subscriptions list': `switchboard subscriptions list

Lists the subscriptions we hold at partners.
`,
  'subscriptions status': `switchboard subscriptions status --id ID

Asks the partner how a subscription stands, and prints it.
`,
  'subscriptions renew': `switchboard subscriptions renew --id ID

Asks for it again, with a later end and another secret; revives one in error.
`,
  'subscriptions remove': `switchboard subscriptions remove --id ID

Ends it at the partner. One that is ended already is forgotten here.
`,
});
