/** Help of the commands by which Tasks are asked for, by the words that call them; `partner` tells the options that name a partner. */
export const requestTexts = (partner: string): Record<string, string> => ({
  'task request': `switchboard task request WHAT (--base URL | --connection NAME) [options] [--dry-run]

Asks a partner for data or attachments by a Task, and prints the Task as created.
What, one of:
  --query 'Type?params'                    the answer to a search
  --code CODE, --text T                    documents of a kind: LOINC or SYSTEM|CODE, words, or both
  --questionnaire URL [--title T]          a questionnaire, filled in
  --attachment-code CODE...                attachments by their codes or in words
  --attachment-questionnaire URL...        attachments that are filled-in questionnaires
  --from FILE|-                            a Task or request as JSON, a JSON list of them, or one a line; the other options complete each
                                           (task show --request prints that of a Task we hold, to be corrected)
About whom, who asks, who is asked; what is left out has a default at a sandbox only:
  --patient ID, --member SYSTEM|VALUE
  --requester SYSTEM|VALUE|REFERENCE, --owner SYSTEM|VALUE|REFERENCE
Every request:
  --pou CODE[,SYSTEM|CODE]                 purpose of use
  --tag CODE...                            work queue
  --signature                              ask for signed data
  --claim SYSTEM|VALUE, --due DATE         the claim or prior authorization; when it is needed
Data requests:
  --reason TEXT, --reason-ref Claim/ID|Coverage/ID, --reason-unknown, --claim-by payer|provider
  --reason-type Claim|Coverage             what --claim names: a coverage by its id, where the id alone does not show it
  --identifier SYSTEM|VALUE                our own id of the request
  --based-on REFERENCE                     what authorizes it, or composed beside it:
  --authorize CommunicationRequest|ServiceRequest [--authorize-code C] [--authorize-text T] [--authorize-date D] [--authorize-contained]
Attachment requests:
  --use claim|preauthorization             needed
  --line-item N..., --title T              of the code or questionnaire before it
  --service-date YYYY-MM-DD                needed for a claim
  --tracking-id SYSTEM|VALUE, --admin-ref SYSTEM|VALUE   one is made up where no tracking id is given; admin-ref in ci only
  --payer-url URL                          where to submit to (default: our receiver, while it runs)
  --npi N, --org-npi N                     practitioner, organization
  --name 'Family, Given', --birth-date D, --patient-account SYSTEM|VALUE
  --multiple-submits                       more than one submission is welcome
Many:
  --members FILE|-                         the same request for every member id of the file, one a line; {member} in a query stands for it
  Of many a line of JSON each: {"index","id","taskId","task","findings","httpStatus","exchangeId","oddities"} or {"index","error"}.
How:
  --dry-run                                print the Task, send nothing; findings on stderr, exit 1 when a rule fails
  --send-anyway                            send it although a rule fails
${partner}`,
  schedule: `switchboard schedule [--profile cdex|hrex] --hours H

Prints when a Task is read by itself, as minutes after it was created.
`,
  rules: `switchboard rules [RULE]

Says what a requirement of the guide or a rule demands, as findings name it (CONF-062, cdex-9, search-date); without RULE, all of them.
With --json: [{"rule","says"}].
`,
  approach: `switchboard approach [--started-by payer|provider] [--patients one|many] [--wanted data|documents|answers]
                     [--recorded yes|no|unknown] [--access yes|no|unknown] [--person yes|no|unknown]
                     [--authorization yes|no|unknown] [--in-one-go yes|no|unknown]

Says which road fits what is known: {"approach","why","start","kind"?,"open"}. What is left out counts as unknown.
  --recorded            the source holds it as discrete FHIR data
  --access              the payer may query the source directly
  --person              somebody must find it, judge it or sign it
  --authorization       the source wants to see an authorization
  --in-one-go           it must arrive in one submission for a claim or prior authorization
`,
});
