import { isUnderBase, parseReference } from '../fhir/reference.ts';
import { dig, isObject, type JsonObject, listOf, objectsOf, textOf, typeOfResource } from '../fhir/json.ts';
import { summarise } from '../fhir/summary.ts';

/** The one patient whose data may be given out. */
export interface DataSubject {
  /** Patient id at the server. */
  id: string;
  /** The server, without a trailing slash. */
  baseUrl: string;
  /** The patient's identifiers there, `SYSTEM|VALUE`. */
  identifiers: readonly string[];
}

/** An entry that may be given out, with its place among the entries. */
export interface OwnEntry {
  index: number;
  reference: string;
  title: string;
}

/** One that may not, and why. */
export interface ForeignEntry {
  index: number;
  reference: string;
  says: string;
}

/** The entries of one page, told apart. */
export interface CheckedPage {
  own: OwnEntry[];
  foreign: ForeignEntry[];
}

/** Elements that name the patient a resource is about (R4, the Patient compartment, those of clinical and financial resources). */
const about = ['subject', 'patient', 'beneficiary', 'individual', 'for'];
const isPatientReference = (reference: JsonObject): boolean => {
  const named = parseReference(reference).type ?? textOf(reference.type);
  return named === undefined || named === 'Patient';
};

function patientReferences(resource: JsonObject): JsonObject[] {
  const direct = about.flatMap((name) => (isObject(resource[name]) ? [resource[name]] : objectsOf(resource[name])));
  const actors = objectsOf(resource.participant).flatMap(({ actor }) => (isObject(actor) ? [actor] : []));
  return [...direct, ...actors.filter((actor) => parseReference(actor).type === 'Patient')].filter(isPatientReference);
}

function means(reference: JsonObject, { id, baseUrl, identifiers }: DataSubject): boolean {
  const parsed = parseReference(reference, baseUrl);
  if (parsed.kind === 'logical') {
    const [system, value] = [
      textOf(dig(reference, 'identifier', 'system')),
      textOf(dig(reference, 'identifier', 'value')),
    ];
    return system !== undefined && identifiers.includes(`${system}|${value}`);
  }
  const isHere = parsed.kind === 'relative' || (parsed.kind === 'absolute' && isUnderBase(parsed.reference, baseUrl));
  return isHere && parsed.type === 'Patient' && parsed.id === id;
}

/** Whether a server left elements out, as _elements and _summary ask it to. */
const isCut = (resource: JsonObject): boolean =>
  objectsOf(dig(resource, 'meta', 'tag')).some(({ code }) => code === 'SUBSETTED');

/** Why a resource is not a patient's: it is about `another` one, or it names `nobody`. */
export interface Objection {
  because: 'another' | 'nobody';
  says: string;
}

/** Contained resources belong to what they are in (dom-2 to dom-5); one that names a patient outside of it must name this one. */
function containedOfAnother(resource: JsonObject, patient: DataSubject): Objection | undefined {
  const named = objectsOf(resource.contained).flatMap(patientReferences);
  const other = named.find((one) => parseReference(one).kind !== 'contained' && !means(one, patient));
  return other && another(`it contains what is about ${sayReference(other)}`);
}

const targetsOf = (provenance: unknown): JsonObject[] => objectsOf(dig(provenance, 'target'));

/** A Provenance tells where what was matched comes from; a patient among its targets must be this one. */
function objectionToTargets(provenance: unknown, patient: DataSubject): Objection | undefined {
  const other = targetsOf(provenance).find((one) => parseReference(one).type === 'Patient' && !means(one, patient));
  return other && another(`it is about ${sayReference(other)}`);
}

const sayReference = (reference: JsonObject): string =>
  textOf(reference.reference) ?? textOf(dig(reference, 'identifier', 'value')) ?? 'somebody else';

const another = (says: string): Objection => ({ because: 'another', says });
const nobody = (says: string): Objection => ({ because: 'nobody', says });

/**
 * Why a resource must not be given out as this patient's data; undefined when it may. It must name the patient and no other one; what it
 * only refers to (a practitioner, a medication) names nobody and so stays out too: a Task's query has no business to include it.
 */
export function objectionTo(resource: unknown, patient: DataSubject): Objection | undefined {
  const type = typeOfResource(resource);
  if (!isObject(resource) || type === undefined) return nobody('it holds no resource');
  const foreign = containedOfAnother(resource, patient);
  if (foreign) return foreign;
  if (type === 'Provenance') return objectionToTargets(resource, patient);
  if (type === 'Patient') return resource.id === patient.id ? undefined : another('it is another patient');
  if (type === 'Bundle') {
    const inside = listOf(resource.entry).flatMap((entry) => objectionTo(dig(entry, 'resource'), patient) ?? []);
    return inside.find(({ because }) => because === 'another') ?? inside[0];
  }
  const named = patientReferences(resource);
  if (named.length === 0)
    return nobody(isCut(resource) ? 'it is cut short and names no patient' : 'it names no patient');
  const other = named.find((reference) => !means(reference, patient));
  return other && another(`it is about ${sayReference(other)}`);
}

/** Whether a Provenance tells of the patient, or of something that may be given out. */
function tellsOf(provenance: unknown, patient: DataSubject, own: ReadonlySet<string>): boolean {
  return targetsOf(provenance).some((target) => {
    const { type, id } = parseReference(target, patient.baseUrl);
    return means(target, patient) || own.has(`${type}/${id}`);
  });
}

/**
 * The entries of a searchset, each held against the patient: what a server answers is believed no more than what a Task asks. A Provenance
 * goes with an entry of the same page, or with the patient; any other one tells of other data.
 */
export function checkCollected(bundle: unknown, patient: DataSubject): CheckedPage {
  const page: CheckedPage = { own: [], foreign: [] };
  const strays: (OwnEntry & { resource: unknown })[] = [];
  for (const [index, entry] of listOf(dig(bundle, 'entry')).entries()) {
    const resource = dig(entry, 'resource');
    const { resourceType, id, title } = summarise(resource);
    if (resourceType === 'OperationOutcome') continue; // the server speaks to us there, not to whoever asks
    const reference =
      resourceType && id ? `${resourceType}/${id}` : (textOf(dig(entry, 'fullUrl')) ?? `entry ${index}`);
    const objection = objectionTo(resource, patient);
    if (objection) page.foreign.push({ index, reference, says: objection.says });
    else if (resourceType === 'Provenance') strays.push({ index, reference, title, resource });
    else page.own.push({ index, reference, title });
  }
  const own = new Set(page.own.map(({ reference }) => reference));
  for (const { resource, ...entry } of strays) {
    const { index, reference } = entry;
    if (tellsOf(resource, patient, own)) page.own.push(entry);
    else page.foreign.push({ index, reference, says: 'it tells of nothing that may be given out' });
  }
  page.own.sort((one, next) => one.index - next.index);
  return page;
}
