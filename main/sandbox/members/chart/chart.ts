import type { Patient, Reference, Resource } from '@medplum/fhirtypes';
import { dateTime, moveDay } from '../days.ts';
import { makeRandom, type Random } from '../random.ts';
import { displayName, drawParticulars, type Particulars, type Person, patientOf } from '../world/people.ts';
import { type Clinician, toClinician } from '../world/staff.ts';

/** A laboratory value of the record, kept so that notes can tell the same story as the observations. */
export interface Result {
  key: string;
  short: string;
  day: string;
  value: number;
  unit: string;
}

/**
 * One member's record while it is being written. Stories speak in written dates (day of the month between 8 and
 * 21); the seed moves all dates of a household by up to six days, so the month in an id never changes.
 */
export interface Chart {
  readonly person: Person;
  readonly particulars: Particulars;
  readonly patient: Reference<Patient>;
  readonly born: string;
  readonly died: string | undefined;
  readonly physician: Clinician;
  readonly random: Random;
  readonly shift: number;
  readonly resources: Resource[];
  readonly results: Result[];
  readonly ids: Set<string>;
}

/** Opens a record: draws what the seed decides and writes the Patient. */
export function openChart(seed: number, person: Person, physician: Clinician): Chart {
  const random = makeRandom(seed, person.id);
  const household = makeRandom(seed, `household/${person.household ?? person.id}`);
  const shift = household.int(-6, 6);
  const particulars = drawParticulars(random, household);
  const born = moveDay(person.born, shift);
  const died = person.died === undefined ? undefined : moveDay(person.died, shift);
  const patient = patientOf(person, particulars, born, died === undefined ? undefined : dateTime(died, '10:20'));
  return {
    person,
    particulars,
    patient: { reference: `Patient/${person.id}`, display: displayName(person) },
    born,
    died,
    physician,
    random,
    shift,
    resources: [
      {
        ...patient,
        generalPractitioner: [toClinician(physician)],
        managingOrganization: { reference: 'Organization/lakeside-clinic', display: 'Lakeside Clinic' },
      },
    ],
    results: [],
    ids: new Set([person.id]),
  };
}

/** The day a written date falls on under this seed. */
export function dayOf(chart: Chart, written: string): string {
  return moveDay(written, chart.shift);
}

/** A free id in the record: person, what it is, and the month. A second one of a month gets a number. */
export function nameId(chart: Chart, key: string, day?: string): string {
  const stem = [chart.person.id, key, ...(day === undefined ? [] : [day.slice(0, 7)])].join('-');
  let id = stem;
  for (let number = 2; chart.ids.has(id); number++) id = `${stem}-${number}`;
  chart.ids.add(id);
  return id;
}

/** Puts a resource into the record and hands it back. */
export function put<T extends Resource>(chart: Chart, resource: T): T {
  chart.resources.push(resource);
  return resource;
}

/** A literal reference to a resource of the record. */
export function refer<T extends Resource>(resource: T, display?: string): Reference<T> {
  const reference = `${resource.resourceType}/${resource.id}`;
  return display === undefined ? { reference } : { reference, display };
}
