import { choice, conceptText, dateOf, personName } from '../datatype.ts';
import { dig, numberOf, objectsOf, textOf } from '../json.ts';
import { answerTypes, type Question, type TypedAnswer } from './questions.ts';

/** Where in a member's record an answer obviously stands. */
export type Source =
  | { kind: 'patient'; what: 'name' | 'birthDate' | 'gender' | 'memberId' | 'phone' | 'address' }
  /** The newest Observation of one of these codes, `SYSTEM|CODE`. */
  | { kind: 'observation'; codes: string[] }
  | { kind: 'conditions' }
  | { kind: 'medications' };

const loinc = 'http://loinc.org';

/** What people ask for in words, where the words leave no doubt. */
const byWords: readonly [RegExp, Source][] = [
  [/\b(date of birth|birth ?date)\b/i, { kind: 'patient', what: 'birthDate' }],
  [/\b(member|subscriber) (id|number|identifier)\b/i, { kind: 'patient', what: 'memberId' }],
  [/\b(gender|administrative sex)\b/i, { kind: 'patient', what: 'gender' }],
  [/\b(patient|member)(’s|'s)? (full )?name\b/i, { kind: 'patient', what: 'name' }],
  [/\b(phone|telephone)\b/i, { kind: 'patient', what: 'phone' }],
  [/\b(diagnos[ei]s|active conditions|active problems)\b/i, { kind: 'conditions' }],
  [/\b(current|active) medications?\b/i, { kind: 'medications' }],
  [/\b(body )?weight\b/i, { kind: 'observation', codes: [`${loinc}|29463-7`] }],
  [/\b(body )?height\b/i, { kind: 'observation', codes: [`${loinc}|8302-2`] }],
  [/\b(body mass index|bmi)\b/i, { kind: 'observation', codes: [`${loinc}|39156-5`] }],
  [
    /\b(oxygen saturation|saturation at rest|spo2)\b/i,
    { kind: 'observation', codes: [`${loinc}|59408-5`, `${loinc}|2708-6`] },
  ],
  [/\b(hba1c|hemoglobin a1c)\b/i, { kind: 'observation', codes: [`${loinc}|4548-4`] }],
];

const byElement: Record<string, Source> = {
  'Patient.name': { kind: 'patient', what: 'name' },
  'Patient.birthDate': { kind: 'patient', what: 'birthDate' },
  'Patient.gender': { kind: 'patient', what: 'gender' },
  'Patient.telecom': { kind: 'patient', what: 'phone' },
  'Patient.address': { kind: 'patient', what: 'address' },
};

/** Where the answer to a question obviously stands: by its codes, the element it is defined by, or its words. */
export function sourceOf(question: Question): Source | undefined {
  if (question.type === 'group' || question.type === 'display' || question.calculatedExpression) return undefined;
  const codes = question.codes.flatMap(({ system, code }) => (system === loinc ? [`${system}|${code}`] : []));
  if (codes.length > 0) return { kind: 'observation', codes };
  const element = question.definition?.split('#')[1];
  const defined = element === undefined ? undefined : byElement[element];
  return defined ?? byWords.find(([words]) => words.test(question.text))?.[1];
}

/** A value as an answer of the question's type, where that loses nothing of its meaning; undefined otherwise. */
export function asAnswer(question: Question, { type, value }: TypedAnswer): TypedAnswer | undefined {
  if (question.type === 'choice' || question.type === 'open-choice') return chosen(question, { type, value });
  if ((answerTypes[question.type] ?? []).includes(type)) return { type, value };
  const amount = numberOf(value) ?? numberOf(dig(value, 'value'));
  switch (question.type) {
    case 'decimal':
      return amount === undefined ? undefined : { type: 'Decimal', value: amount };
    case 'integer':
      return Number.isInteger(amount) ? { type: 'Integer', value: amount } : undefined;
    case 'quantity':
      return amount === undefined ? undefined : { type: 'Quantity', value: { value: amount, ...unitOf(question) } };
    case 'date':
      return day(dateOf(value));
    case 'dateTime':
      return textOf(dateOf(value)) ? { type: 'DateTime', value: dateOf(value) } : undefined;
    case 'string':
    case 'text':
      return words(type, value, amount);
    default:
      return undefined;
  }
}

const day = (date: string | undefined): TypedAnswer | undefined =>
  date && /^\d{4}-\d\d-\d\d/.test(date) ? { type: 'Date', value: date.slice(0, 10) } : undefined;

function unitOf({ unit }: Question) {
  return unit
    ? {
        ...(unit.text && { unit: unit.text }),
        ...(unit.system && { system: unit.system }),
        ...(unit.code && { code: unit.code }),
      }
    : {};
}

function words(type: string, value: unknown, amount: number | undefined): TypedAnswer | undefined {
  const unit = textOf(dig(value, 'unit')) ?? textOf(dig(value, 'code'));
  const text =
    amount === undefined
      ? (conceptText(value) ?? textOf(value))
      : type === 'Quantity' && unit
        ? `${amount} ${unit}`
        : String(amount);
  return text ? { type: 'String', value: text } : undefined;
}

/** The option a value means: the same code, or the same words. */
function chosen({ options, type: kind }: Question, { value }: TypedAnswer): TypedAnswer | undefined {
  const codes = [
    textOf(value),
    textOf(dig(value, 'code')),
    ...objectsOf(dig(value, 'coding')).map((one) => textOf(one.code)),
  ];
  const text = (conceptText(value) ?? '').toLowerCase();
  const found = options.find((option) => {
    const code = textOf(dig(option.value, 'code'));
    return (code && codes.includes(code)) || (text !== '' && (conceptText(option.value) ?? '').toLowerCase() === text);
  });
  return found ?? (kind === 'open-choice' && text ? { type: 'String', value: conceptText(value) } : undefined);
}

const memberCodes = ['MB', 'UMB'];

/** What a Patient says of himself. */
export function ofPatient(
  patient: unknown,
  what: Extract<Source, { kind: 'patient' }>['what'],
): TypedAnswer | undefined {
  const text = (value: string | undefined, type = 'String') => (value ? { type, value } : undefined);
  const ids = objectsOf(dig(patient, 'identifier'));
  const typed = ids.find((one) =>
    objectsOf(dig(one, 'type', 'coding')).some(({ code }) => memberCodes.includes(String(code))),
  );
  switch (what) {
    case 'name':
      return text(personName(dig(patient, 'name')));
    case 'birthDate':
      return text(textOf(dig(patient, 'birthDate')), 'Date');
    case 'gender':
      return text(textOf(dig(patient, 'gender')), 'Code');
    case 'memberId':
      return text(textOf(typed?.value));
    case 'phone':
      return text(textOf(objectsOf(dig(patient, 'telecom')).find(({ system }) => system === 'phone')?.value));
    case 'address':
      return text(textOf(dig(patient, 'address', 0, 'text')) ?? addressLine(dig(patient, 'address', 0)));
  }
}

function addressLine(address: unknown): string | undefined {
  const parts = [dig(address, 'line', 0), dig(address, 'city'), dig(address, 'state'), dig(address, 'postalCode')];
  return textOf(parts.flatMap((part) => textOf(part) ?? []).join(', '));
}

/** What an Observation measured; for a question that asks for a day, the day it was measured. */
export function ofObservation(question: Question, observation: unknown): TypedAnswer | undefined {
  const at = dateOf(choice(observation, 'effective')?.value);
  if (question.type === 'date' || question.type === 'dateTime')
    return at ? asAnswer(question, { type: 'DateTime', value: at }) : undefined;
  const value = choice(observation, 'value');
  return value && asAnswer(question, value);
}
