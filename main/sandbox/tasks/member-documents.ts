import type { CodeableConcept, DocumentReference } from '@medplum/fhirtypes';
import { belongsTo } from '../fhir/patient-compartment.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { PAGE, parseSearch } from '../fhir/search-query.ts';
import { foldText } from '../fhir/text.ts';

function fits({ type, category }: DocumentReference, wanted: CodeableConcept): boolean {
  const own = [type, ...(category ?? [])].flatMap((concept) => concept?.coding ?? []);
  const codings = wanted.coding ?? [];
  if (codings.length) {
    return codings.some(({ system, code }) =>
      own.some((coding) => coding.code !== undefined && coding.code === code && (!system || coding.system === system)),
    );
  }
  const text = foldText(wanted.text ?? '');
  const names = [type?.text, ...own.map(({ display }) => display)].map((name) => foldText(name ?? ''));
  return text !== '' && names.some((name) => name.includes(text));
}

/** All documents of a patient, newest first. */
export function documentsOf(repository: SandboxRepository, patientId: string): DocumentReference[] {
  const pairs: [string, string][] = [
    ['_sort', '-date'],
    ['_count', String(PAGE.most)],
  ];
  const query = parseSearch(repository.definitions, ['DocumentReference'], pairs);
  const within = belongsTo(repository.definitions, 'DocumentReference', patientId);
  if (within) query.filters.push(within);
  return repository.find(query).entry.map(({ resource }) => resource as DocumentReference);
}

/**
 * The patient's current documents of a kind, newest first. The kind is compared by code, or by text when it has no code.
 */
export function documentsLike(
  repository: SandboxRepository,
  patientId: string,
  wanted: CodeableConcept,
): DocumentReference[] {
  return documentsOf(repository, patientId).filter((one) => one.status === 'current' && fits(one, wanted));
}
