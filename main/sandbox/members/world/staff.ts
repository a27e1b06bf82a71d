import type { Practitioner, PractitionerRole, Reference } from '@medplum/fhirtypes';
import { concept, NPI, NUCC, usCore } from '../codes/systems.ts';
import { completeNpi } from '../npi.ts';
import { CLINIC, CLINIC_PLACE, HOSPITAL, HOSPITAL_PLACE, toOrganization } from './organizations.ts';

/** A person who treats the members. */
export interface Clinician {
  id: string;
  given: string;
  family: string;
  degree: string;
  npi: string;
  gender: 'female' | 'male';
  /** NUCC taxonomy code and its name. */
  specialty: [code: string, name: string];
  hospital: boolean;
}

/** The serial ends the first nine digits of the NPI; it stays with the person when the list changes. */
function clinician(
  serial: string,
  id: string,
  name: [given: string, family: string, degree: string],
  gender: Clinician['gender'],
  specialty: Clinician['specialty'],
  hospital = false,
): Clinician {
  const npi = completeNpi(`9942001${serial}`);
  return { id, given: name[0], family: name[1], degree: name[2], npi, gender, specialty, hospital };
}

/** Everyone who works at the clinic and the hospital. */
export const STAFF = {
  family: clinician('01', 'osei-miriam', ['Miriam', 'Osei', 'MD'], 'female', ['207Q00000X', 'Family Medicine']),
  foot: clinician('02', 'delacroix-paul', ['Paul', 'Delacroix', 'DPM'], 'male', ['213E00000X', 'Podiatrist']),
  bones: clinician(
    '03',
    'vaquero-ines',
    ['Inés', 'Vaquero', 'MD'],
    'female',
    ['207X00000X', 'Orthopaedic Surgery'],
    true,
  ),
  lungs: clinician('04', 'lindgren-tomas', ['Tomas', 'Lindgren', 'MD'], 'male', ['207RP1001X', 'Pulmonary Disease']),
  kidneys: clinician('05', 'haddad-farah', ['Farah', 'Haddad', 'MD'], 'female', ['207RN0300X', 'Nephrology']),
  heart: clinician(
    '06',
    'abelman-ruth',
    ['Ruth', 'Abelman', 'MD'],
    'female',
    ['207RC0000X', 'Cardiovascular Disease'],
    true,
  ),
  children: clinician('07', 'rahimi-noor', ['Noor', 'Rahimi', 'MD'], 'female', ['208000000X', 'Pediatrics']),
  births: clinician(
    '08',
    'bauer-clara',
    ['Clara', 'Bauer', 'MD'],
    'female',
    ['207V00000X', 'Obstetrics & Gynecology'],
    true,
  ),
  cancer: clinician(
    '09',
    'adeyemi-samuel',
    ['Samuel', 'Adeyemi', 'MD'],
    'male',
    ['207RX0202X', 'Medical Oncology'],
    true,
  ),
  mind: clinician('10', 'kim-hana', ['Hana', 'Kim', 'MD'], 'female', ['2084P0800X', 'Psychiatry']),
  joints: clinician('11', 'novak-peter', ['Peter', 'Novák', 'MD'], 'male', ['207RR0500X', 'Rheumatology']),
  images: clinician(
    '12',
    'fontaine-lea',
    ['Léa', 'Fontaine', 'MD'],
    'female',
    ['2085R0202X', 'Diagnostic Radiology'],
    true,
  ),
} as const satisfies Record<string, Clinician>;

/** The name as a letterhead has it. */
function fullName(person: Clinician): string {
  return `${person.given} ${person.family}, ${person.degree}`;
}

/** A reference to a clinician, with the name. */
export function toClinician(person: Clinician): Reference<Practitioner> {
  return { reference: `Practitioner/${person.id}`, display: fullName(person) };
}

/** The Practitioner of a clinician. */
export function practitionerOf(person: Clinician): Practitioner {
  return {
    resourceType: 'Practitioner',
    id: person.id,
    meta: usCore('practitioner'),
    identifier: [{ system: NPI, value: person.npi }],
    active: true,
    name: [{ use: 'official', family: person.family, given: [person.given], suffix: [person.degree] }],
    gender: person.gender,
    qualification: [{ code: { text: person.degree } }],
  };
}

/** The PractitionerRole of a clinician: for whom, as what and where. */
export function roleOf(person: Clinician): PractitionerRole {
  const organization = person.hospital ? HOSPITAL : CLINIC;
  const location = person.hospital ? HOSPITAL_PLACE : CLINIC_PLACE;
  return {
    resourceType: 'PractitionerRole',
    id: `${person.id}-role`,
    meta: usCore('practitionerrole'),
    active: true,
    practitioner: toClinician(person),
    organization: toOrganization(organization),
    specialty: [concept(NUCC, ...person.specialty)],
    location: [{ reference: `Location/${location.id}`, display: location.name }],
    telecom: organization.telecom,
  };
}
