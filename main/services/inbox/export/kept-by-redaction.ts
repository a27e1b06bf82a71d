/** What a redacted export still tells, kind by kind, for whoever decides to whom it is handed. */
export const keptByRedaction = {
  codes:
    'Codes and canonical URLs stay as they were sent, of diagnoses, procedures and documents too: a rare one can point to a person.',
  systems:
    'The systems of identifiers stay and can tell which payer, clinic or register issued them; the values give way to id-1, id-2 and so on.',
  dates:
    'When resources were written (lastUpdated, authoredOn, timestamp, version ids) and when each message came, was stored and was answered stays to the second; other dates give way to date-1, date-2 and so on.',
  hashes:
    'SHA-256, SHA-1 and sizes of the message and its documents stay: whoever has the same bytes can tell that they are the same.',
  numbers:
    'Numbers of one or two digits and counts (line items, sizes, totals, whole-number values) stay; measured values of more digits give way.',
  transport:
    'Technical headers stay, such as User-Agent and Server, which can name the product a partner uses; hosts and addresses beyond this machine give way.',
} as const;
