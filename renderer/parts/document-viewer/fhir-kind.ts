import { sniff } from '../../../shared/fhir/sniff.ts';
import { fhirViewsOf } from '../fhir-viewer/fhir-kinds.ts';
import { decodeText } from './decode-text.ts';
import type { FhirKind } from './forms.ts';

/** What of FHIR some bytes are, where they are FHIR JSON; only Bundles and answers are read for it. */
export function fhirKindOf(bytes: Uint8Array): FhirKind | undefined {
  const { form, resourceType } = sniff(bytes);
  if (form !== 'fhir-json') return undefined;
  if (resourceType === 'QuestionnaireResponse') return 'answers';
  if (resourceType !== 'Bundle') return 'resource';
  try {
    const bundle: unknown = JSON.parse(decodeText(bytes).text);
    return fhirViewsOf(bundle)[0] === 'document' ? 'sections' : 'bundle';
  } catch {
    return 'bundle';
  }
}
