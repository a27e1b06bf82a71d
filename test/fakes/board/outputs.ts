import type { FetchedOutputs } from '../../../shared/contract/tasks.ts';
import type { TaskOutput } from '../../../shared/domain/task.ts';
import { ago } from '../ago.ts';

/** Outputs of every way to give one. */
export const everyOutput: TaskOutput[] = [
  {
    index: 0,
    type: 'data-value',
    reference: 'Bundle/2f0c8d1e',
    kind: 'relative',
    content: { exchangeId: '8', pointer: '' },
  },
  {
    index: 1,
    type: 'data-value',
    reference: '#results',
    kind: 'contained',
    content: { exchangeId: '7', pointer: '/contained/0' },
  },
  {
    index: 2,
    type: 'data-value',
    reference: 'https://files.other.example/Binary/9',
    kind: 'foreign',
    content: { exchangeId: '20', pointer: '' },
  },
  {
    index: 3,
    reference: 'urn:example:orders|4',
    kind: 'logical',
    problem: 'The output is named by an identifier alone.',
  },
  { index: 4, type: 'data-value', reference: '', kind: 'missing' },
];

const hash = (start: string) => start.padEnd(64, '8cdb');

/** What fetching them tells: a Bundle with Provenance and a document, an empty one, one fetched without the token. */
export const fetchedOutputs: FetchedOutputs = {
  status: 'completed',
  findings: [],
  outputs: [
    {
      reference: 'Bundle/2f0c8d1e',
      kind: 'relative',
      contentType: 'application/fhir+json',
      bytes: 58_600,
      sha256: hash('a1'),
      exchangeId: '8',
      pointer: '',
      resourceType: 'Bundle',
      entries: 5,
      included: [{ resourceType: 'Provenance', reference: 'Provenance/p1', pointer: '/entry/2/resource' }],
      findings: [],
    },
    {
      reference: '#results',
      kind: 'contained',
      contentType: 'application/fhir+json',
      bytes: 220,
      sha256: hash('b2'),
      exchangeId: '7',
      pointer: '/contained/0',
      resourceType: 'Bundle',
      entries: 0,
      findings: [
        {
          rule: 'no-data',
          severity: 'information',
          path: 'Task.output[1]',
          message: 'The Bundle is empty: the source has no data for this.',
          next: 'Ask in another way, or for another time.',
        },
      ],
    },
    {
      reference: 'https://files.other.example/Binary/9',
      kind: 'foreign',
      contentType: 'application/pdf',
      bytes: 26_927,
      sha256: hash('c3'),
      exchangeId: '20',
      pointer: '',
      findings: [],
    },
    {
      reference: 'urn:example:orders|4',
      kind: 'logical',
      contentType: '',
      bytes: 0,
      sha256: '',
      exchangeId: '',
      pointer: '',
      findings: [
        {
          rule: 'output',
          severity: 'error',
          path: 'Task.output[3]',
          message: 'The output is named by an identifier alone.',
          next: 'Ask the source for a reference that can be read, or search by that identifier.',
        },
      ],
    },
    {
      reference: '',
      kind: 'missing',
      contentType: '',
      bytes: 0,
      sha256: '',
      exchangeId: '',
      pointer: '',
      findings: [
        {
          rule: 'tdr-3',
          severity: 'error',
          path: 'Task.output[4]',
          message: 'The output has no reference.',
          next: 'Ask the source to complete the Task with a reference to the data.',
        },
      ],
    },
    {
      reference: 'Binary/hp-note',
      kind: 'relative',
      contentType: 'application/pdf',
      bytes: 26_927,
      sha256: hash('d4'),
      exchangeId: '20',
      pointer: '',
      as: 'document',
      of: 0,
      findings: [
        {
          rule: 'content-type',
          severity: 'warning',
          path: 'DocumentReference.content[0].attachment.contentType',
          message: 'It says text/plain and is application/pdf.',
        },
      ],
    },
  ],
};

/** The Provenance in the Bundle. */
export const provenance = {
  resourceType: 'Provenance',
  id: 'p1',
  target: [{ reference: 'DocumentReference/d1' }],
  occurredDateTime: ago(4_000),
  recorded: ago(3_990),
  activity: { coding: [{ code: 'CREATE', display: 'create' }] },
  agent: [
    {
      type: { coding: [{ code: 'author', display: 'Author' }] },
      who: { display: 'Dr Ana Reyes' },
      onBehalfOf: { display: 'Lakeside Clinic' },
    },
  ],
};
