/**
 * $submit-attachment at the payer. Those up to `payer-signature` change what is made of a submission or how it is answered, beside each
 * other; those after it take the place of the answer: the first one set wins.
 */
export const payerFaults = [
  { name: 'payer-slow', part: 'payer', title: 'Submit: slow', says: 'Every submission is answered two seconds late.' },
  {
    name: 'payer-wrong-endpoint',
    part: 'payer',
    title: 'Submit: wrong endpoint',
    says: 'The davinci-configuration names a base URL where nothing is, 404.',
  },
  {
    name: 'payer-413',
    part: 'payer',
    title: 'Submit: 1 MB at most',
    says: 'A submission of more than 1 MB is answered 413, with what to do instead.',
  },
  {
    name: 'payer-hold',
    part: 'payer',
    title: 'Submit: holds everything',
    says: 'Whatever comes is kept and held for a claim of the future.',
  },
  {
    name: 'payer-reject',
    part: 'payer',
    title: 'Submit: business rule',
    says: 'Every submission is refused 400 by a rule of the payer, with the reason.',
  },
  {
    name: 'payer-signature',
    part: 'payer',
    title: 'Submit: signature required',
    says: 'A submission without a signature is refused 400.',
  },
  {
    name: 'payer-fatal-200',
    part: 'payer',
    title: 'Submit: fatal at 200',
    says: 'An OperationOutcome of severity fatal under a 200; nothing is kept.',
  },
  {
    name: 'payer-html-500',
    part: 'payer',
    title: 'Submit: HTML at 500',
    says: 'The application server answers 500 with a web page.',
  },
  {
    name: 'payer-html-200',
    part: 'payer',
    title: 'Submit: HTML at 200',
    says: 'A gateway answers 200 with a web page; nothing is kept.',
  },
  { name: 'payer-401', part: 'payer', title: 'Submit: 401', says: 'No token is good enough.' },
  { name: 'payer-403', part: 'payer', title: 'Submit: 403', says: 'The sender may not submit here.' },
  { name: 'payer-404', part: 'payer', title: 'Submit: 404', says: 'The operation is not there.' },
  {
    name: 'payer-409',
    part: 'payer',
    title: 'Submit: 409',
    says: 'Another submission with this tracking id is said to be under way.',
  },
  {
    name: 'payer-415',
    part: 'payer',
    title: 'Submit: 415',
    says: 'The content type application/fhir+json is not taken.',
  },
  {
    name: 'payer-422',
    part: 'payer',
    title: 'Submit: 422',
    says: 'The submission is well-formed and said to be of no use.',
  },
  {
    name: 'payer-429',
    part: 'payer',
    title: 'Submit: too many',
    says: 'Every submission is answered 429 with Retry-After: 30.',
  },
  {
    name: 'payer-503-once',
    part: 'payer',
    title: 'Submit: 503 once',
    says: 'The next submission is answered 503 with Retry-After: 1, those after it well.',
  },
  {
    name: 'payer-drop-before',
    part: 'payer',
    title: 'Submit: dropped, not kept',
    says: 'The connection ends without an answer, and nothing is kept.',
  },
  {
    name: 'payer-drop',
    part: 'payer',
    title: 'Submit: kept, then dropped',
    says: 'The submission is kept, and the connection ends without an answer.',
  },
  {
    name: 'payer-empty-200',
    part: 'payer',
    title: 'Submit: empty 200',
    says: 'The submission is kept and answered 200 with nothing in the body.',
  },
  {
    name: 'payer-wrong-type',
    part: 'payer',
    title: 'Submit: text/plain',
    says: 'The submission is kept, and the outcome is called text/plain.',
  },
  {
    name: 'payer-echo',
    part: 'payer',
    title: 'Submit: echo',
    says: 'The submission is kept and answered with the Parameters that came.',
  },
] as const;
