import { createHash } from 'node:crypto';
import { gzipSync, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { searchset, patient } from '../../fakes/partner/bundles.ts';
import { body, issueOf, submit } from './answering.ts';
import { openReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

/** The same with one byte turned over in its middle. */
const spoilt = (packed: Buffer) =>
  Buffer.from(packed.map((byte, at) => (at === packed.length >> 1 ? byte ^ 0xff : byte)));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a good submission is stored, understood and answered 200', async () => {
  const { send, store, close } = await openReceiver();
  const pdf = Buffer.from('%PDF-1.4 synthetic');
  const body = JSON.stringify(submissionOf({ documents: [pdf], final: true }));
  const answer = await send(submit, { body, headers: { 'user-agent': 'Lakeside/1.0' } });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information' }],
  });
  await close(); // writes what nobody waits for
  const [push] = store.pushes.list(5);
  expect(push).toMatchObject({
    kind: 'submission',
    trackingId: 'https://source.example/tracking|track-1',
    attachTo: 'claim',
    memberId: 'https://payer.example/members|M-77',
    final: true,
    answered: 200,
    findings: [],
    attachments: [
      { bytes: pdf.length, sha256: sha256(pdf), contentType: 'application/pdf', sniffedType: 'application/pdf' },
    ],
  });
  const exchange = store.exchanges.detail(push?.exchangeId ?? '');
  expect(exchange).toMatchObject({
    direction: 'in',
    method: 'POST',
    status: 200,
    outcome: 'ok',
    approach: 'push',
    partner: 'Lakeside',
    wireBytes: body.length,
    decodedBytes: body.length,
    request: { bodyText: body },
    response: { bodyText: answer.text },
  });
});

test.each<[string, (body: ReturnType<typeof submissionOf>) => unknown, string]>([
  [
    'a part is missing',
    (body) => ({ ...body, parameter: body.parameter.filter(({ name }) => name !== 'TrackingId') }),
    'TrackingId is missing',
  ],
  [
    'a name is in the wrong case',
    (body) => JSON.parse(JSON.stringify(body).replace('"TrackingId"', '"trackingId"')),
    'another case than TrackingId',
  ],
  ['it is another resource', () => patient('a'), 'takes a Parameters resource, not Patient'],
  ['it is JSON of no resource', () => ({ hello: 1 }), 'no FHIR resource'],
])('a submission is refused with 400 and kept when %s', async (_, change, says) => {
  const { send, store } = await openReceiver();
  const answer = await send(submit, { body: JSON.stringify(change(submissionOf())) });
  expect(answer.status).toBe(400);
  const outcome = JSON.parse(answer.text);
  expect(outcome.issue[0].severity).toBe('error');
  expect(JSON.stringify(outcome)).toContain(says);
  const [push] = store.pushes.list(5);
  expect(push?.findings.some(({ message }) => message.includes(says))).toBe(true);
  const worst = outcome.issue[0].details.text;
  await expect.poll(() => store.exchanges.detail(push?.exchangeId ?? '')?.problem).toContain(worst);
});

test('malformed JSON is answered 400 and kept as it came', async () => {
  const { send, store } = await openReceiver();
  const body = '{"resourceType":"Parameters","parameter":[';
  expect((await send(submit, { body })).status).toBe(400);
  const [push] = store.pushes.list(5);
  expect(push).toMatchObject({ kind: 'unexpected', title: 'Not JSON' });
  expect(store.exchanges.detail(push?.exchangeId ?? '')?.request.bodyText).toBe(body);
});

test('a body no reader can follow is answered 400 and kept', async () => {
  const { send, store } = await openReceiver();
  const body = JSON.stringify(submissionOf()).replace(
    '"resourceType":"DocumentReference"',
    `"resourceType":"Basic","deep":${'['.repeat(90_000)}${']'.repeat(90_000)}`,
  );
  expect((await send(submit, { body })).status).toBe(400);
  expect(store.pushes.list(5)).toMatchObject([{ kind: 'unexpected', findings: [{ severity: 'error' }] }]);
  expect((await send(submit, { body: '['.repeat(900_000) })).status).toBe(400);
});

