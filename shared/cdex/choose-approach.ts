import type { Approach } from '../domain/approach.ts';
import type { RequestKind } from '../domain/task-request.ts';

/** The answer to a question that may not be known yet. */
export type Known = 'yes' | 'no' | 'unknown';

/** What decides between the roads. Left out: not known, and taken as the careful answer. */
export interface ApproachAnswers {
  /** Who begins: the payer asks, or the provider sends without being asked. */
  startedBy?: 'payer' | 'provider' | undefined;
  /** About how many patients at once. */
  patients?: 'one' | 'many' | undefined;
  /** What is wanted: single data, whole documents, or answers to a questionnaire. */
  wanted?: 'data' | 'documents' | 'answers' | undefined;
  /** Whether it must come to the payer in one submission that belongs to a claim or prior authorization. */
  inOneGo?: Known | undefined;
  /** Whether the source holds it as discrete FHIR data already. */
  recorded?: Known | undefined;
  /** Whether the payer may query the source directly. */
  access?: Known | undefined;
  /** Whether somebody must find it, judge it, or sign it. */
  person?: Known | undefined;
  /** Whether the source wants to see a formal authorization or order first. */
  authorization?: Known | undefined;
}

/** The road to take. */
export interface ApproachAdvice {
  approach: Exclude<Approach, 'none'>;
  /** Why, a sentence a reason; what decided comes first. */
  why: string[];
  /** What to begin with, as a sentence that starts with a verb. */
  start: string;
  /** The kind of Task to begin with, where it is a Task. */
  kind?: RequestKind;
  /** Questions whose answers were not known and could change the advice. */
  open: (keyof ApproachAnswers)[];
}

interface Row {
  when: (answers: ApproachAnswers) => boolean;
  approach: ApproachAdvice['approach'];
  why: (answers: ApproachAnswers) => string[];
  start: (answers: ApproachAnswers) => string;
  kind?: (answers: ApproachAnswers) => RequestKind;
  /** Questions the row leaves undecided unless they are answered. */
  decidedBy: (keyof ApproachAnswers)[];
}

const documentKind = ({ wanted }: ApproachAnswers): RequestKind =>
  wanted === 'answers' ? 'data-request-questionnaire' : 'data-request-code';

const attachmentKind = ({ wanted }: ApproachAnswers): RequestKind =>
  wanted === 'answers' ? 'attachment-request-questionnaire' : 'attachment-request-code';

const dataKind = (answers: ApproachAnswers): RequestKind =>
  answers.wanted === undefined || answers.wanted === 'data' ? 'data-request-query' : documentKind(answers);

const startOf: Record<RequestKind, string> = {
  'data-request-query': 'Ask for the answer to a search, Type?parameters.',
  'data-request-code': 'Ask for the kind of document, by a LOINC code or in words.',
  'data-request-questionnaire': 'Name the questionnaire that is to be filled in.',
  'attachment-request-code':
    'Ask for the documents by their codes, with a tracking id and the address to send them to.',
  'attachment-request-questionnaire':
    'Name the questionnaires, with a tracking id and the address to send the answers to.',
};

/** The first row that fits decides. */
const table: readonly Row[] = [
  {
    when: ({ startedBy }) => startedBy === 'provider',
    approach: 'push',
    why: () => ['The provider begins: what nobody asked for is pushed to the payer.'],
    start: () => 'Submit it with a tracking id of the provider’s own, and a code for every document.',
    decidedBy: [],
  },
  {
    when: ({ patients, person }) => patients === 'many' && person !== 'yes',
    approach: 'bulk',
    why: () => ['It is about many patients: an export of a group brings them together, Task by Task would take long.'],
    start: () => 'Ask the source for the id of a group, then start an export of that group.',
    decidedBy: ['person'],
  },
  {
    when: ({ inOneGo }) => inOneGo === 'yes',
    approach: 'task',
    why: () => [
      'It must arrive in one submission for a claim or prior authorization: the payer asks by a Task, the provider pushes.',
    ],
    start: (answers) => startOf[attachmentKind(answers)],
    kind: attachmentKind,
    decidedBy: [],
  },
  {
    when: ({ wanted }) => wanted === 'answers',
    approach: 'task',
    why: () => ['A questionnaire has to be filled in, which no search can do.'],
    start: () => startOf['data-request-questionnaire'],
    kind: () => 'data-request-questionnaire',
    decidedBy: ['inOneGo'],
  },
  {
    when: ({ person }) => person === 'yes',
    approach: 'task',
    why: ({ patients }) => [
      'Somebody has to find it, judge it or sign it: a Task waits for people, a query does not.',
      ...(patients === 'many' ? ['It is about many patients: one Task each, the same request for many members.'] : []),
    ],
    start: (answers) => startOf[dataKind(answers)],
    kind: dataKind,
    decidedBy: ['inOneGo'],
  },
  {
    when: ({ authorization }) => authorization === 'yes',
    approach: 'task',
    why: () => ['The source wants to see an authorization: a Task can name one, a query cannot.'],
    start: (answers) => `${startOf[dataKind(answers)]} Name the authorization it is based on.`,
    kind: dataKind,
    decidedBy: [],
  },
  {
    when: ({ access }) => access === 'no',
    approach: 'task',
    why: () => ['The payer may not query the source directly: a Task lets the source decide, request by request.'],
    start: (answers) => startOf[dataKind(answers)],
    kind: dataKind,
    decidedBy: ['inOneGo'],
  },
  {
    when: ({ recorded }) => recorded === 'no',
    approach: 'task',
    why: () => ['The source does not hold it as discrete data: a search would find nothing.'],
    start: (answers) => startOf[documentKind(answers)],
    kind: documentKind,
    decidedBy: ['inOneGo'],
  },
  {
    when: ({ recorded, access, person }) =>
      recorded === 'yes' && access === 'yes' && person !== 'unknown' && person !== undefined,
    approach: 'direct-query',
    why: () => [
      'The source holds the data, the payer may query them, and nobody has to do anything: a query brings them at once.',
    ],
    start: ({ wanted }) =>
      wanted === 'documents' ? 'Search for DocumentReference by patient and type.' : 'Search for the type by patient.',
    decidedBy: ['inOneGo', 'authorization'],
  },
  {
    when: ({ access }) => access === 'yes',
    approach: 'direct-query',
    why: () => [
      'The payer may query the source: a query shows at once what is there, and a Task can ask for the rest.',
    ],
    start: () => 'Read what the source says of itself, then search; send a Task for what is not found.',
    decidedBy: ['recorded', 'person', 'inOneGo', 'authorization'],
  },
  {
    when: () => true,
    approach: 'task',
    why: () => ['Whether the payer may query the source is not known: a Task works either way.'],
    start: (answers) => startOf[dataKind(answers)],
    kind: dataKind,
    decidedBy: ['access', 'recorded', 'person', 'inOneGo'],
  },
];

const isOpen = (answer: string | undefined): boolean => answer === undefined || answer === 'unknown';

/** Which road to take, why, and what to begin with. Source: HRex, choosing an approach; CDex, the roads it offers. */
export function chooseApproach(answers: ApproachAnswers): ApproachAdvice {
  const row = table.find(({ when }) => when(answers)) ?? (table.at(-1) as Row);
  const first: (keyof ApproachAnswers)[] = row.approach === 'push' ? [] : ['startedBy', 'patients'];
  return {
    approach: row.approach,
    why: row.why(answers),
    start: row.start(answers),
    ...(row.kind && { kind: row.kind(answers) }),
    open: [...first, ...row.decidedBy].filter((name) => isOpen(answers[name])),
  };
}
