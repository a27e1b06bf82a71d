/** Help texts of the push inbox. */
export const inboxTexts: Record<string, string> = {
  'inbox list': `switchboard inbox list [--text WORDS] [--state S] [--kind K] [--task ID] [--tracking-id ID] [--limit N]

Lists what was pushed to us, newest first; the same sent again is counted, not listed.
  --text WORDS          all of them stand somewhere in it: ids, member, title, sender, codes, the claim of its request
  --state S             matched, held or none of a request; waiting for an answer; refused
  --kind K              submission, notification, bundle, resource or unexpected
  --task ID             what belongs to this Task: our id, or the server's
  --tracking-id ID      SYSTEM|VALUE, or the value alone
  --repeats             list repeats too
  --before ID           only those before this one
`,
  'inbox show': `switchboard inbox show ID

Prints one push: what it says, its attachments by what they claim and what they are, findings, and one timeline with the request that asked
for it. With --json the push with "thread", "timeline" and "repeats".
`,
  'inbox export': `switchboard inbox export ID --out DIR [--raw]

Writes a push with everything about it into a folder (0700): record, parameters, answer, headers, findings, story, the request, manifest.json
and SHA256SUMS. Identifiers, names, dates, free text and contents are replaced, the same value always by the same word.
  --raw                 as it came, with the attachments as files; secrets stay masked
`,
  'inbox match': `switchboard inbox match ID [--task ID | --none]

Joins a push to a Task of ours by hand; without --task, lists the Tasks it could belong to. What is decided by hand stays so.
  --task ID             our id, or the server's
  --none                take it from the Task it is joined to
`,
  'inbox remove': `switchboard inbox remove ID

Forgets a push, its exchange and their bodies. The audit trail keeps that it was.
`,
  'inbox check': `switchboard inbox check ID [--cdex-version 2.0|2.1|ci]

Prints what the rules of a version say about a push as it was sent; exit 1 where a rule of error severity is broken.
`,
};
