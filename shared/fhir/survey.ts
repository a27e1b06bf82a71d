import { dig, isObject, numberOf, objectsOf, textOf, typeOfResource } from './json.ts';
import { isOutcome, outcomeSentence } from './outcome.ts';
import { below } from './pointer.ts';

/** A document a resource carries or points to. */
export interface SurveyedDocument {
  /** JSON pointer of its Attachment in the resource that was surveyed. */
  pointer: string;
  /** Where it is; absent where its bytes are inside. */
  url?: string;
  contentType?: string;
  title?: string;
  /** Bytes, and SHA-1 in base64, as declared. */
  size?: number;
  hash?: string;
}

/** An entry a search brought along with its matches, such as a Provenance. */
export interface IncludedEntry {
  resourceType: string;
  /** Type/id. */
  reference: string;
  pointer: string;
}

/** What a fetched resource holds, for those who have to go on from it. */
export interface Survey {
  resourceType?: string;
  id?: string;
  /** Of a Bundle: entries that are neither includes nor outcomes. */
  matches?: number;
  /** Of a Bundle: true where it is a page with another behind it. */
  more?: boolean;
  included: IncludedEntry[];
  /** What OperationOutcomes in it say, a sentence each. */
  outcomes: string[];
  documents: SurveyedDocument[];
}

/** Listed of each kind at most; a Bundle may hold many thousands. */
const most = 200;

/** Where resources keep documents: the list, and the member of its elements that is an Attachment; '' where they are Attachments themselves. */
const places: Record<string, readonly [list: string, member: string]> = {
  DocumentReference: ['content', 'attachment'],
  DiagnosticReport: ['presentedForm', ''],
};

function attachmentOf(value: unknown, pointer: string): SurveyedDocument[] {
  if (!isObject(value)) return [];
  const url = textOf(value.url);
  const inside = typeof value.data === 'string' && value.data !== '';
  if (!inside && url === undefined) return [];
  const contentType = textOf(value.contentType);
  const title = textOf(value.title);
  const size = numberOf(value.size);
  const hash = textOf(value.hash);
  return [
    {
      pointer,
      ...(inside || url === undefined ? {} : { url }),
      ...(contentType ? { contentType } : {}),
      ...(title ? { title } : {}),
      ...(size === undefined ? {} : { size }),
      ...(hash ? { hash } : {}),
    },
  ];
}

function documentsIn(resource: unknown, pointer: string): SurveyedDocument[] {
  const type = typeOfResource(resource) ?? '';
  if (type === 'Media') return attachmentOf(dig(resource, 'content'), below(pointer, 'content'));
  const [list, member] = (Object.hasOwn(places, type) ? places[type] : undefined) ?? [];
  if (list === undefined) return [];
  const elements = dig(resource, list);
  return (Array.isArray(elements) ? elements : []).flatMap((element, index) =>
    member
      ? attachmentOf(dig(element, member), below(pointer, list, index, member))
      : attachmentOf(element, below(pointer, list, index)),
  );
}

/** What a resource holds: documents, and of a Bundle how many matches and what came along. Pointers lead from the resource. Never throws. */
export function surveyResource(resource: unknown): Survey {
  const resourceType = typeOfResource(resource);
  const id = textOf(dig(resource, 'id'));
  const named = { ...(resourceType ? { resourceType } : {}), ...(id ? { id } : {}) };
  if (resourceType !== 'Bundle') {
    const outcomes = isOutcome(resource) ? [outcomeSentence(resource)] : [];
    return { ...named, included: [], outcomes, documents: documentsIn(resource, '').slice(0, most) };
  }
  const survey: Survey = { ...named, matches: 0, included: [], outcomes: [], documents: [] };
  if (objectsOf(dig(resource, 'link')).some(({ relation }) => relation === 'next')) survey.more = true;
  const entries = dig(resource, 'entry');
  for (const [index, entry] of (Array.isArray(entries) ? entries : []).entries()) {
    const inside = dig(entry, 'resource');
    const type = typeOfResource(inside);
    if (!type) continue;
    const pointer = below('', 'entry', index, 'resource');
    const mode = textOf(dig(entry, 'search', 'mode'));
    if (type === 'OperationOutcome' || mode === 'outcome') {
      if (survey.outcomes.length < most) survey.outcomes.push(outcomeSentence(inside));
      continue;
    }
    if (mode !== 'include') survey.matches = (survey.matches ?? 0) + 1;
    else if (survey.included.length < most)
      survey.included.push({ resourceType: type, reference: `${type}/${textOf(dig(inside, 'id')) ?? ''}`, pointer });
    if (survey.documents.length < most) survey.documents.push(...documentsIn(inside, pointer));
  }
  return survey;
}
