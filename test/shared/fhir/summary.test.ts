import { describe, expect, it } from 'vitest';
import { expectationIn, findCombination, findType, readAbilities } from '../../../shared/fhir/abilities.ts';
import { rowOf, summarise } from '../../../shared/fhir/summary.ts';

const concept = (code: string, display: string) => ({ coding: [{ system: 'http://loinc.org', code, display }] });
const quantity = (value: number, unit: string) => ({ value, unit });

const cases: [type: string, resource: Record<string, unknown>, summary: Record<string, unknown>][] = [
  [
    'Condition',
    {
      code: concept('44054006', 'Type 2 diabetes'),
      clinicalStatus: concept('active', 'Active'),
      onsetDateTime: '2011-05',
      recordedDate: '2012',
    },
    { title: 'Type 2 diabetes', code: '44054006', status: 'active', date: '2011-05' },
  ],
  [
    'Observation',
    {
      status: 'final',
      code: { text: 'HbA1c', ...concept('4548-4', 'Hemoglobin A1c') },
      valueQuantity: quantity(7.2, '%'),
      effectiveDateTime: '2024-03-01T08:00:00Z',
      issued: '2024-03-02T00:00:00Z',
    },
    { title: 'HbA1c: 7.2 %', code: '4548-4', status: 'final', date: '2024-03-01T08:00:00Z' },
  ],
  ['Observation', { code: { text: 'Count' }, valueInteger: 0 }, { title: 'Count: 0' }],
  [
    'Observation',
    { code: { text: 'Smoker' }, valueCodeableConcept: concept('x', 'Never') },
    { title: 'Smoker: Never' },
  ],
  ['Observation', { code: { text: 'INR' }, dataAbsentReason: { text: 'not done' } }, { title: 'INR: not done' }],
  [
    'Observation',
    {
      code: concept('85354-9', 'Blood pressure'),
      component: [
        { code: concept('8462-4', 'Diastolic'), valueQuantity: quantity(79, 'mm[Hg]') },
        { code: concept('8480-6', 'Systolic'), valueQuantity: quantity(128, 'mm[Hg]') },
      ],
      effectivePeriod: { start: '2024-01-02', end: '2024-01-03' },
    },
    { title: 'Blood pressure: 128/79 mm[Hg]', date: '2024-01-02' },
  ],
  [
    'Observation',
    { code: { text: 'Panel' }, component: [{ code: { text: 'A' }, valueString: 'low' }, { code: { text: 'B' } }] },
    { title: 'Panel: A low, B' },
  ],
  [
    'MedicationRequest',
    {
      status: 'active',
      medicationCodeableConcept: concept('860975', 'Metformin 500 MG'),
      dosageInstruction: [{ text: 'twice a day' }],
      authoredOn: '2024-02-02',
    },
    { title: 'Metformin 500 MG, twice a day', code: '860975', status: 'active', date: '2024-02-02' },
  ],
  ['MedicationRequest', { medicationReference: { reference: 'Medication/1' } }, { title: 'Medication/1' }],
  [
    'Encounter',
    {
      status: 'finished',
      class: { code: 'AMB', display: 'ambulatory' },
      type: [concept('99213', 'Office visit')],
      reasonCode: [{ text: 'cough' }],
      period: { start: '2024-01-01T09:00:00Z' },
    },
    { title: 'Office visit, cough', code: '99213', status: 'finished', date: '2024-01-01T09:00:00Z' },
  ],
  ['Encounter', { class: { code: 'IMP', display: 'inpatient' } }, { title: 'inpatient' }],
  [
    'Procedure',
    { code: concept('73761001', 'Colonoscopy'), status: 'completed', performedPeriod: { start: '2023-05-06' } },
    { title: 'Colonoscopy', status: 'completed', date: '2023-05-06' },
  ],
  [
    'DocumentReference',
    {
      type: concept('11506-3', 'Progress note'),
      status: 'current',
      date: '2024-04-04T00:00:00Z',
      content: [{ attachment: { contentType: 'application/pdf', title: 'note.pdf' } }],
    },
    { title: 'Progress note, application/pdf', code: '11506-3', status: 'current', date: '2024-04-04T00:00:00Z' },
  ],
  [
    'DiagnosticReport',
    { code: concept('58410-2', 'CBC panel'), conclusion: 'normal', status: 'final', issued: '2024-01-01T00:00:00Z' },
    { title: 'CBC panel: normal', status: 'final', date: '2024-01-01T00:00:00Z' },
  ],
  [
    'Immunization',
    { vaccineCode: concept('140', 'Influenza'), status: 'completed', occurrenceDateTime: '2023-10-10' },
    { title: 'Influenza', code: '140', date: '2023-10-10' },
  ],
  [
    'AllergyIntolerance',
    {
      code: concept('7980', 'Penicillin G'),
      criticality: 'high',
      clinicalStatus: concept('active', 'Active'),
      reaction: [{ manifestation: [{ text: 'hives' }] }],
      onsetAge: { value: 4 },
      recordedDate: '2015-01-01',
    },
    { title: 'Penicillin G, hives, high', status: 'active', date: '2015-01-01' },
  ],
  [
    'Patient',
    {
      name: [
        { use: 'old', family: 'Before' },
        { use: 'official', given: ['Ada', 'M.'], family: 'Example' },
      ],
      gender: 'female',
      birthDate: '1961-02-03',
      active: true,
    },
    { title: 'Ada M. Example, female, born 1961-02-03', status: 'active', date: '1961-02-03' },
  ],
  [
    'Claim',
    {
      use: 'claim',
      status: 'active',
      type: concept('professional', 'Professional'),
      total: { value: 120.5, currency: 'USD' },
      billablePeriod: { start: '2024-06-01' },
      created: '2024-06-09',
    },
    { title: 'claim, Professional, 120.5 USD', code: 'professional', date: '2024-06-01' },
  ],
  [
    'ClaimResponse',
    {
      use: 'preauthorization',
      outcome: 'complete',
      status: 'active',
      disposition: 'Approved',
      preAuthRef: 'PA-1',
      total: [{ category: { coding: [{ code: 'benefit' }] }, amount: { value: 90, currency: 'USD' } }],
      created: '2024-06-10',
    },
    { title: 'preauthorization complete, Approved, PA-1, benefit 90 USD', date: '2024-06-10' },
  ],
  [
    'Coverage',
    {
      status: 'active',
      type: concept('PPO', 'preferred provider'),
      payor: [{ display: 'Example Health' }],
      subscriberId: 'M1',
      period: { start: '2024-01-01' },
    },
    { title: 'preferred provider, Example Health, M1', date: '2024-01-01' },
  ],
  [
    'Task',
    { status: 'requested', code: { coding: [{ code: 'data-request-query' }] }, authoredOn: '2024-01-01T00:00:00Z' },
    { title: 'data-request-query', code: 'data-request-query', status: 'requested', date: '2024-01-01T00:00:00Z' },
  ],
  [
    'Provenance',
    {
      target: [{ reference: 'Condition/1' }],
      agent: [{ who: { display: 'Dr Example' } }],
      recorded: '2024-01-01T00:00:00Z',
    },
    { title: 'Provenance – Dr Example – Condition/1', date: '2024-01-01T00:00:00Z' },
  ],
  [
    'Practitioner',
    { name: [{ text: 'Dr. Bo Sample' }], active: false },
    { title: 'Dr. Bo Sample', status: 'inactive' },
  ],
  ['Organization', { name: 'Example Clinic' }, { title: 'Example Clinic' }],
  ['Group', { name: 'Panel A', member: [{}, {}], type: 'person' }, { title: 'Panel A, 2 members' }],
  ['Group', { name: 'Panel A', quantity: 40 }, { title: 'Panel A, 40 members' }],
  ['Bundle', { type: 'searchset', total: 0, entry: [{}] }, { title: 'searchset Bundle, 0 in total, 1 entry' }],
  ['OperationOutcome', { issue: [{ severity: 'warning', diagnostics: 'slow' }] }, { title: 'slow' }],
  [
    'QuestionnaireResponse',
    { questionnaire: 'http://forms.example/oxygen', status: 'completed', item: [{}, {}, {}], authored: '2024-01-01' },
    { title: 'http://forms.example/oxygen – 3 items', status: 'completed', date: '2024-01-01' },
  ],
  ['Binary', { contentType: 'application/pdf' }, { title: 'Binary application/pdf' }],
  ['Device', { deviceName: [] }, { title: 'Device/x' }],
  ['Basic', { code: { text: 'Note' } }, { title: 'Note' }],
];

