import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { openReceiver, startPayer, submit } from './attachment-journeys.ts';

// The journeys of the guide in submissions of our own, with its oddities: other systems, dates and member ids than the request has.

const identifier = (name: string, system: string, value: string) => ({ name, valueIdentifier: { system, value } });
const loinc = (code: string) => ({
  name: 'Code',
  valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code }] },
});

interface Made {
  trackingId: [system: string, value: string];
  use?: 'claim' | 'preauthorization';
  adminRef?: string;
  parts: object[][];
}

const submission = ({ trackingId, use = 'claim', adminRef, parts }: Made) => ({
  resourceType: 'Parameters',
  parameter: [
    identifier('TrackingId', ...trackingId),
    ...(adminRef ? [identifier('AdminRefNumber', 'https://mesa.example/references', adminRef)] : []),
    { name: 'AttachTo', valueCode: use },
    identifier('PayerId', 'https://mesa.example/ids', 'MESA'),
    identifier('OrganizationId', 'http://hl7.org/fhir/sid/us-npi', '9941001015'),
    identifier('ProviderId', 'http://hl7.org/fhir/sid/us-npi', '9942001013'),
    identifier('MemberId', 'https://mesa.example/members', '70707'),
    ...(use === 'claim' ? [{ name: 'ServiceDate', valueDateTime: '2026-06-19' }] : []),
    ...parts.map((part) => ({ name: 'Attachment', part })),
  ],
});

const document = (contentType: string, bytes: Buffer, code: string) => ({
  name: 'Content',
  resource: {
    resourceType: 'DocumentReference',
    status: 'current',
    subject: { identifier: { system: 'https://mesa.example/members', value: '70707' } },
    type: { coding: [{ system: 'http://loinc.org', code }] },
    content: [
      {
        attachment: {
          contentType,
          title: 'Note',
          data: bytes.toString('base64'),
          hash: createHash('sha1').update(bytes).digest('base64'),
        },
      },
    ],
  },
});

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
const ccda = Buffer.from(
  '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Operation</title></ClinicalDocument>',
);

const signature = {
  type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.5' }],
  when: '2026-06-20T10:00:00Z',
  who: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9942001013' } },
  data: Buffer.from('header..signature').toString('base64'),
};

const fhirDocument = {
  name: 'Content',
  resource: {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:6f0f2d26-1e70-4f0c-9d0c-6f9a4b0f8a11' },
    timestamp: '2026-06-20T10:00:00Z',
    entry: [
      {
        fullUrl: 'urn:uuid:6f0f2d26-1e70-4f0c-9d0c-6f9a4b0f8a12',
        resource: {
          resourceType: 'Composition',
          status: 'final',
          type: { coding: [{ system: 'http://loinc.org', code: '11503-0' }] },
          date: '2026-06-20T10:00:00Z',
          author: [{ display: 'Clinic' }],
          title: 'Problems of a member',
        },
      },
    ],
    signature,
  },
};

const observation = (value: number) => ({
  name: 'Content',
  resource: {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }], text: 'HbA1c' },
    valueQuantity: { value, unit: '%' },
  },
});

const form = {
  name: 'Content',
  resource: {
    resourceType: 'QuestionnaireResponse',
    questionnaire: 'https://mesa.example/Questionnaire/oxygen',
    status: 'completed',
    item: [{ linkId: '1', answer: [{ valueBoolean: true }] }],
  },
};

const own = 'https://clinic.example/tracking';
const line = (value: string) => ({ name: 'LineItem', valueString: value });

const withCcda = submission({
  trackingId: [own, '5550001'],
  parts: [[line('1'), line('2'), line('3'), loinc('11504-8'), document('text/xml', ccda, '11504-8')]],
});
const withSignedDocument = submission({
  trackingId: [own, '5550002'],
  parts: [[line('1'), loinc('11503-0'), fhirDocument]],
});
const withPdf = submission({
  trackingId: ['https://mesa.example/acns', 'asked-1'],
  parts: [[line('1'), loinc('11506-3'), document('application/pdf', pdf, '11506-3')]],
});
const withObservations = submission({
  trackingId: [own, '5550004'],
  parts: [6.8, 7.1, 7.4].map((value) => [line('1'), loinc('11502-2'), observation(value)]),
});
const withForm = submission({
  trackingId: ['https://mesa.example/acns', 'asked-2'],
  use: 'preauthorization',
  adminRef: 'REF-4242',
  parts: [[line('1'), form]],
});

const pas = (code: string) => ({
  coding: [{ system: 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes', code }],
});

/** An attachment request whose tracking id has another system, and whose member another number, than the submission says. */
const request = {
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  identifier: [
    {
      type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', code: 'tracking-id' }] },
      system: 'https://mesa.example/tracking',
      value: 'asked-1',
    },
  ],
  contained: [
    {
      resourceType: 'Patient',
      id: 'patient',
      identifier: [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] },
          system: 'https://mesa.example/members',
          value: 'M-1',
        },
      ],
      name: [{ family: 'Vale', given: ['Iris'] }],
      birthDate: '1970-01-01',
    },
    {
      resourceType: 'PractitionerRole',
      id: 'practitionerrole',
      practitioner: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9942001013' } },
    },
  ],
  code: pas('attachment-request-code'),
  for: { reference: '#patient' },
  authoredOn: '2026-06-18T08:00:00Z',
  requester: { identifier: { system: 'https://mesa.example/ids', value: 'MESA' } },
  owner: { reference: '#practitionerrole' },
  reasonCode: { coding: [{ system: 'http://hl7.org/fhir/claim-use', code: 'claim' }], text: 'claim' },
  reasonReference: { identifier: { system: 'https://mesa.example/claims', value: 'C-1' } },
  input: [
    {
      type: pas('attachments-needed'),
      valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] },
    },
    { type: pas('payer-url'), valueUrl: 'https://mesa.example/fhir/$submit-attachment' },
    {
      type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', code: 'service-date' }] },
      valueDate: '2026-06-12',
    },
  ],
};

