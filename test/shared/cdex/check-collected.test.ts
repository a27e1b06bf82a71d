import { describe, expect, it } from 'vitest';
import { checkCollected, objectionTo } from '../../../shared/cdex/check-collected.ts';

const patient = { id: '1', baseUrl: 'https://ehr.example/fhir', identifiers: ['s|M-1'] };
const subject = { reference: 'Patient/1' };
const condition = { resourceType: 'Condition', id: 'c', subject };
const provenance = (...target: string[]) => ({
  resourceType: 'Provenance',
  id: 'p',
  target: target.map((reference) => ({ reference })),
});

/** References of what may be given out, of a page with these resources. */
const given = (...resources: unknown[]) =>
  checkCollected({ entry: resources.map((resource) => ({ resource })) }, patient).own.map(({ reference }) => reference);

describe('what a server answered to the query of a Task', () => {
  it.each([
    ['a relative reference', condition],
    ['an absolute one', { ...condition, subject: { reference: 'https://ehr.example/fhir/Patient/1' } }],
    ['an identifier', { ...condition, subject: { identifier: { system: 's', value: 'M-1' } } }],
    ['the patient', { resourceType: 'Patient', id: '1' }],
    ['a contained practitioner', { ...condition, contained: [{ resourceType: 'Practitioner', id: 'x' }] }],
    ['contained data of the patient', { ...condition, contained: [{ ...condition, id: 'x' }] }],
    [
      'contained data of a contained person',
      { ...condition, contained: [{ ...condition, subject: { reference: '#x' } }] },
    ],
  ])('may be given out where it names the patient: %s', (_, resource) => {
    expect(objectionTo(resource, patient)).toBeUndefined();
    expect(given(resource)).toHaveLength(1);
  });

  it.each([
    ['somebody else', { ...condition, subject: { reference: 'Patient/2' } }],
    ['the same id elsewhere', { ...condition, subject: { reference: 'https://other.example/fhir/Patient/1' } }],
    ['somebody else by an identifier', { ...condition, subject: { identifier: { system: 's', value: 'M-2' } } }],
    ['another Patient', { resourceType: 'Patient', id: '2' }],
    [
      'the patient and somebody else',
      { resourceType: 'Account', id: 'a', subject: [subject, { reference: 'Patient/2' }] },
    ],
    [
      'contained data of somebody else',
      { ...condition, contained: [{ ...condition, subject: { reference: 'Patient/2' } }] },
    ],
    [
      'a Bundle with an entry of somebody else',
      {
        resourceType: 'Bundle',
        id: 'b',
        entry: [{ resource: condition }, { resource: { ...condition, subject: { reference: 'Patient/2' } } }],
      },
    ],
    ['the origin of data of somebody else', provenance('Condition/c', 'Patient/2')],
  ])('is another’s where it names %s', (_, resource) => {
    expect(objectionTo(resource, patient)?.because).toBe('another');
    expect(given(condition, resource)).toEqual(['Condition/c']);
  });

  it.each([
    ['a group', { ...condition, subject: { reference: 'Group/1' } }],
    ['no subject', { resourceType: 'Condition', id: 'x' }],
    ['a practitioner', { resourceType: 'Practitioner', id: 'x' }],
    ['nothing', null],
  ])('is nobody’s with %s', (_, resource) => {
    expect(objectionTo(resource, patient)?.because).toBe('nobody');
    expect(given(resource)).toEqual([]);
  });

  it('brings the Provenance of what may be given out, and no other', () => {
    expect(given(provenance('Condition/c'), condition)).toEqual(['Provenance/p', 'Condition/c']);
    expect(given(condition, provenance('https://ehr.example/fhir/Condition/c/_history/2'))).toHaveLength(2);
    expect(given(provenance('Patient/1'))).toEqual(['Provenance/p']);
    for (const stray of [provenance(), provenance('Condition/other'), { resourceType: 'Provenance', id: 'p' }])
      expect(given(condition, stray)).toEqual(['Condition/c']);
    const foreign = { ...condition, subject: { reference: 'Patient/2' } };
    expect(given(foreign, provenance('Condition/c'))).toEqual([]);
  });
});
