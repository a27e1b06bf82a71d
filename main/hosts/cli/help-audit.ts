/** Help of the commands about the audit trail. */
export const auditTexts: Record<string, string> = {
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
};
