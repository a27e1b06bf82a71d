import type { QuestionnaireResponseItemAnswer } from '@medplum/fhirtypes';
import { conceptText } from '../../../shared/fhir/datatype.ts';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import type { Question, TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';
import type { Choice } from '../../../shared/fhir/questionnaire/value-sets.ts';

/** An answer in the form's own shape. */
export type Answer = QuestionnaireResponseItemAnswer;

const answer = (member: string, value: unknown): Answer => ({ [member]: value }) as Answer;

/** What a field of text stands for as an answer of this question; an empty one for nothing, or for what is no such value. */
export function answerOfText({ type }: Question, text: string): Answer {
  const typed = text.trim();
  if (typed === '') return {};
  switch (type) {
    case 'integer':
      return /^[-+]?\d+$/.test(typed) ? answer('valueInteger', Number(typed)) : {};
    case 'decimal':
      return Number.isFinite(Number(typed)) ? answer('valueDecimal', Number(typed)) : {};
    case 'date':
      return answer('valueDate', typed);
    case 'dateTime':
      return answer('valueDateTime', Number.isNaN(Date.parse(typed)) ? typed : new Date(typed).toISOString());
    case 'time':
      return answer('valueTime', typed.length === 5 ? `${typed}:00` : typed);
    case 'url':
      return answer('valueUri', typed);
    case 'reference':
      return answer('valueReference', { reference: typed });
    default:
      // Spaces between words are typed one after the other: what is trimmed here would take them away again.
      return answer('valueString', text);
  }
}

/** An instant as a field of date and time takes it: local, to the minute. */
function localMinute(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** An answer as the text of a field. */
export function textOfAnswer(given: Answer | undefined): string {
  if (!given) return '';
  if (given.valueDateTime) return localMinute(given.valueDateTime);
  const value =
    given.valueString ??
    given.valueInteger ??
    given.valueDecimal ??
    given.valueDate ??
    given.valueTime ??
    given.valueUri;
  return value === undefined ? (given.valueReference?.reference ?? '') : String(value);
}

/** One thing to choose: a key for the list, words, and the answer it is. */
export interface Option {
  key: string;
  label: string;
  answer: Answer;
}

const keyOf = (system: unknown, code: unknown): string => `${textOf(system) ?? ''}|${textOf(code) ?? ''}`;

/** A value as something to choose. */
export function optionOf({ type, value }: TypedAnswer): Option {
  const label = conceptText(value) ?? textOf(value) ?? String(value);
  const key = type === 'Coding' ? keyOf(dig(value, 'system'), dig(value, 'code')) : `${type} ${label}`;
  return { key, label, answer: answer(`value${type}`, value) };
}

/** What may be chosen for a question: its own options, else the codes of its value set. */
export function optionsOf({ options, valueSet }: Question, valueSets: Record<string, Choice[]>): Option[] {
  if (options.length > 0) return options.map(optionOf);
  return (valueSets[valueSet ?? ''] ?? []).map((choice) => optionOf({ type: 'Coding', value: choice }));
}

/** The key of the option an answer is, where it is one. */
export function chosenKey(given: Answer | undefined, options: readonly Option[]): string | undefined {
  if (!given) return undefined;
  const coding = given.valueCoding;
  const key = coding ? keyOf(coding.system, coding.code) : undefined;
  return options.find((option) =>
    coding
      ? option.key === key || (!coding.system && option.key.endsWith(`|${coding.code}`))
      : JSON.stringify(option.answer) === JSON.stringify(given),
  )?.key;
}
