import type { Address, Extension, HumanName, Identifier, Patient } from '@medplum/fhirtypes';
import {
  coding,
  concept,
  IDENTIFIER_TYPE,
  MEMBER_SYSTEM,
  MRN_SYSTEM,
  usCore,
  usCoreExtension,
} from '../codes/systems.ts';
import type { Random } from '../random.ts';
import { TOWN } from './organizations.ts';

/** Race categories of the US core set, by their OMB code. */
const RACES = {
  white: ['2106-3', 'White'],
  black: ['2054-5', 'Black or African American'],
  asian: ['2028-9', 'Asian'],
  native: ['1002-5', 'American Indian or Alaska Native'],
} as const;

/** A member as the stories describe them. All of them are invented. */
export interface Person {
  /** Id of the Patient and start of all ids of the record. */
  id: string;
  family: string;
  given: string[];
  /** Family name at birth, if it changed. */
  maiden?: string;
  /** What friends say. */
  usual?: string;
  gender: 'female' | 'male' | 'other';
  birthsex: 'F' | 'M';
  /** Date of birth, before the seed moves it. */
  born: string;
  /** Date of death, before the seed moves it. */
  died?: string;
  race: keyof typeof RACES;
  hispanic?: boolean;
  /** BCP 47 tag and name; English unless told. */
  language?: [tag: string, name: string];
  heightCm: number;
  /** Members of one household share address and the amount by which the seed moves their dates. */
  household?: string;
}

/** What the seed decides about a person. */
export interface Particulars {
  memberId: string;
  mrn: string;
  phone: string;
  address: Address;
}

const STREETS = [
  'Juniper Lane',
  'Mesa Road',
  'Copper Street',
  'Willow Court',
  'Ferry Street',
  'Observatory Way',
] as const;

/** Draws identifiers and address. The household's generator decides what people share. */
export function drawParticulars(own: Random, household: Random): Particulars {
  return {
    memberId: `HM${own.digits(8)}`,
    mrn: `LK${own.digits(7)}`,
    phone: `928-555-01${own.digits(2)}`,
    address: { use: 'home', line: [`${household.int(100, 9900)} ${household.pick(STREETS)}`], ...TOWN },
  };
}

/** The member identifier both sides share. */
export function memberIdentifier(particulars: Particulars): Identifier {
  return { type: typed('MB', 'Member Number'), system: MEMBER_SYSTEM, value: particulars.memberId };
}

/** The provider's record number. */
function recordIdentifier(particulars: Particulars): Identifier {
  return { type: typed('MR', 'Medical record number'), system: MRN_SYSTEM, value: particulars.mrn };
}

/** The name for headings: given names, family name. */
export function displayName(person: Person): string {
  return `${person.given.join(' ')} ${person.family}`;
}

/** All names of a person, the official one first. */
export function namesOf(person: Person): HumanName[] {
  const names: HumanName[] = [{ use: 'official', family: person.family, given: person.given }];
  if (person.usual !== undefined) names.push({ use: 'usual', family: person.family, given: [person.usual] });
  if (person.maiden !== undefined) names.push({ use: 'maiden', family: person.maiden, given: person.given });
  return names;
}

/** The provider's Patient; dates come already moved by the seed. */
export function patientOf(person: Person, particulars: Particulars, born: string, died?: string): Patient {
  const [tag, language] = person.language ?? ['en', 'English'];
  return {
    resourceType: 'Patient',
    id: person.id,
    meta: usCore('patient'),
    extension: [raceExtension(person), ethnicityExtension(person), birthsexExtension(person)],
    identifier: [memberIdentifier(particulars), recordIdentifier(particulars)],
    active: true,
    name: namesOf(person),
    telecom: [{ system: 'phone', value: particulars.phone, use: 'home' }],
    gender: person.gender,
    birthDate: born,
    ...(died !== undefined && { deceasedDateTime: died }),
    address: [particulars.address],
    communication: [{ language: concept('urn:ietf:bcp:47', tag, language), preferred: true }],
  };
}

function typed(code: string, display: string) {
  return { coding: [coding(IDENTIFIER_TYPE, code, display)] };
}

function raceExtension(person: Person): Extension {
  const [code, display] = RACES[person.race];
  return categoryExtension('race', code, display);
}

function ethnicityExtension(person: Person): Extension {
  return person.hispanic === true
    ? categoryExtension('ethnicity', '2135-2', 'Hispanic or Latino')
    : categoryExtension('ethnicity', '2186-5', 'Not Hispanic or Latino');
}

function categoryExtension(name: string, code: string, display: string): Extension {
  return {
    url: usCoreExtension(name),
    extension: [
      { url: 'ombCategory', valueCoding: coding('urn:oid:2.16.840.1.113883.6.238', code, display) },
      { url: 'text', valueString: display },
    ],
  };
}

function birthsexExtension(person: Person): Extension {
  return { url: usCoreExtension('birthsex'), valueCode: person.birthsex };
}
