import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, truncateSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { SubmissionRequest } from '../../../shared/domain/submission.ts';
import { cleanUp, openConsole, until } from '../../fakes/ports.ts';
import { claimSubmission, writeFile } from './submission-partner.ts';

/** A payer that reads as it likes; answers its base. */
async function startServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const megabyte = 1_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is held once everything that can be is let go, in bytes. */
function liveBytes(): number {
  collect();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

/** A PDF, as far as its first bytes go, of so many bytes; the rest of it takes no place on the disk. */
function scan(bytes: number): string {
  const file = writeFile('scan.pdf', '%PDF-1.4\n');
  truncateSync(file, bytes);
  return file;
}

const submissionOf = (file: string): SubmissionRequest => ({
  ...claimSubmission(),
  attachments: [{ code: '11506-3', content: { from: 'file', path: file } }],
});

const sha256 = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
};

test('100 MB are sent from disk as they are read, with their length, and are recorded as they were sent', async () => {
  const before = liveBytes();
  let [most, length, looked, hash] = [0, 0, 0, ''];
  let declared: string | undefined;
  const to = await startServer((request, response) => {
    const received = createHash('sha256');
    declared = request.headers['content-length'];
    request.on('data', (chunk: Buffer) => {
      received.update(chunk);
      length += chunk.length;
      if (length - looked < 10 * megabyte) return;
      looked = length;
      most = Math.max(most, liveBytes() - before);
    });
    request.on('end', () => {
      hash = received.digest('hex');
      response.writeHead(200).end();
    });
  });
  const { run, console, ports } = openConsole();
  const told: (number | undefined)[] = [];
  console.listen((event) => {
    if (event.type === 'progress' && event.progress.totalBytes) told.push(event.progress.bytes);
  });
  const answer = await run('submissions.send', {
    request: submissionOf(scan(100 * megabyte)),
    to,
    operationId: 'large',
  });
  expect(answer.accepted).toBe(true);
  expect(length).toBeGreaterThan(133 * megabyte);
  expect(declared).toBe(String(length));
  expect(looked).toBeGreaterThan(100 * megabyte);
  expect(most).toBeLessThan(50 * megabyte);
  expect(told.length).toBeGreaterThan(0);
  const folder = path.join(ports.dataFolder, 'bodies');
  const [file = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(await sha256(createReadStream(path.join(folder, file)))).toBe(hash);
  expect(await run('exchanges.get', { id: answer.exchangeId })).toMatchObject({ request: { bodyBytes: length } });
}, 120_000);

test('a large file of Parameters goes as it is, looked at by the rules', async () => {
  let hash = '';
  const to = await startServer((request, response) => {
    void sha256(request).then((found) => {
      hash = found;
      response.writeHead(200).end();
    });
  });
  const { run, refused } = openConsole();
  const { parameters } = await run('submissions.compose', { request: claimSubmission('one', 'two'), whole: true });
  const text = JSON.stringify(parameters).replace(/"data":"[^"]+"/, () => `"data":"${'QUJD'.repeat(1_000_000)}"`);
  const file = writeFile('parameters.json', text);
  const answer = await run('submissions.send', { parameters: { file }, to });
  expect(answer).toMatchObject({
    accepted: true,
    trackingId: 'https://clinic.example/tracking|T-1',
    record: {
      sent: [{ bytes: 3 * megabyte }, {}],
      findings: [{ rule: 'attachment-type' }, { rule: 'attachment-size' }, { rule: 'attachment-hash' }],
    },
  });
  expect(hash).toBe(createHash('sha256').update(text).digest('hex'));
  const broken = writeFile('broken.json', text.replace('"TrackingId"', '"TrackingIt"'));
  expect(await refused('submissions.send', { parameters: { file: broken }, to })).toMatchObject({
    code: 'rules-failed',
  });
});

test('an answer that comes before the body was read is heard (413)', async () => {
  const to = await startServer((request, response) => {
    response.writeHead(413, { 'content-type': 'application/fhir+json' });
    response.write(
      JSON.stringify({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', details: { text: 'Too much.' } }],
      }),
    );
    // The rest is read and thrown away, as a careful server does, and the answer ends with it.
    request.resume().on('end', () => response.end());
  });
  const { run } = openConsole();
  const answer = await run('submissions.send', { request: submissionOf(scan(20 * megabyte)), to, retries: 2 });
  expect(answer).toMatchObject({ httpStatus: 413, accepted: false });
  expect(answer.attempts).toHaveLength(1);
  expect(answer.error?.message).toContain('Too much.');
});

test('a payer that hangs up in the middle has nothing, and the record shows how far it came', async () => {
  const to = await startServer((request) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > 5 * megabyte) request.socket.destroy();
    });
  });
  const { run } = openConsole();
  const answer = await run('submissions.send', { request: submissionOf(scan(40 * megabyte)), to });
  expect(answer).toMatchObject({ httpStatus: null, error: { code: 'connection-lost' }, record: { state: 'failed' } });
  const { request } = await run('exchanges.get', { id: answer.exchangeId });
  expect(request.bodyBytes).toBeGreaterThan(5 * megabyte);
  expect(request.bodyBytes).toBeLessThan(50 * megabyte);
});

test('sending is cancelled in the middle', async () => {
  let length = 0;
  const to = await startServer((request) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > megabyte) request.pause();
    });
  });
  const { run, console } = openConsole();
  const request = submissionOf(scan(40 * megabyte));
  const sending = console.dispatch('submissions.send', { request, to, retries: 3, operationId: 'mine' });
  await until(() => length > megabyte);
  await run('operations.cancel', { operationId: 'mine' });
  expect(await sending).toMatchObject({
    ok: true,
    value: {
      accepted: false,
      error: { code: 'cancelled' },
      record: { state: 'failed', attempts: [{ result: 'cancelled' }] },
    },
  });
});

test('a payer that says nothing is not waited for without end', async () => {
  const to = await startServer((request) => request.resume());
  const { run } = openConsole();
  const partner = { baseUrl: to, timeoutMs: 2_000 };
  const answer = await run('submissions.send', { request: submissionOf(scan(2 * megabyte)), partner, to });
  expect(answer).toMatchObject({ httpStatus: null, error: { code: 'timed-out' } });
  expect(answer.error?.next).toContain('may have arrived');
});

test('a file that shrinks while it is sent breaks the submission off, and is named', async () => {
  const file = scan(60 * megabyte);
  let length = 0;
  const to = await startServer((request) => {
    request.on('data', (chunk: Buffer) => {
      if (length === 0) truncateSync(file, 2 * megabyte);
      length += chunk.length;
    });
  });
  const { run } = openConsole();
  const answer = await run('submissions.send', { request: submissionOf(file), to, retries: 3 });
  expect(answer).toMatchObject({ accepted: false, error: { code: 'file-unreadable' } });
  expect(answer.error?.message).toContain('was changed');
  expect(answer.attempts).toHaveLength(1);
});