describe('a resource in a few words', () => {
  it.each(cases)('%s %j', (resourceType, members, expected) => {
    expect(summarise({ resourceType, id: 'x', ...members })).toMatchObject({ resourceType, id: 'x', ...expected });
  });

  it.each([undefined, null, 'text', 7, []])('of %j is empty', (value) => {
    expect(summarise(value)).toEqual({ resourceType: '', id: '', title: '' });
  });

  it('never fails, whatever the members are', () => {
    const rubbish: unknown[] = [null, 7, '', 'x', [], [null], {}, { coding: 'x' }, { coding: [null] }, [[{}]], true];
    for (const [resourceType, members] of cases) {
      for (const value of rubbish) {
        const broken = Object.fromEntries(Object.keys(members).map((key) => [key, value]));
        expect(typeof summarise({ resourceType, ...broken }).title).toBe('string');
      }
    }
    expect(summarise({ resourceType: '__proto__' }).title).toBe('__proto__');
    expect(summarise({ resourceType: 'toString' }).title).toBe('toString');
  });
});

describe('a Bundle entry as a row', () => {
  it('takes the mode from the search', () => {
    const entry = { search: { mode: 'include' }, resource: { resourceType: 'Organization', id: '1', name: 'A' } };
    expect(rowOf(entry, 4, 99)).toEqual({
      index: 4,
      mode: 'include',
      resourceType: 'Organization',
      id: '1',
      title: 'A',
      bytes: 99,
    });
  });

  it('knows an outcome without being told', () => {
    expect(rowOf({ resource: { resourceType: 'OperationOutcome', issue: [] } }, 0, 1).mode).toBe('outcome');
    expect(rowOf({ resource: { resourceType: 'Patient' } }, 0, 1).mode).toBe('');
  });

  it('shows where an entry without a resource points', () => {
    const entry = { fullUrl: 'https://ehr.example/fhir/Task/7', response: { status: '200' } };
    expect(rowOf(entry, 0, 0)).toEqual({
      index: 0,
      mode: '',
      resourceType: 'Task',
      id: '7',
      title: 'https://ehr.example/fhir/Task/7',
      status: '200',
      bytes: 0,
    });
    expect(rowOf({ request: { method: 'DELETE', url: 'Patient/1' } }, 0, 0)).toMatchObject({
      resourceType: 'Patient',
      id: '1',
    });
    expect(rowOf(null, 0, 0)).toMatchObject({ resourceType: '', id: '', title: '' });
  });
});

