/** Help of the commands that send attachments; `partner` tells the options that name a partner. */
export const submittingTexts = (partner: string): Record<string, string> => ({
  submit: `switchboard submit --to URL --attach-to claim|preauthorization --member SYSTEM|VALUE [ids] CONTENT... [options]
switchboard submit --task ID [--base URL | --connection NAME] CONTENT... [options]
switchboard submit --parameters FILE|- --to URL [options]

Sends attachments to a payer ($submit-attachment) and prints what it answered: {"httpStatus","accepted","held","outcome","trackingId",
"exchangeId","submissionId","to","attempts","task"?,"taskProblem"?,"error"?}. Exit code 1 when the payer refuses, with an error outcome too.
Where to: --to, else the Task's payer-url, else what the payer publishes (davinci-configuration), else its base.
  --to URL              the operation, or the base it stands below
  --connection NAME     the payer's connection; with --task that of the server the Task is on, unless --source names that. A Task's payer-url
                        that lies at a connection is sent to without what lets us in there, unless the connection is named here
Content, one or more; what stands behind one belongs to it:
  --file F [--content-type T]    a file; one that holds a FHIR resource goes as that resource, any other inside a DocumentReference
  --reference R         a resource of the server we work for; the document it points at goes with it
  --query 'Type?params' all matches of a search there, as one Bundle
  --document R...       a FHIR document made over these resources
  --form ID             a questionnaire that was filled in here
    --code C            LOINC, SYSTEM|CODE or words; with --task the code of what it answers, not needed where that is clear
    --line-item N...    lines of the claim; none means all of it
    --title T
  --source NAME | --base URL     the server we work for (default: the one whose queue is read, else the sandbox's provider)
Ids, SYSTEM|VALUE each; what is left out comes from the last submission to this payer, at the sandbox from there:
  --member, --provider, --organization, --payer
  --tracking-id         a fresh one where left out
  --admin-ref           of a prior authorization that was asked for; in ci only
  --service-date D      to the day; needed for a claim
  --claim Claim/ID|SYSTEM|VALUE, --patient Patient/ID   read from the server we work for, in place of the above
  --not-final           more will follow
A Task that asked for it:
  --task ID             ours, or the server's with --base or --connection; moved to completed once the payer accepted what is final;
                        one that has ended is answered again with --send-anyway only
  --keep-open           leave the Task as it is
How:
  --retries N           try again after no answer or 5xx, up to 10 times, with growing waits; 4xx is never sent again unchanged
  --split               when it is too large (413): each attachment on its own, where several submissions are welcome
  --dry-run             print the Parameters, send nothing; findings on stderr, exit 1 when a rule fails
  --send-anyway         send it although a rule fails
${partner}`,
  'submissions list': `switchboard submissions list

Lists what was submitted from here and what was begun, newest first.
`,
  'submissions show': `switchboard submissions show ID

Prints one submission with every try.
`,
  'submissions send': `switchboard submissions send ID [--retries N] [--split] [--send-anyway] [--to URL | --connection NAME] [--source NAME]

Sends what failed again, or a draft, and prints as submit does. Parts the payer took already are left out.
${partner}`,
  'submissions remove': `switchboard submissions remove ID

Forgets a submission here; at the payer it stays.
`,
});
