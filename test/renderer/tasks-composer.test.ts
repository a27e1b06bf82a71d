import { describe, expect, test } from 'vitest';
import {
  emptyForm,
  exampleQueries,
  lacking,
  requestOf,
  withPatient,
} from '../../renderer/parts/task-composer/task-form.ts';
import { taskRequestInput } from '../../shared/contract/task-request.ts';

describe('the composer’s form', () => {
  const form = { ...emptyForm, member: ' https://payer.example/ids|HM1 ', query: 'Condition?patient=1 ' };

  test('becomes a request the contract takes, without what is empty', () => {
    expect(requestOf(form)).toEqual({
      kind: 'data-request-query',
      query: 'Condition?patient=1',
      member: 'https://payer.example/ids|HM1',
    });
    const full = {
      ...form,
      patientId: '1',
      reason: 'Review',
      claim: 'urn:c|1',
      purposes: ['COC'],
      queues: ['claims-processing'],
      due: '2026-12-01',
      signature: true,
      requester: 'urn:p|1',
      owner: '9941001015',
    };
    expect(taskRequestInput.safeParse(requestOf(full))).toMatchObject({
      success: true,
      data: { signature: true, owner: '9941001015' },
    });
  });

  test('leaves reason and claim out when it is said that neither is known', () => {
    const request = requestOf({ ...form, reason: 'Review', claim: 'urn:c|1', reasonUnknown: true });
    expect(request).not.toHaveProperty('reason');
    expect(request).not.toHaveProperty('claim');
  });

  test('says what it lacks, the member first', () => {
    expect(lacking(emptyForm)).toMatch(/member/);
    expect(lacking({ ...emptyForm, patientId: '1' })).toMatch(/search/);
    expect(lacking(form)).toBeUndefined();
  });

  test('keeps a query with the member that was chosen, and leaves any other alone', () => {
    const [conditions] = exampleQueries('amy');
    expect(withPatient(conditions?.query ?? '', 'amy', 'dan')).toBe('Condition?patient=dan&clinical-status=active');
    expect(withPatient('Observation?subject=Patient/amy', 'amy', 'dan')).toBe('Observation?subject=Patient/dan');
    expect(withPatient('Observation?patient=PATIENT-ID', '', 'dan')).toBe('Observation?patient=dan');
    expect(withPatient('Observation?patient=somebody', 'amy', 'dan')).toBe('Observation?patient=somebody');
  });
});