test('GET on $submit-attachment is 405 with Allow, and kept', async () => {
  const { send, store } = await openReceiver();
  for (const path of [submit, '/%24submit-attachment', `/fhir${submit}?x=1`]) {
    const answer = await send(path, { method: 'GET' });
    expect([path, answer.status, answer.headers.allow]).toEqual([path, 405, 'POST']);
  }
  expect(store.pushes.list(5).map(({ kind, answered }) => [kind, answered])).toEqual(
    Array(3).fill(['unexpected', 405]),
  );
});

test('XML is 415, says what is taken, and is kept', async () => {
  const { send, store } = await openReceiver();
  const body = '<Parameters xmlns="http://hl7.org/fhir"/>';
  const answer = await send(submit, { body, headers: { 'content-type': 'application/fhir+xml' } });
  expect([answer.status, answer.headers.accept]).toEqual([415, 'application/fhir+json']);
  const [push] = store.pushes.list(5);
  expect(push).toMatchObject({ kind: 'unexpected', answered: 415 });
  expect(store.exchanges.detail(push?.exchangeId ?? '')?.request.bodyText).toBe(body);
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
])('a submission may be compressed: %s', async (encoding, compress) => {
  const { send, store } = await openReceiver();
  const plain = Buffer.from(JSON.stringify(submissionOf()));
  const packed = compress(plain);
  const answer = await send(submit, { body: packed, headers: { 'content-encoding': encoding } });
  expect(answer.status).toBe(200);
  expect(store.exchanges.list(1)[0]).toMatchObject({ wireBytes: packed.length, decodedBytes: plain.length });
  expect(store.exchanges.detail('1')?.request.bodyText).toBe(plain.toString());
});

test('a coding nobody knows here is 415 and leaves an item that says why', async () => {
  const { send, store } = await openReceiver();
  const answer = await send(submit, { body: 'x', headers: { 'content-encoding': 'compress' } });
  expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'gzip, deflate']);
  expect(issueOf(answer.text)).toMatchObject({ details: { text: 'The content coding compress is not taken here.' } });
  expect(store.pushes.list(5)).toMatchObject([
    { kind: 'unexpected', answered: 415, findings: [{ message: 'The content coding compress is not taken here.' }] },
  ]);
});

test.each([
  ['gzip', 'that is no gzip', Buffer.from('this is not gzip')],
  ['gzip', 'with a broken byte', spoilt(gzipSync(body))],
  ['x-gzip', 'that breaks off', gzipSync(body).subarray(0, 40)],
  ['deflate', 'that is no deflate', Buffer.from('neither is this')],
])(
  'a body in %s %s is 400, not 415: the coding is one of ours (RFC 9110, 8.4 and 15.5.16)',
  async (coding, _, sent) => {
    const { send, store } = await openReceiver();
    const answer = await send(submit, { body: sent, headers: { 'content-encoding': coding } });
    expect([answer.status, answer.headers['accept-encoding']]).toEqual([400, undefined]);
    const { severity, code, details } = issueOf(answer.text);
    expect([severity, code]).toEqual(['error', 'structure']);
    expect(details.text).toContain(`not in the content coding its header names, ${coding},`);
    expect(store.pushes.list(5)).toMatchObject([
      { kind: 'unexpected', answered: 400, findings: [{ rule: 'content-encoding' }] },
    ]);
  },
);

