import type { Bundle, BundleEntry, Composition, Identifier, Reference } from '@medplum/fhirtypes';
import { isObject, type JsonObject, textOf } from '../fhir/json.ts';
import { parseReference } from '../fhir/reference.ts';
import { summarise } from '../fhir/summary.ts';
import { documentConcept } from './build/parts.ts';

/** What a document is made over. */
export interface DocumentParts {
  /** The chosen resources, in order, then those they refer to. `url` is where each is at its server. */
  chosen: readonly Located[];
  supporting: readonly Located[];
  title: string;
  /** LOINC, `SYSTEM|CODE` or words; medical records when left out. */
  code?: string | undefined;
  /** The member, and who puts the document together. */
  subject?: Identifier | undefined;
  author: readonly Identifier[];
  /** ISO instant. */
  now: string;
  /** Ids in the form of `urn:uuid:...`: of the Bundle, of the Composition. */
  ids: readonly [bundle: string, composition: string];
}

/** A resource and its absolute URL. */
export interface Located {
  url: string;
  resource: JsonObject;
}

/** LOINC 11503-0, medical records: what a document is called that nobody called otherwise. */
const medicalRecords = '11503-0';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const titleOf = ({ resource }: Located): string => {
  const { resourceType, title, date } = summarise(resource);
  return [title || resourceType, date?.slice(0, 10)].filter(Boolean).join(', ');
};

/** A narrative that lists what is inside, so that the document says something where only text is shown. */
const narrative = (lines: readonly string[]): NonNullable<Composition['text']> => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml"><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul></div>`,
});

/** The patient among the resources, whom the Composition is about. */
function subjectOf({ chosen, supporting, subject }: DocumentParts): Reference | undefined {
  const patient = [...chosen, ...supporting].find(({ resource }) => resource.resourceType === 'Patient');
  if (!patient && !subject) return undefined;
  return { ...(patient ? { reference: patient.url } : {}), ...(subject ? { identifier: subject } : {}) };
}

function sectionsOf(chosen: readonly Located[]): NonNullable<Composition['section']> {
  const byType = Map.groupBy(chosen, ({ resource }) => textOf(resource.resourceType) ?? 'Resource');
  return [...byType].map(([type, list]) => ({
    title: type.replace(/([a-z])([A-Z])/g, '$1 $2'),
    text: narrative(list.map(titleOf)),
    entry: list.map(({ url }) => ({ reference: url })),
  }));
}

/**
 * A FHIR document (FHIR R4, documents): a Bundle with identifier and timestamp, its Composition first, every entry under its full URL, so
 * that references between them resolve inside and it stands alone.
 */
export function buildDocument(parts: DocumentParts): Bundle {
  const { chosen, supporting, title, code, author, now, ids } = parts;
  const subject = subjectOf(parts);
  const composition: Composition = {
    resourceType: 'Composition',
    text: narrative(chosen.map(titleOf)),
    status: 'final',
    type: documentConcept(code ?? medicalRecords, code ? undefined : 'Medical records', 'words'),
    ...(subject ? { subject: subject as Composition['subject'] } : {}),
    date: now,
    author: author.length > 0 ? author.map((identifier) => ({ identifier })) : [{ display: 'Unknown' }],
    title,
    section: sectionsOf(chosen),
  };
  const entries: BundleEntry[] = [...chosen, ...supporting].map(({ url, resource }) => ({
    fullUrl: url,
    resource: resource as unknown as NonNullable<BundleEntry['resource']>,
  }));
  return {
    resourceType: 'Bundle',
    identifier: { system: 'urn:ietf:rfc:3986', value: ids[0] },
    type: 'document',
    timestamp: now,
    entry: [{ fullUrl: ids[1], resource: composition }, ...entries],
  };
}

/** The references of a resource that lead to its own server, each once, as written. Contained ones and canonical URLs are none. */
export function referencesIn(resource: unknown, baseUrl: string): string[] {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (depth > 100) return;
    if (Array.isArray(value)) for (const one of value) visit(one, depth + 1);
    if (!isObject(value)) return;
    const reference = textOf(value.reference);
    if (reference) {
      const { kind, type, id } = parseReference(reference, baseUrl);
      if ((kind === 'relative' || kind === 'absolute') && type && id) found.add(reference);
    }
    for (const one of Object.values(value)) visit(one, depth + 1);
  };
  visit(resource, 0);
  return [...found];
}
