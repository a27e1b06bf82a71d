import type { Resource } from '@medplum/fhirtypes';
import { dig, isObject, listOf } from '../../../shared/fhir/json.ts';

const formSignature = 'http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature';

const hasSignature = (value: unknown): boolean =>
  isObject(value) &&
  (listOf(value.extension).some((one) => dig(one, 'url') === formSignature) || listOf(value.item).some(hasSignature));

/** Whether a signature is in a content: in the Bundle, or in an answered form or one of its items. Whether it is good is another question. */
export const isSigned = (content: Resource): boolean =>
  content.resourceType === 'Bundle' ? content.signature !== undefined : hasSignature(content);