describe('what is received', () => {
  test('solicited: the answer to a Task of ours is matched by the value of its tracking id, and accepted', async () => {
    const server = await startPartner();
    server.on('POST /Task', json(201, { ...request, id: 'one' }));
    const receiver = await openReceiver();
    const partner = { baseUrl: server.baseUrl };
    const { id } = await receiver.run('tasks.request', { partner, task: request, profile: 'manual' });
    expect((await receiver.push(withPdf)).status).toBe(200);
    expect(await receiver.stored()).toMatchObject({
      kind: 'submission',
      match: { state: 'matched', taskId: id, by: ['tracking-value'] },
      answer: { how: 'accept' },
    });
  });

  test('unsolicited: accepted without a word by a rule, held with an informational outcome by the guide (CONF-021)', async () => {
    const accepting = await openReceiver();
    await accepting.run('answers.save', { name: 'Accept', answer: 'accept' });
    expect(await accepting.push(withCcda)).toEqual({ status: 200 });
    const holding = await openReceiver();
    const answered = await holding.push(withCcda);
    expect(answered).toMatchObject({ status: 200, issue: { severity: 'information', code: 'informational' } });
    expect(await holding.stored()).toMatchObject({ match: { state: 'held' }, answer: { how: 'hold' } });
  });

  test('without the signature that is required: 400', async () => {
    const receiver = await openReceiver({ requireSignature: true });
    const refused = await receiver.push(withCcda);
    expect(refused).toMatchObject({
      status: 400,
      issue: { severity: 'error', text: expect.stringMatching(/signature/) },
    });
  });

  test('with a signature: taken where one is required, or refused by a rule about signed ones', async () => {
    const receiver = await openReceiver({ requireSignature: true });
    expect((await receiver.push(withSignedDocument)).status).toBe(200);
    expect(await receiver.stored()).toMatchObject({ signed: true });
    const text = 'The certificate of the signature has expired.';
    await receiver.run('answers.save', { name: 'Expired', when: { signed: true }, answer: 'reject', text });
    const other = { ...withSignedDocument, parameter: withSignedDocument.parameter.slice() };
    other.parameter[0] = identifier('TrackingId', own, '5550012');
    expect(await receiver.push(other)).toMatchObject({ status: 400, issue: { severity: 'error', text } });
  });

  const size = (content: { resource: object }) => Buffer.byteLength(JSON.stringify(content.resource));
  test.each([
    ['a C-CDA', withCcda, [['DocumentReference', 'text/xml', ccda.length]]],
    ['a PDF', withPdf, [['DocumentReference', 'application/pdf', pdf.length]]],
    ['a signed FHIR document', withSignedDocument, [['Bundle', 'application/fhir+json', size(fhirDocument)]]],
    [
      'Observations',
      withObservations,
      [6.8, 7.1, 7.4].map((value) => ['Observation', 'application/fhir+json', size(observation(value))]),
    ],
    ['an answered form', withForm, [['QuestionnaireResponse', 'application/fhir+json', size(form)]]],
  ])('%s is accepted and shown with types and sizes', async (_, body, shown) => {
    const receiver = await openReceiver();
    expect((await receiver.push(body)).status).toBe(200);
    const push = await receiver.stored();
    expect([push.kind, push.findings.filter(({ severity }) => severity === 'error')]).toEqual(['submission', []]);
    expect(push.attachments.map(({ resourceType, contentType, bytes }) => [resourceType, contentType, bytes])).toEqual(
      shown,
    );
    expect(push.adminRef).toBe(body === withForm ? 'https://mesa.example/references|REF-4242' : undefined);
  });

  test('what nobody expected is kept and answered as if it were not there (CONF-096)', async () => {
    const receiver = await openReceiver();
    const [tracking, ...rest] = withCcda.parameter;
    const extension = [{ url: 'https://clinic.example/extension', valueString: 'x' }];
    const strange = {
      ...withCcda,
      unheardOf: true,
      extension,
      parameter: [{ ...tracking, extension, odd: 1 }, ...rest],
    };
    expect((await receiver.push(strange)).status).toBe(200);
    expect(await receiver.stored()).toMatchObject({ trackingId: `${own}|5550001` });
  });
});

const outcome = (severity: string, code: string, text: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code, details: { text } }],
});

describe('what a payer answers is judged', () => {
  test.each<[string, number, object | undefined, string]>([
    ['200 without a body', 200, undefined, 'accepted'],
    ['200, held', 200, outcome('information', 'informational', 'Held for a future claim.'), 'held'],
    ['400, no signature', 400, outcome('error', 'business-rule', 'A signature is required.'), 'refused'],
    ['400 without a body', 400, undefined, 'refused'],
    ['200, and a fatal outcome', 200, outcome('fatal', 'exception', 'Out of order.'), 'refused'],
  ])('%s', async (_, status, body, result) => {
    const payer = await startPayer(status, body);
    expect(await submit(withPdf, payer.url)).toEqual([status, result]);
    expect(JSON.parse(payer.seen[0]?.body ?? '')).toEqual(withPdf);
  });
});
