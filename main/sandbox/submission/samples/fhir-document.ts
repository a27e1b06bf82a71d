import { randomUUID } from 'node:crypto';
import type { Bundle, Composition, Condition, Patient, Practitioner, Reference, Resource } from '@medplum/fhirtypes';
import { systems } from '../../../../shared/cdex/codes.ts';
import type { SandboxRepository } from '../../fhir/repository.ts';

/** What a document is about and by whom it is. */
export interface DocumentParts {
  patient: Patient;
  /** What its one section lists. */
  entries: readonly Condition[];
  at: string;
}

/** Every literal reference inside a resource, in place, by what it stands for in the document; others keep their words alone. */
function relink(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => relink(one, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
    if (key !== 'reference' || typeof one !== 'string') return [[key, relink(one, names)]];
    const name = names.get(one);
    return name ? [[key, name]] : [];
  });
  return Object.fromEntries(entries);
}

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const titleOf = ({ code }: Condition): string => code?.text ?? 'Problem';

/** Who wrote it: the patient's own clinician. */
async function authorOf(repository: SandboxRepository, patient: Patient): Promise<Practitioner | undefined> {
  const [reference] = patient.generalPractitioner ?? [];
  return repository.readReference<Practitioner>(reference as Reference<Practitioner>).catch(() => undefined);
}

/** A FHIR document (R4 documents): a Composition, and everything it refers to, each under a URN of its own. */
export async function fhirDocument(
  repository: SandboxRepository,
  { patient, entries, at }: DocumentParts,
): Promise<Bundle> {
  const author = await authorOf(repository, patient);
  const all: Resource[] = [patient, ...(author ? [author] : []), ...entries];
  const names = new Map(all.map(({ resourceType, id }) => [`${resourceType}/${id}`, `urn:uuid:${randomUUID()}`]));
  const nameOf = ({ resourceType, id }: Resource) => names.get(`${resourceType}/${id}`);
  const composition: Composition = {
    resourceType: 'Composition',
    status: 'final',
    type: { coding: [{ system: systems.loinc, code: '11503-0', display: 'Medical records' }], text: 'Medical records' },
    subject: { reference: nameOf(patient) },
    date: at,
    author: author ? [{ reference: nameOf(author) }] : [{ display: 'Lakeside Clinic' }],
    title: 'Problems',
    section: [
      {
        title: 'Problems',
        text: {
          status: 'generated',
          div: `<div xmlns="http://www.w3.org/1999/xhtml"><ul>${entries.map((one) => `<li>${escaped(titleOf(one))}</li>`).join('')}</ul></div>`,
        },
        entry: entries.map((one) => ({ reference: nameOf(one) })),
      },
    ],
  };
  return {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${randomUUID()}` },
    timestamp: at,
    entry: [
      { fullUrl: `urn:uuid:${randomUUID()}`, resource: composition },
      ...all.map((resource) => ({ fullUrl: nameOf(resource), resource: relink(resource, names) as Resource })),
    ],
  };
}
