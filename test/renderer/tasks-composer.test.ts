import { describe, expect, test } from 'vitest';
import { lineItemsOf } from '../../renderer/parts/composer/line-items.ts';
import { lacksOf } from '../../renderer/parts/task-composer/lacks.ts';
import { exampleQueries, withPatient } from '../../renderer/parts/composer/queries.ts';
import {
  askedLine,
  emptyForm,
  freshTrackingId,
  type TaskForm,
  titleOf,
} from '../../renderer/parts/task-composer/task-form.ts';
import { formFrom, isBlank, requestFrom } from '../../renderer/parts/task-composer/task-request.ts';
import { taskRequestInput } from '../../shared/contract/task-request.ts';
import { type RequestKind, requestKinds } from '../../shared/domain/task-request.ts';

const full: TaskForm = {
  ...emptyForm,
  member: ' https://payer.example/ids|HM1 ',
  patientId: 'amy',
  requester: 'urn:p|1',
  owner: '9941001015',
  purposes: ['payment-noe'],
  ownPurposes: 'urn:x|review',
  queues: ['claims-processing'],
  signature: true,
  due: '2026-12-01',
  claim: 'urn:c|1',
  claimAssignedBy: 'provider',
  reason: 'Review',
  reasonReference: 'Coverage/1',
  reasonType: 'Coverage',
  identifier: 'urn:r|7',
  basedOn: 'ServiceRequest/4',
  authorization: { resourceType: 'CommunicationRequest', place: 'contained', text: 'Release' },
  query: 'Condition?patient=amy ',
  code: '11506-3',
  text: 'Progress note',
  questionnaire: 'https://payer.example/Questionnaire/oxygen|2',
  title: 'Home oxygen',
  use: 'preauthorization',
  documents: [askedLine({ what: '11506-3', title: 'Progress note', lineItems: '1, 3-4' }), askedLine()],
  questionnaires: [askedLine({ what: 'https://payer.example/Questionnaire/oxygen' })],
  trackingId: 'urn:t|1',
  adminRef: 'urn:a|1',
  serviceDate: '2026-11-02',
  payerUrl: 'https://payer.example/$submit-attachment',
  npi: '9941001015',
  organizationNpi: '1407071236',
  name: 'Shaw, Amy',
  birthDate: '1958-04-12',
  patientAccount: 'urn:m|7',
  multipleSubmits: true,
};
const of = (kind: RequestKind, more: Partial<TaskForm> = {}): TaskForm => ({ ...full, kind, ...more });