describe('everything else that arrives', () => {
  const notification = (type: string, entries: object[] = []) => ({
    resourceType: 'Bundle',
    type: 'history',
    entry: [
      {
        resource: {
          resourceType: 'Parameters',
          parameter: [
            { name: 'subscription', valueReference: { reference: 'https://source.example/fhir/Subscription/1' } },
            { name: 'type', valueCode: type },
          ],
        },
      },
      ...entries,
    ],
  });

  test.each<[string, string, string, unknown, number, object]>([
    [
      'a handshake',
      'POST',
      '/notifications',
      notification('handshake'),
      200,
      { kind: 'notification', notification: 'handshake' },
    ],
    [
      'a heartbeat',
      'POST',
      '/notifications',
      notification('heartbeat'),
      200,
      { kind: 'notification', notification: 'heartbeat' },
    ],
    [
      'an event',
      'POST',
      '/notifications/42',
      notification('event-notification', [{ fullUrl: 'https://source.example/fhir/Task/1' }]),
      200,
      { kind: 'notification', notification: 'event-notification', title: 'Notification, Task/1' },
    ],
    ['a Bundle', 'POST', '/', searchset([patient('a')]), 200, { kind: 'bundle' }],
    ['a resource', 'POST', '/Patient', patient('a'), 200, { kind: 'resource' }],
    ['a resource that is put', 'PUT', '/Patient/a', patient('a'), 200, { kind: 'resource' }],
    ['JSON without a type', 'POST', '/x', { a: 1 }, 400, { kind: 'unexpected' }],
    ['a DELETE', 'DELETE', '/Patient/a', '', 404, { kind: 'unexpected' }],
    ['a PATCH', 'PATCH', '/Patient/a', [], 404, { kind: 'unexpected' }],
  ])('%s', async (_, method, path, body, status, kept) => {
    const { send, store, close } = await openReceiver();
    const answer = await send(path, { method, body: JSON.stringify(body) });
    expect(answer.status).toBe(status);
    await close();
    expect(store.pushes.list(5)).toEqual([expect.objectContaining({ ...kept, answered: status })]);
  });

  test('a plain resource is not said to be created: it has no place it can be read at (FHIR R4, create)', async () => {
    const { send } = await openReceiver();
    const answer = await send('/Patient', { body: JSON.stringify(patient('a')) });
    expect([answer.status, answer.headers.location]).toEqual([200, undefined]);
    expect(issueOf(answer.text)).toMatchObject({ severity: 'information', code: 'informational' });
    expect((await send('/Patient/a', { method: 'GET' })).status).toBe(404);
  });

  test('an empty body and an unreadable address', async () => {
    const { send, store } = await openReceiver();
    expect((await send(submit, { body: '' })).status).toBe(400);
    expect((await send('/%E0%A4%A', { body: JSON.stringify(patient('a')) })).status).toBe(200);
    expect((await send('/%', { method: 'GET' })).status).toBe(404);
    expect(store.pushes.list(5)).toHaveLength(2);
  });

  test('a lookup leaves a record and no inbox item', async () => {
    const { send, store, close } = await openReceiver();
    expect((await send('/nothing', { method: 'GET' })).status).toBe(404);
    const head = await send('/metadata', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    await close();
    expect([store.pushes.list(5), store.exchanges.list(5).length]).toEqual([[], 2]);
  });
});

test('/metadata tells the limit, what to do beyond it, and that Final is supported', async () => {
  const { send, receiver } = await openReceiver(30_000_000);
  const answer = await send('/metadata', { method: 'GET' });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/fhir+json; charset=utf-8']);
  const statement = JSON.parse(answer.text);
  expect(statement).toMatchObject({
    resourceType: 'CapabilityStatement',
    status: 'active',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    date: '2026-10-01T12:00:00.000Z',
    implementation: { url: `http://127.0.0.1:${receiver.port}` },
  });
  const [operation] = statement.rest[0].operation;
  expect(operation.name).toBe('submit-attachment');
  expect(operation.documentation).toContain('30 MB (30000000 bytes)');
  expect(operation.documentation).toContain('Final is supported');
  expect(operation.documentation).toContain('DocumentReference.content.attachment.url');
});

test('a submission of 30 MB is understood with its true hash', async () => {
  const { send, store } = await openReceiver();
  const document = Buffer.alloc(22_000_000, 'synthetic page\n');
  const body = JSON.stringify(submissionOf({ documents: [Buffer.from('%PDF small'), document] }));
  expect(body.length).toBeGreaterThan(29_000_000);
  expect((await send(submit, { body })).status).toBe(200);
  const [push] = store.pushes.list(5);
  expect(push?.attachments.map(({ bytes, sha256: hash }) => [bytes, hash])).toEqual([
    [10, sha256(Buffer.from('%PDF small'))],
    [document.length, sha256(document)],
  ]);
  expect(store.exchanges.body('1', 'request')).toEqual({ size: body.length, file: expect.any(String) });
});
