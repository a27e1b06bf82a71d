import { evalFhirPathTyped, toTypedValue, type TypedValue } from '@medplum/core';
import { isSimpleExpression } from '../../../shared/fhir/questionnaire/simple-expression.ts';
import type { TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';

const suffixes: Record<string, string> = {
  'http://hl7.org/fhirpath/System.String': 'String',
  string: 'String',
  code: 'String',
  boolean: 'Boolean',
  integer: 'Integer',
  decimal: 'Decimal',
  date: 'Date',
  dateTime: 'DateTime',
  Quantity: 'Quantity',
  Coding: 'Coding',
  CodeableConcept: 'CodeableConcept',
};

/**
 * What an initialExpression says of a patient (SDC, FHIRPath with %patient); an expression that needs anything else, is not simple, or is broken, says
 * nothing: the question is then left to the person.
 */
export function initialAnswers(expression: string, patient: unknown): TypedAnswer[] {
  if (!isSimpleExpression(expression)) return [];
  try {
    const given = toTypedValue(patient);
    const values = evalFhirPathTyped(expression, [given], { '%patient': given, '%subject': given });
    return values.flatMap(({ type, value }: TypedValue) => (suffixes[type] ? [{ type: suffixes[type], value }] : []));
  } catch {
    return [];
  }
}
