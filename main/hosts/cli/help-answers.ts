/** Help of the commands about how pushes are answered. */
export const answeringTexts: Record<string, string> = {
  'answers list': `switchboard answers list

Lists the rules by which the receiver answers pushes, in their order. The first one that fits answers; what none fits is answered as the
guide says: broken rules 400, a missing signature that is required 400, what belongs to no request yet 200 with an informational outcome.
`,
  'answers read': `switchboard answers read FILE|-

Takes the rules of a policy file (YAML) in place of all there are. A mistake in it is told with its line, and nothing changes (exit 2).
The file is a list of
  - name: Unsigned claims
    when: {kind: submission, tracking: part, attachTo: claim, from: part, signed: false, member: part, matched: false}
    answer: reject
    text: Sign it, please.
Whatever is left out of "when" is not looked at. tracking and member are looked for anywhere in SYSTEM|VALUE, from anywhere in who sent it,
its organization or its provider, all in any case: T-1 fits T-10 and AT-1 too, "|T-1" only values that begin so. attachTo
is claim or preauthorization, kind submission, notification, bundle, resource or unexpected. answer is accept (default), hold, reject, status or ask; beside it may stand
  status: 200-599       of status, and of reject (default 400); 200 with text answers with a fatal outcome
  text: WORDS           for the OperationOutcome
  delayMs: N            keep the answer back; of ask, how long a person is waited for (default 60000)
  drop: true            end the connection without an answer; the push is kept
  retryAfter: SECONDS   Retry-After, of status and reject
  on: false             keep the rule, but do not follow it
`,
  'answers write': `switchboard answers write

Prints the rules as a policy file.
`,
  'answers save': `switchboard answers save --answer accept|hold|reject|status|ask [--name N] [--id ID] [conditions] [options]

Keeps one rule; a running receiver follows it at once.
  --kind K, --attach-to claim|preauthorization   of which pushes; what is left out is not looked at
  --tracking PART, --from PART, --member PART    found anywhere in SYSTEM|VALUE, or in who sent it, in any case: T-1 fits T-10 too
  --signed true|false, --matched true|false   whether a signature is in it; whether a request of ours is known
  --status N, --text T, --retry-after S       what is answered
  --delay-ms N          keep the answer back; of ask, how long a person is waited for
  --drop                end the connection without an answer
  --order N, --off, --id ID   its place; not followed; replace this rule
`,
  'answers remove': `switchboard answers remove ID

Forgets a rule.
`,
  'answers try': `switchboard answers try PUSH

Says how a push that is stored already would be answered by now, and by which rule.
`,
  'inbox answer': `switchboard inbox answer ID --answer accept|hold|reject|status [--status N] [--text T]

Answers a push whose sender is kept waiting by a rule "answer: ask", whichever process keeps it.
`,
};
