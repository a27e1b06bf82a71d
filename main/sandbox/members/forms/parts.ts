import type { Coding, Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes';
import { coding, LOINC } from '../codes/systems.ts';

const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition';
const CORE = 'http://hl7.org/fhir/StructureDefinition';

/** Codes of the payer's own answers. */
export const ANSWERS = 'https://harbor-mutual.example/form-answers';

/** What all forms of the payer say of themselves. */
export const payerForm = (id: string, version: string, date: string): Questionnaire => ({
  resourceType: 'Questionnaire',
  id,
  url: `https://harbor-mutual.example/Questionnaire/${id}`,
  version,
  status: 'active',
  subjectType: ['Patient'],
  date,
  publisher: 'Harbor Mutual',
});

/** Says which measurement of the record answers a question. */
export const measured = (code: string, display: string): Pick<QuestionnaireItem, 'code'> => ({
  code: [coding(LOINC, code, display)],
});

/** Says which element of the record answers a question. */
export const mapped = (type: string, element: string): Pick<QuestionnaireItem, 'definition'> => ({
  definition: `${CORE}/${type}#${type}.${element}`,
});

/** A unit of a quantity that is asked for. */
export const inUnit = (unit: Coding): NonNullable<QuestionnaireItem['extension']>[number] => ({
  url: `${CORE}/questionnaire-unit`,
  valueCoding: unit,
});

/** An answer that is worked out from others. */
export const calculatedBy = (expression: string): NonNullable<QuestionnaireItem['extension']>[number] => ({
  url: `${SDC}/sdc-questionnaire-calculatedExpression`,
  valueExpression: { language: 'text/fhirpath', expression },
});
