/** Help of the commands about what was asked for, by the words that call them; `partner` tells the options that name a partner. */
export const sendingTexts = (partner: string): Record<string, string> => ({
  'task fetch': `switchboard task fetch --id ID --out DIR [--base URL | --connection NAME]

Fetches every output of a Task into files, with the documents they point to and, where the server can tell it, their Provenance. Beside
them manifest.json says what came from where, and SHA256SUMS holds their hashes. Files that are there already are not written over.
Exit code 1 when the Task ended rejected or failed, or an output could not be had.
${partner}`,
  'task cancel': `switchboard task cancel --id ID [--delete [--anyway]] [--base URL | --connection NAME]

Says what the guide and the server allow when a Task is no longer wanted: no status means cancelled.
  --delete              delete it at the server; refused where the server does not declare that it can be
  --anyway              delete it all the same
${partner}`,
  'task forget': `switchboard task forget --id ID [--base URL | --connection NAME]

Takes a Task off our board, with its history; at the partner it stays.
${partner}`,
  'task drafts': `switchboard task drafts [remove ID]

Lists the requests that were begun and not sent, or removes one.
`,
  'patient find': `switchboard patient find (--base URL | --connection NAME) (--id ID | --identifier SYSTEM|VALUE | demographics) [--match]

Looks up a member at a partner: an id is read, an identifier searched; name and birth date are matched where the server declares
$match, else searched. Prints who was found; exit code 1 when nobody was.
  --family N, --given N, --birth-date YYYY-MM-DD, --gender female|male|other|unknown
  --match               match, whatever the server declares
  --only-certain        certain matches alone
${partner}`,
});
