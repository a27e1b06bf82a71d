import type { Observation, Patient, Resource } from '@medplum/fhirtypes';

const LOINC = 'http://loinc.org';

const patient = (
  id: string,
  family: string,
  given: string[],
  birthDate: string,
  gender?: Patient['gender'],
): Patient => ({
  resourceType: 'Patient',
  id,
  identifier: [
    { system: 'urn:example:mrn', value: `mrn-${id}`, type: { coding: [{ system: 'urn:v2', code: 'MR' }] } },
    { system: 'urn:example:member', value: `member-${id}` },
  ],
  name: [{ family, given }],
  birthDate,
  ...(gender ? { gender } : {}),
});

const a1c = (id: string, subject: string, day: string, value: number): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
  ],
  code: { coding: [{ system: LOINC, code: '4548-4', display: 'Hemoglobin A1c' }], text: 'HbA1c' },
  subject: { reference: `Patient/${subject}` },
  effectiveDateTime: day,
  valueQuantity: { value, unit: 'percent', system: 'http://unitsofmeasure.org', code: '%' },
});

const pressure: Observation = {
  resourceType: 'Observation',
  id: 'bp',
  status: 'final',
  code: { coding: [{ system: LOINC, code: '85354-9' }] },
  subject: { reference: 'Patient/ann' },
  effectivePeriod: { start: '2023-03-01T08:00:00Z', end: '2023-03-01T08:10:00Z' },
  component: [
    { code: { coding: [{ system: LOINC, code: '8480-6' }] }, valueQuantity: { value: 130, code: 'mm[Hg]' } },
    { code: { coding: [{ system: LOINC, code: '8462-4' }] }, valueQuantity: { value: 80, code: 'mm[Hg]' } },
  ],
};

/** Numbers of different systems may be equal and still mean different people. */
const withIdentifier = (person: Patient, system: string, value: string): Patient => ({
  ...person,
  identifier: [...(person.identifier ?? []), { system, value }],
});

/** A record small enough to know by heart: three patients, six observations, some notes. */
export const record: Resource[] = [
  patient('ann', 'Müller', ['Ann', 'Marie'], '1980-05-31', 'female'),
  withIdentifier(patient('bob', 'Muller-Smith', ['Bob'], '1980-06-01', 'male'), 'urn:example:elsewhere', 'mrn-ann'),
  patient('cal', 'Jones', ['Cal'], '1990'),
  { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Hart', given: ['Iris'] }] },
  {
    resourceType: 'Organization',
    id: 'org',
    name: 'Elm Street Clinic',
    identifier: [{ system: 'urn:npi', value: '1' }],
  },
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/ann' },
    serviceProvider: { reference: 'Organization/org' },
    period: { start: '2023-03-01', end: '2023-03-01' },
  },
  {
    resourceType: 'Condition',
    id: 'diabetes',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006' }], text: 'Type 2 diabetes' },
    subject: { reference: 'Patient/ann' },
    encounter: { reference: 'Encounter/visit' },
    asserter: { reference: 'Practitioner/doc' },
    onsetAge: { value: 41, system: 'http://unitsofmeasure.org', code: 'a' },
  },
  {
    resourceType: 'Provenance',
    id: 'who',
    target: [{ reference: 'Condition/diabetes' }],
    recorded: '2023-03-01T09:00:00Z',
    agent: [{ who: { reference: 'Practitioner/doc' } }],
  },
  a1c('a1c-1', 'ann', '2021-01-10', 6.4),
  a1c('a1c-2', 'ann', '2022-01-10T09:30:00+02:00', 7.1),
  a1c('a1c-3', 'ann', '2023-01', 6.95),
  a1c('a1c-4', 'bob', '2023-06-30', 5.2),
  pressure,
  {
    resourceType: 'DocumentReference',
    id: 'note',
    status: 'current',
    type: { coding: [{ system: LOINC, code: '11506-3', display: 'Progress note' }] },
    subject: { reference: 'Patient/ann' },
    date: '2023-03-02T10:00:00Z',
    content: [{ attachment: { contentType: 'application/pdf', url: 'Binary/note-pdf' } }],
  },
  {
    resourceType: 'Binary',
    id: 'note-pdf',
    contentType: 'application/pdf',
    data: Buffer.from('%PDF-1.4 a note').toString('base64'),
  },
  {
    resourceType: 'Questionnaire',
    id: 'form',
    meta: { tag: [{ system: 'urn:queue', code: 'first' }], profile: ['http://profiles.example/form'] },
    url: 'http://forms.example/Questionnaire/oxygen',
    version: '2',
    status: 'active',
  },
  {
    resourceType: 'QuestionnaireResponse',
    id: 'filled',
    status: 'completed',
    questionnaire: 'http://forms.example/Questionnaire/oxygen|2',
    subject: { identifier: { system: 'urn:example:member', value: 'member-ann' } },
  },
];
