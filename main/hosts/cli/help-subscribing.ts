/** Help of the commands that subscribe; `partner` is what names a partner. */
export const subscribingTexts = (partner: string): Record<string, string> => ({
  subscribe: `switchboard subscribe (--base URL | --connection NAME) [--endpoint URL | --port N] [--filter P=V...] [--payload P] [options]

Asks a partner to tell when Tasks change, and prints a line for everything it tells, until SIGINT or SIGTERM; then it is removed there,
within three seconds. What could not be removed is said, and removed by the next console.
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
  --keep                leave it at the partner when this ends; the next console goes on with it
  --count K             end after K events; repeated ones do not count
With --json, or into a pipe, a line is {"type":"handshake"|"heartbeat"|"event"|"gap"|"duplicate"|"error","number"?,"focus":[],"at"}; where it
is active without a handshake, the first line is {"type":"status","status":"active",...}.
${partner}`,
  'subscriptions list': `switchboard subscriptions list

Lists the subscriptions we hold at partners. AT CLOSE is what becomes of one when the console closes: resume (removed there, asked for
again at the next start), keep, end (removed for good); left says that the last close could not remove it. Closed ones are asked for again
when a console with a receiver starts.
`,
  'subscriptions status': `switchboard subscriptions status --id ID

Asks the partner how a subscription stands, and prints it.
`,
  'subscriptions renew': `switchboard subscriptions renew --id ID [--at-close resume|keep|end]

Asks for it again, with a later end and another secret; revives one in error, and one that was removed when the console closed. --at-close
says what the next close does: remove it and ask again at the next start (resume), leave it at the partner (keep), or remove it for good (end).
`,
  'subscriptions remove': `switchboard subscriptions remove --id ID

Ends it at the partner. One that is ended already is forgotten here.
`,
});
