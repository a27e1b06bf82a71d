import { describe, expect, it } from 'vitest';
import { checkTaskQuery } from '../../../shared/cdex/check-task-query.ts';
import { dataRequest, query } from './samples.ts';

const ofPatient = { for: { reference: 'Patient/1' } };
const task = (text: string, members: Record<string, unknown> = ofPatient) =>
  dataRequest({ ...members, input: [query(text)] });
const errors = (text: string, ...more: [members?: Record<string, unknown>, patient?: object]) =>
  checkTaskQuery(task(text, more[0]), undefined, more[1]).findings.filter((one) => one.severity === 'error');

describe('the safety check of a Task’s query', () => {
  it.each([
    'Condition?patient=1',
    'Condition?patient=Patient/1',
    'Condition?patient:Patient=1',
    'Condition?subject=Patient%2F1&clinical-status=active,recurrence',
    'Observation?patient=1&code=4548-4&date=gt2020-01-01&_sort=-date&_count=1',
    'Observation?code:not=4548-4&patient=1&_elements=id,code&_summary=data&_total=none',
    'Observation?patient=1&value-quantity=gt7.2%7C%7C%25',
    'Condition?patient=1&_lastUpdated=ge2024-01-01T00:00:00%2B02:00&_id=a,b',
    'Condition?patient=1&_revinclude=Provenance:target',
    'DocumentReference?patient=1&type=http://loinc.org|34117-2',
    'Coverage?beneficiary=Patient/1',
    'Patient?_id=1',
    '/Condition?patient=1',
  ])('lets %s pass', (text) => {
    expect(checkTaskQuery(task(text))).toEqual({ search: text.replace(/^\//, ''), findings: [] });
  });

  it.each([
    // No search, no single type, no patient.
    ['nothing', ''],
    ['no question mark', 'Condition'],
    ['no type', '?patient=1'],
    ['no patient', 'Condition?code=1'],
    ['an empty search', 'Condition?'],
    ['several types', 'Condition,Observation?patient=1'],
    ['a type in small letters', 'condition?patient=1'],
    // Another patient, or several.
    ['another patient', 'Condition?patient=2'],
    ['two patients in one value', 'Condition?patient=1,2'],
    ['two patients in one value, encoded', 'Condition?patient=1%2C2'],
    ['a repeated patient', 'Condition?patient=1&patient=2'],
    ['a patient repeated the same', 'Condition?patient=1&patient=1'],
    ['patient and subject', 'Condition?patient=1&subject=Patient/1'],
    ['an empty patient', 'Condition?patient='],
    ['a patient without a value', 'Condition?patient'],
    ['everybody but the patient', 'Condition?patient:not=1'],
    ['whoever has a patient', 'Condition?patient:missing=false'],
    ['a group', 'Condition?subject=Group/1'],
    ['a patient elsewhere', 'Condition?patient=https://evil.example/Patient/1'],
    ['a version of the patient', 'Condition?patient=Patient/1/_history/2'],
    ['the type as a chain', 'Condition?patient.Patient=1'],
    ['an identifier nobody told of', 'Condition?patient.identifier=s|M-1'],
    ['an identifier by modifier', 'Condition?patient:identifier=s|M-1'],
    ['the patient in capitals', 'Condition?Patient=1'],
    ['a patient in capitals beside the right one', 'Condition?patient=1&PATIENT=2'],
    // Parameters that do not limit the type: a lenient server would ignore them.
    ['patients by patient', 'Patient?patient=1'],
    ['all patients', 'Patient?name=a'],
    ['two patients by id', 'Patient?_id=1,2'],
    ['a patient by half a name', 'Patient?_id:exact=1'],
    ['practitioners', 'Practitioner?patient=1'],
    ['organizations', 'Organization?subject=Patient/1'],
    ['groups', 'Group?member=Patient/1'],
    ['files', 'Binary?patient=1'],
    ['a type nobody knows', 'Secret?patient=1'],
    ['subject where there is none', 'AllergyIntolerance?subject=Patient/1'],
    // More than was asked for.
    ['_include', 'Condition?patient=1&_include=Condition:subject'],
    ['_include with a modifier', 'Condition?patient=1&_include:iterate=*'],
    ['_include everything', 'Condition?patient=1&_include=*'],
    ['_revinclude of others', 'Condition?patient=1&_revinclude=Observation:focus'],
    ['_revinclude again and again', 'Condition?patient=1&_revinclude:iterate=Provenance:target'],
    ['_revinclude of several', 'Condition?patient=1&_revinclude=Provenance:target,Observation:focus'],
    ['_INCLUDE', 'Condition?patient=1&_INCLUDE=*'],
    ['_has', 'Condition?patient=1&_has:Observation:focus:code=1'],
    ['a chain', 'Condition?patient=1&encounter.patient=2'],
    ['a typed chain', 'Condition?patient=1&encounter:Encounter.patient=2'],
    ['a chain in place of the patient', 'Condition?patient.name=Ada'],
    ['a chain from the patient', 'Condition?patient=1&subject:Patient.name=Ada'],
    ['_filter', 'Condition?patient=1&_filter=code eq 1'],
    ['_query', 'Condition?patient=1&_query=all'],
    ['_list', 'Condition?patient=1&_list=42'],
    ['_type', 'Condition?patient=1&_type=Observation'],
    ['_contained', 'Condition?patient=1&_contained=both'],
    ['_format', 'Condition?patient=1&_format=text/html'],
    ['a server’s own paging', 'Condition?patient=1&_getpages=abc'],
    ['a parameter with an underscore nobody knows', 'Condition?patient=1&_all=true'],
    ['_id with a modifier', 'Condition?patient=1&_id:not=5'],
    // Paths and operations.
    ['$everything', 'Patient/1/$everything?patient=1'],
    ['an operation on the type', 'Condition/$export?patient=1'],
    ['a compartment', 'Patient/2/Condition?patient=1'],
    ['a step up', '../Condition?patient=1'],
    ['a step up, encoded', '%2e%2e/Condition?patient=1'],
    ['a read', 'Condition/1?patient=1'],
    ['_search', 'Condition/_search?patient=1'],
    ['history', 'Condition/_history?patient=1'],
    ['another host', 'https://evil.example/Condition?patient=1'],
    ['another host without a scheme', '//evil.example/Condition?patient=1'],
    ['a script', 'javascript:alert(1)?patient=1'],
    // Encoding and separators.
    ['an encoded name', 'Condition?%70atient=1'],
    ['an encoded _include', 'Condition?patient=1&%5Finclude=*'],
    ['an encoded ampersand in a name', 'Condition?patient=1&a%26_include=*'],
    ['a value encoded twice', 'Condition?patient=1&code=%2526_include=*'],
    ['a patient encoded twice', 'Condition?patient=%2531'],
    ['a broken encoding', 'Condition?patient=1&code=%zz'],
    ['an encoded line break', 'Condition?patient=1&code=a%0d%0aHost:x'],
    ['an encoded zero', 'Condition?patient=1%00'],
    ['an invisible character', 'Condition?patient=1&\u200b_include=*'],
    ['a plus in a name', 'Condition?patient=1&_inc+lude=*'],
    ['a semicolon', 'Condition?patient=1;_include=*'],
    ['a fragment', 'Condition?patient=1#&patient=2'],
    ['two question marks', 'Condition?patient=1?_include=*'],
    ['a back slash', 'Condition\\..\\Patient?patient=1'],
    ['a space', 'Condition?patient=1 &_include=*'],
    ['a line break', 'Condition?patient=1\n&_include=*'],
    ['a name without a value', 'Condition?patient=1&code'],
    ['a value without a name', 'Condition?patient=1&=2'],
    ['letters of other widths', 'Condition?ｐatient=1'],
    ['a query that has no end', `Condition?patient=1&code=${'x'.repeat(20_000)}`],
  ])('refuses %s', (_, text) => {
    const { search, findings } = checkTaskQuery(task(text));
    expect(search).toBeUndefined();
    expect(findings.some((one) => one.severity === 'error' && one.rule === 'query-safety' && one.next)).toBe(true);
  });

  it('lists parameters we do not know, and lets them pass', () => {
    const { search, findings } = checkTaskQuery(task('Condition?patient=1&onset-age=gt5&colour=red'));
    expect(search).toBe('Condition?patient=1&onset-age=gt5&colour=red');
    expect(findings.map((one) => [one.severity, one.message])).toEqual([
      ['warning', 'onset-age is not a parameter we know.'],
      ['warning', 'colour is not a parameter we know.'],
    ]);
  });

  it('knows the patient by identifier where the Task names nobody otherwise', () => {
    const byId = { for: { identifier: { system: 'http://m.example', value: 'M-1' } } };
    for (const text of [
      'Condition?patient.identifier=http://m.example|M-1',
      'Condition?patient:identifier=http://m.example%7CM-1',
      'Condition?subject:Patient.identifier=http://m.example|M-1',
      'Patient?identifier=http://m.example|M-1',
    ])
      expect(errors(text, byId)).toEqual([]);
    for (const text of [
      'Condition?patient=1',
      'Condition?patient.identifier=M-1',
      'Patient?identifier=http://m.example|',
    ])
      expect(errors(text, byId)).toHaveLength(1);
    const noSystem = { for: { identifier: { value: 'M-1' } } };
    expect(errors('Patient?identifier=M-1', noSystem)).toHaveLength(1);
    const two = { for: { reference: 'Patient/1', identifier: { system: 'http://m.example', value: 'M-2' } } };
    expect(errors('Condition?patient.identifier=http://m.example|M-2', two)).toHaveLength(1);
  });

  it('takes the patient as the server knows it', () => {
    const patient = { id: '7', identifiers: ['s|M-7'], baseUrl: 'https://ehr.example/fhir' };
    const byId = { for: { identifier: { system: 's', value: 'M-7' } } };
    for (const text of [
      'Condition?patient=7',
      'Condition?patient=https://ehr.example/fhir/Patient/7',
      'Patient?identifier=s|M-7',
    ])
      expect(errors(text, byId, patient)).toEqual([]);
    for (const text of [
      'Condition?patient=1',
      'Condition?patient=https://ehr.example/other/Patient/7',
      'Patient?identifier=s|M-8',
    ])
      expect(errors(text, byId, patient)).toHaveLength(1);
    expect(errors('Condition?patient=1', ofPatient, { id: '7' })).toHaveLength(1);
  });

  it('takes the absolute reference the Task itself gives', () => {
    const absolute = { for: { reference: 'https://ehr.example/fhir/Patient/1' } };
    expect(errors('Condition?patient=https://ehr.example/fhir/Patient/1', absolute)).toEqual([]);
    expect(errors('Condition?patient=1', absolute)).toEqual([]);
  });

  it('finds a list whose last part alone is the patient', () => {
    const patient = { id: '7', identifiers: ['s|a,s|b'], baseUrl: 'https://ehr.example/fhir' };
    const two = 'https://ehr.example/fhir/Patient/8,https://ehr.example/fhir/Patient/7';
    for (const whom of ['Patient/7', two])
      for (const text of [
        `Condition?patient=${two}`,
        `Condition?patient=${encodeURIComponent(two)}`,
        'Condition?patient=https://ehr.example/fhir/Patient/8,Patient/7',
        'Condition?patient.identifier=s|a,s|b',
      ]) {
        expect(errors(text, { for: { reference: whom } }, patient)).toHaveLength(1);
        expect(errors(text, { for: { reference: whom } })).toHaveLength(1);
      }
    const listed = { for: { identifier: { system: 's', value: 'a,s|b' } } };
    expect(errors('Condition?patient.identifier=s|a,s|b', listed)).toHaveLength(1);
  });

  it('takes a query given in place of the Task’s own', () => {
    expect(checkTaskQuery(task('Condition?patient=2'), 'Condition?patient=1').search).toBe('Condition?patient=1');
    expect(checkTaskQuery(task('Condition?patient=1'), 'Condition?patient=2').search).toBeUndefined();
  });

  it.each([undefined, null, 7, {}, { for: [], input: 'x' }])('copes with %j', (value) => {
    expect(checkTaskQuery(value).search).toBeUndefined();
    expect(checkTaskQuery(value, 'Condition?patient=1').search).toBeUndefined();
  });
});
