import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
import { answersOfValue } from '../../../shared/fhir/questionnaire/expression-values.ts';
import { isSimpleExpression } from '../../../shared/fhir/questionnaire/simple-expression.ts';
import type { TypedAnswer } from '../../../shared/fhir/questionnaire/questions.ts';

/**
 * What an initialExpression says of a patient (SDC, FHIRPath with %patient); an expression that needs anything else, is not simple, or is broken, says
 * nothing: the question is then left to the person.
 */
export function initialAnswers(expression: string, patient: unknown): TypedAnswer[] {
  if (!isSimpleExpression(expression)) return [];
  try {
    const given = toTypedValue(patient);
    const values = evalFhirPathTyped(expression, [given], { '%patient': given, '%subject': given });
    return values.flatMap(answersOfValue);
  } catch {
    return [];
  }
}
