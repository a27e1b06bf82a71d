import { parseSearch, type SearchParameter, splitToken } from '../../../shared/fhir/search.ts';
import { rowFor, type SearchDraft } from '../../parts/search-builder/draft.ts';
import { bareId, type Person } from '../../parts/search-builder/people.ts';

/** A search many people begin with. */
export interface StartingPoint {
  id: string;
  title: string;
  /** The code or parameter it turns on. */
  note: string;
  /** With `{patient}`, `{member}` and `{year}` in the places that are filled in. */
  query: string;
}

/** In the order of their keys, 1 to 9. */
export const startingPoints: readonly StartingPoint[] = [
  {
    id: 'hba1c',
    title: 'HbA1c results since a date',
    note: '4548-4',
    query: 'Observation?patient={patient}&code=http://loinc.org|4548-4&date=ge{year}&_sort=-date',
  },
  {
    id: 'progress-note',
    title: 'Latest progress note',
    note: '11506-3',
    query: 'DocumentReference?patient={patient}&type=http://loinc.org|11506-3&status=current&_sort=-date&_count=1',
  },
  {
    id: 'conditions',
    title: 'Active conditions with Provenance',
    note: '_revinclude',
    query: 'Condition?patient={patient}&clinical-status=active&_revinclude=Provenance:target&_sort=-onset-date',
  },
  { id: 'member', title: 'Patient by member id', note: 'identifier', query: 'Patient?identifier={member}' },
  {
    id: 'medications',
    title: 'Medications ordered and active',
    note: 'intent=order',
    query: 'MedicationRequest?patient={patient}&intent=order&status=active&_sort=-authoredon',
  },
  {
    id: 'prior-authorizations',
    title: 'Prior authorizations with their answers',
    note: 'preauthorization',
    query: 'Claim?patient={patient}&use=preauthorization&_revinclude=ClaimResponse:request&_sort=-created',
  },
  {
    id: 'laboratory',
    title: 'Laboratory results since a date',
    note: 'laboratory',
    query: 'Observation?patient={patient}&category=laboratory&date=ge{year}&_sort=-date&_count=50',
  },
  {
    id: 'procedures',
    title: 'Procedures since a date',
    note: 'date',
    query: 'Procedure?patient={patient}&date=ge{year}&_sort=-date',
  },
  {
    id: 'encounters',
    title: 'Encounters with who and where',
    note: '_include',
    query:
      'Encounter?patient={patient}&date=ge{year}&_include=Encounter:participant&_include=Encounter:location&_sort=-date',
  },
];

/** What fills the places of a starting point. Absent: the place stays empty for a person to fill. */
export interface Fillings {
  patient?: string;
  /** `system|value`. */
  member?: string;
  /** Four digits. */
  year: string;
}

/** Who a draft is about, else the first of the people known; and two years back. */
export function fillingsFor(draft: SearchDraft, people: readonly Person[], now: Date): Fillings {
  const value = (names: readonly string[]) =>
    draft.params.find(({ param }) => names.includes(param.name) && param.modifier === undefined)?.param.values[0]?.text;
  const patient = value(draft.type === 'Patient' ? ['_id'] : ['patient', 'subject', 'beneficiary']);
  const member = draft.type === 'Patient' ? value(['identifier']) : undefined;
  const known = people.find(
    (person) =>
      (patient && person.patientId === bareId(patient)) ||
      (member && splitToken(person.memberId).at(-1) === splitToken(member).at(-1)),
  );
  const person = known ?? (patient || member ? undefined : people[0]);
  const [id, number] = [person?.patientId ?? patient, person?.memberId ?? member];
  return {
    ...(id && { patient: id }),
    ...(number && { member: number }),
    year: String(now.getUTCFullYear() - 2),
  };
}

/** The draft a starting point gives. A parameter whose place could not be filled is there without a value, not sent. */
export function draftFrom(point: StartingPoint, fillings: Fillings): SearchDraft {
  const { type, params } = parseSearch(point.query);
  const filled = (param: SearchParameter): SearchParameter => {
    const values = param.values.flatMap((value) => {
      const [, place] = /^\{(\w+)\}$/.exec(value.text) ?? [];
      if (place === 'patient' || place === 'member') return fillings[place] ? [{ text: fillings[place] }] : [];
      // A comparator is only told from a word where digits follow it, so it stands in the text of a place.
      const comparison = /^(ge)\{year\}$/.exec(value.text);
      return comparison ? [{ prefix: 'ge' as const, text: fillings.year }] : [value];
    });
    return { ...param, values };
  };
  return {
    type,
    accepted: [],
    params: params.map(filled).map((param) => rowFor(param, param.values.length === 0)),
  };
}