describe('the composer’s form', () => {
  test.each(requestKinds)('becomes a %s the contract takes, and comes back from it', (kind) => {
    const request = requestFrom(of(kind));
    expect(taskRequestInput.safeParse(request)).toMatchObject({ success: true, data: { kind } });
    expect(requestFrom(formFrom(request))).toEqual(request);
    expect(request).toMatchObject({
      member: 'https://payer.example/ids|HM1',
      purposeOfUse: ['payment-noe', 'urn:x|review'],
    });
  });

  test('sends of each kind only what it has fields for', () => {
    const query = requestFrom(of('data-request-query'));
    expect(query).toMatchObject({
      query: 'Condition?patient=amy',
      claimAssignedBy: 'provider',
      reasonType: 'Coverage',
    });
    for (const name of ['code', 'questionnaire', 'attachments', 'npi']) expect(query).not.toHaveProperty(name);
    const documents = requestFrom(of('attachment-request-code'));
    expect(documents).toMatchObject({
      attachments: [{ what: '11506-3', title: 'Progress note', lineItems: [1, 3, 4] }],
    });
    for (const name of ['query', 'reason', 'basedOn', 'identifier', 'patientId'])
      expect(documents).not.toHaveProperty(name);
  });

  test('is left out where it is empty', () => {
    expect(requestFrom({ ...emptyForm, member: 'urn:m|1', query: 'Patient?_id=1' })).toEqual({
      kind: 'data-request-query',
      member: 'urn:m|1',
      query: 'Patient?_id=1',
    });
  });

  test('CONF-058: says aloud that no reason is known, and then sends none', () => {
    const request = requestFrom(of('data-request-query', { reasonUnknown: true }));
    expect(request).toMatchObject({ reasonUnknown: true });
    for (const name of ['reason', 'claim', 'reasonReference', 'claimAssignedBy'])
      expect(request).not.toHaveProperty(name);
  });

  test('an administrative reference belongs to prior authorizations alone', () => {
    expect(requestFrom(of('attachment-request-code'))).toHaveProperty('adminRef');
    expect(requestFrom(of('attachment-request-code', { use: 'claim' }))).not.toHaveProperty('adminRef');
  });

  test('is blank until something was said that a person typed', () => {
    expect(isBlank(emptyForm)).toBe(true);
    const offered = { trackingId: freshTrackingId('urn:p|1'), payerUrl: 'http://127.0.0.1:1/$submit-attachment' };
    expect(isBlank({ ...emptyForm, kind: 'attachment-request-code', ...offered })).toBe(true);
    expect(isBlank({ ...emptyForm, reason: 'Review' })).toBe(false);
  });

  test('is named by what it asks for', () => {
    expect(titleOf(of('data-request-query'))).toBe('Condition?patient=amy');
    expect(titleOf(of('data-request-code', { text: '' }))).toBe('Progress note');
    expect(titleOf(of('attachment-request-questionnaire'))).toBe('https://payer.example/Questionnaire/oxygen');
    expect(titleOf(emptyForm)).toBe('data-request-query');
  });
});

describe('line items', () => {
  test('are numbers and stretches of numbers', () => {
    expect(lineItemsOf('1, 3-5;3 9')).toEqual([1, 3, 4, 5, 9]);
    expect(lineItemsOf('')).toEqual([]);
  });
  test.each(['x', '1.5', '5-3', '1-9999', '-1'])('%s cannot be read', (text) => {
    expect(lineItemsOf(text)).toBeUndefined();
  });
});

describe('what the form still lacks', () => {
  const fields = (form: TaskForm, knowsParties = true) => lacksOf(form, knowsParties).map(({ field }) => field);

  test('is told in the order of the fields', () => {
    expect(fields(emptyForm)).toEqual(['member', 'query', 'claim']);
    expect(fields({ ...emptyForm, patientId: '1', query: 'Patient?_id=1' })).toEqual([]);
    expect(fields({ ...emptyForm, patientId: '1', query: 'Patient?_id=1' }, false)).toEqual([
      'requester',
      'owner',
      'claim',
    ]);
  });

  test('an attachment request is by member id, and a claim has a date of service (CONF-012)', () => {
    const form = of('attachment-request-code', { use: 'claim', member: '', serviceDate: '' });
    expect(fields(form)).toEqual(['member', 'serviceDate']);
    expect(fields({ ...form, use: 'preauthorization' })).toEqual(['member']);
    expect(fields(of('attachment-request-code', { npi: '', organizationNpi: '' }), false)).toEqual(['npi']);
    expect(fields(of('attachment-request-questionnaire', { questionnaires: [askedLine()] }))).toEqual(['attachments']);
  });
});

test('a query is kept with the member that was chosen, and any other is left alone', () => {
  const [conditions] = exampleQueries('amy');
  expect(withPatient(conditions?.query ?? '', 'amy', 'dan')).toBe('Condition?patient=dan&clinical-status=active');
  expect(withPatient('Observation?subject=Patient/amy', 'amy', 'dan')).toBe('Observation?subject=Patient/dan');
  expect(withPatient('Observation?patient=PATIENT-ID', '', 'dan')).toBe('Observation?patient=dan');
  expect(withPatient('Observation?patient=somebody', 'amy', 'dan')).toBe('Observation?patient=somebody');
});
