import type { TypedAnswer } from './questions.ts';

const suffixes: Record<string, string> = {
  'http://hl7.org/fhirpath/System.String': 'String',
  string: 'String',
  code: 'String',
  uri: 'String',
  boolean: 'Boolean',
  integer: 'Integer',
  decimal: 'Decimal',
  date: 'Date',
  dateTime: 'DateTime',
  time: 'Time',
  Quantity: 'Quantity',
  Coding: 'Coding',
  CodeableConcept: 'CodeableConcept',
};

/** A value of an expression, by its type in FHIRPath or FHIR, as an answer; nothing where no answer can carry it. */
export function answersOfValue({ type, value }: { type: string; value: unknown }): TypedAnswer[] {
  const suffix = suffixes[type];
  return suffix ? [{ type: suffix, value }] : [];
}
