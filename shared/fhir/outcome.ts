import { dig, isObject, listOf, objectsOf, textOf, typeOfResource } from './json.ts';

/** How bad an issue is, worst first (FHIR R4 issue-severity). */
const issueSeverities = ['fatal', 'error', 'warning', 'information'] as const;
/** One of them. */
export type IssueSeverity = (typeof issueSeverities)[number];

/** One issue of an OperationOutcome. An absent member is an empty text. */
export interface OutcomeIssue {
  severity: IssueSeverity;
  /** FHIR issue type, such as business-rule. */
  code: string;
  /** details.text, or the words of details.coding. */
  text: string;
  diagnostics: string;
  expression: string[];
}

/** An OperationOutcome as we use it. */
export interface Outcome {
  /** The worst severity among the issues; undefined when there is no issue. */
  worst: IssueSeverity | undefined;
  issues: OutcomeIssue[];
}

/** Whether a value is an OperationOutcome. */
export const isOutcome = (value: unknown): boolean => typeOfResource(value) === 'OperationOutcome';

/** An issue without a severity we know counts as an error: silence about a failure would be the worse reading. */
const severityOf = (value: unknown): IssueSeverity => issueSeverities.find((known) => known === value) ?? 'error';

const strings = (value: unknown): string[] => listOf(value).flatMap((one) => textOf(one) ?? []);

function wordsOf(details: unknown): string {
  const own = textOf(dig(details, 'text')) ?? textOf(details);
  if (own) return own;
  const codings = objectsOf(dig(details, 'coding'));
  return codings.flatMap((coding) => textOf(coding.display) ?? textOf(coding.code) ?? [])[0] ?? '';
}

/**
 * An OperationOutcome in one tolerant shape, or undefined when the value is none. A single issue that is not in a list is read too.
 * Source: FHIR R4 OperationOutcome.
 */
export function readOutcome(value: unknown): Outcome | undefined {
  if (!isOutcome(value)) return undefined;
  const given = dig(value, 'issue');
  const issues = (isObject(given) ? [given] : objectsOf(given)).map((issue) => ({
    severity: severityOf(issue.severity),
    code: textOf(issue.code) ?? '',
    text: wordsOf(issue.details),
    diagnostics: textOf(issue.diagnostics) ?? '',
    expression: [...strings(issue.expression), ...strings(issue.location)],
  }));
  return { worst: issueSeverities.find((one) => issues.some((issue) => issue.severity === one)), issues };
}

/** Whether a value is an OperationOutcome that reports a failure (fatal or error), whatever the HTTP status said. */
export function isErrorOutcome(value: unknown): boolean {
  const worst = readOutcome(value)?.worst;
  return worst === 'fatal' || worst === 'error';
}

const said = (issue: OutcomeIssue): string => issue.text || issue.diagnostics || issue.code.replaceAll('-', ' ');

/** What an outcome says, as one line for people: the words of its worst issue and how many more there are. */
export function outcomeSentence(value: unknown): string {
  const outcome = readOutcome(value);
  const issue = outcome?.issues.find((one) => one.severity === outcome.worst);
  if (!outcome || !issue) return 'The outcome says nothing.';
  const text = said(issue) || `An issue of severity ${issue.severity}, without words.`;
  const hint = issue.text && issue.diagnostics && issue.text !== issue.diagnostics ? ` (${issue.diagnostics})` : '';
  const more = outcome.issues.length - 1;
  return `${text}${hint}${more > 0 ? ` (and ${more} more)` : ''}`;
}