describe('what a server says it does', () => {
  const statement = {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    format: ['json', 7],
    software: { name: 'Example EHR', version: '1.2' },
    implementation: { description: 'Test system' },
    instantiates: ['http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server'],
    rest: [
      { mode: 'client', resource: [{ type: 'Basic' }] },
      {
        mode: 'server',
        documentation: 'At most 10 MB',
        operation: [{ name: 'submit-attachment' }, {}],
        resource: [
          {
            type: 'Task',
            documentation: 'All seven statuses',
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: [{ name: '_id', type: 'token' }, { type: 'date' }, { name: 'owner', documentation: 'who' }],
            searchInclude: ['Task:owner'],
            searchRevInclude: ['Provenance:target'],
            operation: [{ name: 'cancel' }],
          },
          {},
        ],
      },
    ],
  };

  it('is read from the server part', () => {
    expect(readAbilities(statement)).toEqual({
      software: 'Example EHR 1.2',
      description: 'Test system',
      fhirVersion: '4.0.1',
      formats: ['json'],
      instantiates: ['http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server'],
      types: [
        {
          type: 'Task',
          interactions: ['read', 'search-type'],
          searchParameters: [
            { name: '_id', type: 'token' },
            { name: 'owner', type: '', documentation: 'who' },
          ],
          searchInclude: ['Task:owner'],
          searchRevInclude: ['Provenance:target'],
          operations: ['cancel'],
          documentation: 'All seven statuses',
        },
      ],
      operations: ['submit-attachment'],
      documentation: 'At most 10 MB',
    });
    expect(findType(readAbilities(statement), 'Task')?.operations).toEqual(['cancel']);
    expect(findType(readAbilities(statement), 'Basic')).toBeUndefined();
    expect(findType(undefined, 'Task')).toBeUndefined();
  });

  describe('with what it expects', () => {
    const root = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement';
    const expected = (valueCode: unknown) => ({ url: `${root}-expectation`, valueCode });
    const together = (names: string[], ...more: object[]) => ({
      url: `${root}-search-parameter-combination`,
      extension: [...more, ...names.map((valueString) => ({ url: 'required', valueString }))],
    });
    const condition = {
      type: 'Condition',
      extension: [
        expected('SHALL'),
        together(['patient', 'category'], expected('SHOULD')),
        together(['patient', 'category', 'code'], expected('MAY')),
        together(['patient', 'onset-date']),
        together([], expected('SHALL')),
      ],
      searchParam: [
        { name: 'patient', type: 'reference', extension: [{ url: 'http://x.example' }, expected('SHALL')] },
        { name: 'code', type: 'token', extension: [expected('MUST')] },
        { name: 'category', type: 'token', extension: 'SHALL' },
      ],
    };
    const [ability] = readAbilities({
      resourceType: 'CapabilityStatement',
      rest: [{ mode: 'server', resource: [condition] }],
    }).types;

    it('is read for the type, each parameter and each combination; words FHIR does not have are left out', () => {
      expect(ability).toMatchObject({
        expectation: 'SHALL',
        searchParameters: [
          { name: 'patient', type: 'reference', expectation: 'SHALL' },
          { name: 'code', type: 'token' },
          { name: 'category', type: 'token' },
        ],
        combinations: [
          { names: ['patient', 'category'], expectation: 'SHOULD' },
          { names: ['patient', 'category', 'code'], expectation: 'MAY' },
          { names: ['patient', 'onset-date'] },
        ],
      });
      expect(ability?.searchParameters.slice(1).some((one) => 'expectation' in one)).toBe(false);
    });

    it('has the largest combination that a search fills', () => {
      const named = (...names: string[]) => findCombination(ability, names)?.expectation;
      expect(named('category', 'patient')).toBe('SHOULD');
      expect(named('category', 'patient', 'code', '_count')).toBe('MAY');
      expect(named('patient')).toBeUndefined();
      expect(findCombination(undefined, ['patient'])).toBeUndefined();
    });

    it('says of a parameter what is stronger: what is said of it alone, or with others of the search', () => {
      const said = (name: string, ...names: string[]) => expectationIn(ability, name, names);
      expect(said('patient')).toBe('SHALL');
      expect(said('patient', 'category')).toBe('SHALL');
      expect(said('category')).toBeUndefined();
      expect(said('category', 'patient')).toBe('SHOULD');
      expect(said('code', 'patient', 'category')).toBe('MAY');
      expect(said('onset-date', 'patient')).toBeUndefined();
      expect(said('constructor', 'patient')).toBeUndefined();
    });
  });

  it.each([
    undefined,
    null,
    'x',
    {},
    { resourceType: 'Patient', rest: [] },
    { resourceType: 'CapabilityStatement', rest: 7 },
  ])('of %j is nothing', (value) => {
    expect(readAbilities(value)).toEqual({ formats: [], instantiates: [], types: [], operations: [] });
  });
});
