import { dig, typeOfResource } from '../../../shared/fhir/json.ts';

/** Ways to look at a FHIR resource. */
export type FhirViewId = 'answers' | 'document' | 'entries' | 'facts' | 'json';

/** The word on the button of a view. */
export const fhirViewNames: Readonly<Record<FhirViewId, string>> = {
  answers: 'Answers',
  document: 'Document',
  entries: 'Entries',
  facts: 'Facts',
  json: 'JSON',
};

/** How a resource can be looked at, best first. */
export function fhirViewsOf(resource: unknown): readonly FhirViewId[] {
  const type = typeOfResource(resource);
  if (type === 'QuestionnaireResponse') return ['answers', 'json'];
  if (type === 'Bundle') {
    const isDocument = dig(resource, 'type') === 'document';
    const hasComposition = typeOfResource(dig(resource, 'entry', 0, 'resource')) === 'Composition';
    return isDocument && hasComposition ? ['document', 'entries', 'json'] : ['entries', 'json'];
  }
  return type === undefined ? ['json'] : ['facts', 'json'];
}
