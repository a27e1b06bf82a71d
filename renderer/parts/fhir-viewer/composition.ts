import { codeOf, conceptText, personName, referenceText } from '../../../shared/fhir/datatype.ts';
import { dig, type JsonObject, listOf, objectsOf, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { summarise } from '../../../shared/fhir/summary.ts';
import { formatMoment } from '../../ui/format.ts';

/** A narrative: its markup, or where a long one can be read. */
export type Narrative = { xhtml: string } | { pointer: string; length: number };

/** What a section points at. */
export interface SectionEntry {
  reference: string;
  /** In the document: what it is. */
  found?: { type: string; title: string };
}

/** A section of a Composition. */
export interface DocumentSection {
  title: string;
  code?: string;
  narrative?: Narrative;
  /** Why there is nothing in it, as the section says. */
  emptyBecause?: string;
  entries: SectionEntry[];
  sections: DocumentSection[];
}

/** A FHIR document as a reader sees it: who and what, then its sections. */
export interface FhirDocument {
  title: string;
  facts: [label: string, value: string][];
  sections: DocumentSection[];
}

/** Deeper than any document. */
const deepest = 20;

/** The narrative of a resource or section, where it has one. */
export function narrativeIn(element: unknown): Narrative | undefined {
  const div = dig(element, 'text', 'div');
  const xhtml = textOf(div);
  if (xhtml !== undefined) return { xhtml };
  const [pointer, length] = [textOf(dig(div, '$text', 'pointer')), dig(div, '$text', 'length')];
  return pointer !== undefined && typeof length === 'number' ? { pointer, length } : undefined;
}

/** What a reference leads to inside the document: by fullUrl, else by type and id. */
function resolver(bundle: unknown): (reference: string) => JsonObject | undefined {
  const places = new Map<string, JsonObject>();
  for (const entry of objectsOf(dig(bundle, 'entry'))) {
    const resource = entry.resource;
    const [fullUrl, type, id] = [textOf(entry.fullUrl), typeOfResource(resource), textOf(dig(resource, 'id'))];
    if (typeof resource !== 'object' || resource === null) continue;
    if (fullUrl) places.set(fullUrl, resource as JsonObject);
    if (type && id) places.set(`${type}/${id}`, resource as JsonObject);
  }
  return (reference) => places.get(reference);
}

function nameOf(reference: unknown, find: ReturnType<typeof resolver>): string | undefined {
  const found = find(textOf(dig(reference, 'reference')) ?? '');
  return personName(found?.name) ?? textOf(found?.name) ?? referenceText(reference);
}

/** Reads a Bundle of type document whose first entry is its Composition (FHIR R4, Documents). */
export function readFhirDocument(bundle: unknown): FhirDocument {
  const find = resolver(bundle);
  const composition = dig(bundle, 'entry', 0, 'resource');
  const section = (element: JsonObject, depth: number): DocumentSection => {
    const [code, narrative, empty] = [codeOf(element.code), narrativeIn(element), conceptText(element.emptyReason)];
    return {
      title: textOf(element.title) ?? conceptText(element.code) ?? 'Section without a title',
      ...(code && { code }),
      ...(narrative && { narrative }),
      ...(empty && { emptyBecause: empty }),
      entries: objectsOf(element.entry).map((entry) => {
        const reference = textOf(entry.reference) ?? referenceText(entry) ?? '';
        const resource = find(reference);
        const { resourceType, title } = summarise(resource);
        return { reference, ...(resource && { found: { type: resourceType, title } }) };
      }),
      sections: depth >= deepest ? [] : objectsOf(element.section).map((one) => section(one, depth + 1)),
    };
  };
  const dated = textOf(dig(composition, 'date'));
  const facts: [string, string | undefined][] = [
    ['Subject', nameOf(dig(composition, 'subject'), find)],
    ['Type', conceptText(dig(composition, 'type'))],
    ['Date', dated && (dated.includes('T') ? formatMoment(dated) : dated)],
    [
      'Author',
      listOf(dig(composition, 'author'))
        .map((author) => nameOf(author, find))
        .filter(Boolean)
        .join(', '),
    ],
    ['Custodian', nameOf(dig(composition, 'custodian'), find)],
    ['Status', textOf(dig(composition, 'status'))],
  ];
  return {
    title: textOf(dig(composition, 'title')) ?? conceptText(dig(composition, 'type')) ?? 'Document',
    facts: facts.flatMap(([label, value]) => (value ? [[label, value] as [string, string]] : [])),
    sections: objectsOf(dig(composition, 'section')).map((one) => section(one, 0)),
  };
}
