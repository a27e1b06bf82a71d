import { describe, expect, it } from 'vitest';
import { systems } from '../../../shared/cdex/codes.ts';
import { readTask } from '../../../shared/cdex/read-task.ts';
import {
  attachmentRequest,
  coded,
  data,
  dataRequest,
  neededDocument,
  neededForm,
  ownPurpose,
  payerUrl,
  purpose,
  query,
} from './samples.ts';

const base = 'https://ehr.example/fhir';

describe('reading a Task', () => {
  it('shows a data request by query', () => {
    const task = dataRequest({
      status: 'in-progress',
      meta: { versionId: '3', lastUpdated: '2024-05-02T00:00:00Z' },
      businessStatus: { text: 'With the records office' },
      restriction: { period: { end: '2024-06-01' } },
    });
    expect(readTask(task, base)).toEqual({
      status: 'in-progress',
      businessStatus: 'With the records office',
      code: 'data-request-query',
      asked: 'Condition?patient=1&clinical-status=active',
      member: 'http://payer.example/members|M-1',
      claim: 'http://payer.example/claims|C-1',
      owner: 'http://hl7.org/fhir/sid/us-npi|1999999984',
      requester: 'http://payer.example/ids|P-1',
      due: '2024-06-01',
      versionId: '3',
      lastUpdated: '2024-05-02T00:00:00Z',
      outputs: [],
    });
  });

  it('shows an attachment request by what it contains', () => {
    expect(readTask(attachmentRequest(), base)).toEqual({
      status: 'requested',
      code: 'attachment-request-code',
      asked: 'Progress note (11506-3)',
      member: 'http://payer.example/members|M-1',
      claim: 'http://payer.example/claims|C-1',
      owner: 'http://hl7.org/fhir/sid/us-npi|1999999984',
      requester: 'http://payer.example/ids|P-1',
      trackingId: 'http://payer.example/tracking|T-1',
      multipleSubmits: false,
      due: '2024-06-01',
      outputs: [],
    });
  });

  it('tells purposes, work queues and whether signed data are asked for (CONF-017)', () => {
    const meta = {
      tag: [
        { system: systems.cdex, code: 'referral' },
        { system: 'urn:other', code: 'mine' },
      ],
    };
    const flag = { type: coded(systems.cdex, 'signature-flag'), valueBoolean: true };
    const input = [query('Condition?patient=1'), flag, purpose('payment-noe', ownPurpose)];
    expect(readTask(dataRequest({ meta, input }), base)).toMatchObject({
      purposes: ['payment-noe', ownPurpose],
      workQueues: ['referral'],
      signature: true,
    });
  });

  it.each([
    [
      'several documents',
      { input: [neededDocument(), neededDocument('11502-2'), payerUrl] },
      'Progress note (11506-3), Progress note (11502-2)',
    ],
    [
      'free text',
      { input: [{ type: coded(systems.hrex, 'data-code'), valueCodeableConcept: { text: 'active conditions' } }] },
      'active conditions',
    ],
    ['a questionnaire', { input: [neededForm('http://forms.example/oxygen')] }, 'http://forms.example/oxygen'],
    [
      'a questionnaire by its display',
      {
        input: [
          {
            ...neededForm('http://forms.example/oxygen'),
            _valueCanonical: {
              extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/display', valueString: 'Home oxygen' }],
            },
          },
        ],
      },
      'Home oxygen (http://forms.example/oxygen)',
    ],
    ['nothing but a description', { input: [], description: 'Please call' }, 'Please call'],
    ['nothing but a code', { input: [] }, 'data-request-query'],
  ])('says in one line that %s is asked for', (_, members, asked) => {
    expect(readTask(dataRequest(members)).asked).toBe(asked);
  });

  it('names people by their identifier, else by display or reference', () => {
    expect(readTask(dataRequest({ for: { reference: 'Patient/1', display: 'Ada' } })).member).toBe('Ada');
    expect(readTask(dataRequest({ for: { reference: 'Patient/1' } })).member).toBe('Patient/1');
    expect(readTask(dataRequest({ owner: { identifier: { value: 'x' } } })).owner).toBe('x');
    expect(
      readTask(dataRequest({ statusReason: { coding: [{ code: 'none', display: 'No match' }] } })).statusReason,
    ).toBe('No match');
  });

  it.each([
    [[{ type: coded(systems.hrex, 'data-query'), valueString: 'A?b=c' }], 'data-request-query'],
    [[{ type: coded(systems.hrex, 'data-code'), valueCodeableConcept: { text: 'x' } }], 'data-request-code'],
    [[], 'data-request'],
  ])('reads the code of version 1 by its input: %j', (input, code) => {
    expect(readTask(dataRequest({ code: coded(systems.hrex, 'data-request'), input })).code).toBe(code);
  });

  it.each([
    ['#results', 'contained'],
    ['#gone', 'missing'],
    ['Bundle/1', 'relative'],
    [`${base}/Bundle/1`, 'absolute'],
    ['https://other.example/fhir/Bundle/1', 'foreign'],
    ['urn:uuid:1', 'logical'],
  ])('classes the output %s as %s', (reference, kind) => {
    const task = dataRequest({ contained: [{ resourceType: 'Bundle', id: 'results' }], output: [data(reference)] });
    expect(readTask(task, base).outputs).toEqual([{ index: 0, type: 'data-value', reference, kind }]);
  });

  it('keeps outputs that name nothing in their places', () => {
    const output = [
      { type: coded(systems.hrex, 'data-value'), valueReference: { identifier: { system: 's', value: 'v' } } },
      { valueReference: {} },
      { valueUrl: `${base}/Binary/1` },
      { valueString: 'No record was found' },
      { valueString: 'Bundle/7' },
    ];
    expect(readTask(dataRequest({ output }), base).outputs).toEqual([
      { index: 0, type: 'data-value', reference: 's|v', kind: 'logical' },
      { index: 1, reference: '', kind: 'missing' },
      { index: 2, reference: `${base}/Binary/1`, kind: 'absolute' },
      { index: 3, reference: '', kind: 'missing' },
      { index: 4, reference: 'Bundle/7', kind: 'relative' },
    ]);
  });

  it('trusts no URL when it does not know where the Task came from', () => {
    expect(readTask(dataRequest({ output: [data(`${base}/Bundle/1`)] })).outputs[0]?.kind).toBe('foreign');
  });

  it.each([
    undefined,
    null,
    'x',
    [],
    {},
    { resourceType: 'Task', input: 7, output: [null], code: [], for: 'x', contained: 'y' },
  ])('survives %j', (value) => {
    expect(readTask(value)).toMatchObject({ status: '', asked: '', outputs: [] });
  });
});

it('many outputs and many contained resources are matched in one pass', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `r${index}`);
  const { outputs } = readTask({
    resourceType: 'Task',
    contained: ids.map((id) => ({ resourceType: 'Patient', id })),
    output: [...ids, 'nobody'].map((id) => ({ valueReference: { reference: `#${id}` } })),
  });
  expect(outputs.at(-2)).toMatchObject({ reference: '#r19999', kind: 'contained' });
  expect(outputs.at(-1)).toMatchObject({ reference: '#nobody', kind: 'missing' });
});
