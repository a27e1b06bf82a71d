import type { ApproachAnswers } from '../../../shared/cdex/choose-approach.ts';

/** A question with its short answers. */
export interface Question {
  name: keyof ApproachAnswers;
  asks: string;
  /** As it is named among those still open. */
  short: string;
  answers: readonly { value: string; label: string }[];
}

const known = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
  { value: 'unknown', label: 'not known' },
];

/** What decides between the roads, in the order people can answer it (HRex, choosing an approach). */
export const questions: readonly Question[] = [
  {
    name: 'startedBy',
    asks: 'Who begins?',
    short: 'who begins',
    answers: [
      { value: 'payer', label: 'the payer asks' },
      { value: 'provider', label: 'the provider sends' },
    ],
  },
  {
    name: 'patients',
    asks: 'About how many patients?',
    short: 'how many patients',
    answers: [
      { value: 'one', label: 'one' },
      { value: 'many', label: 'many at once' },
    ],
  },
  {
    name: 'wanted',
    asks: 'What is wanted?',
    short: 'what is wanted',
    answers: [
      { value: 'data', label: 'single data' },
      { value: 'documents', label: 'documents' },
      { value: 'answers', label: 'answers to a form' },
    ],
  },
  {
    name: 'inOneGo',
    asks: 'Does it belong to a claim or prior authorization, and must it be pushed to the payer?',
    short: 'whether it must be pushed for a claim',
    answers: known,
  },
  {
    name: 'access',
    asks: 'May the payer query the source directly?',
    short: 'whether the payer may query',
    answers: known,
  },
  {
    name: 'recorded',
    asks: 'Does the source hold it as discrete FHIR data already?',
    short: 'whether it is there as data',
    answers: known,
  },
  {
    name: 'person',
    asks: 'Must somebody find it, judge it or sign it?',
    short: 'whether people are needed',
    answers: known,
  },
  {
    name: 'authorization',
    asks: 'Does the source want to see an authorization or order first?',
    short: 'whether an authorization is wanted',
    answers: known,
  },
];

/** What stays open, in words. */
export const openWords = (names: readonly (keyof ApproachAnswers)[]): string =>
  questions
    .filter(({ name }) => names.includes(name))
    .map(({ short }) => short)
    .join(', ');
