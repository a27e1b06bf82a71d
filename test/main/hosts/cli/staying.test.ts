import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { pushChange } from '../fake-console.ts';
import { runLine, startLine } from './command-line.ts';

const receiver = {
  submitAttachmentUrl: 'http://127.0.0.1:9/fhir/$submit-attachment',
  notificationUrl: 'http://127.0.0.1:9/notify',
  metadataUrl: 'http://127.0.0.1:9/fhir/metadata',
};
const sandbox = {
  provider: { fhirBaseUrl: 'http://127.0.0.1:1/fhir' },
  payer: { fhirBaseUrl: 'http://127.0.0.1:2/fhir', submitAttachmentUrl: 'http://127.0.0.1:2/fhir/$submit-attachment' },
};
const answers = {
  'receiver.start': () => ok({ id: 'receiver', running: true, receiver }),
  'sandbox.start': () => ok({ id: 'sandbox', running: true, sandbox }),
};
const held = fail('role-held', 'The receiver is held by process 77.', 'Stop that process, or use it.');

const push = (id: string, more: object = {}) => ({
  id,
  at: '2999-01-01T00:00:00.000Z',
  storedAt: '2999-01-01T00:00:00.000Z',
  kind: 'submission',
  title: 'A submission',
  trackingId: 's|t',
  attachTo: 'claim',
  memberId: 's|m',
  answered: 200,
  exchangeId: '1',
  attachments: [
    { index: 0, code: '1-8', contentType: 'text/plain', bytes: 3, sha256: 'ab', resourceType: 'X', pointer: '' },
  ],
  findings: [{ rule: 'cdex-1', severity: 'warning', path: 'a', message: 'm', next: 'n' }],
  ...more,
});

describe('listen', () => {
  it('prints its addresses, then each answered push once, and ends after --count', async () => {
    const line = startLine(['listen', '--port', '0', '--max-bytes', '99', '--count', '2', '--json'], { answers });
    const [first] = await line.lines(1);
    expect(JSON.parse(first ?? '')).toEqual(receiver);
    const { emit } = line.console;
    emit(pushChange(1, push('1', { answered: null })));
    emit(pushChange(2, push('1')));
    emit(pushChange(3, push('1')));
    emit(pushChange(4, push('old', { storedAt: '2000-01-01T00:00:00.000Z' })));
    emit(pushChange(5, push('2', { kind: 'unexpected', answered: 400, trackingId: undefined })));
    emit(pushChange(6, push('3')));
    const ran = await line.done;
    expect(ran.code).toBe(0);
    const [, one, two, ...rest] = ran.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(one).toEqual({
      id: '1',
      at: '2999-01-01T00:00:00.000Z',
      kind: 'submission',
      trackingId: 's|t',
      attachTo: 'claim',
      memberId: 's|m',
      answered: 200,
      attachments: [{ code: '1-8', contentType: 'text/plain', bytes: 3, sha256: 'ab' }],
      findings: [{ rule: 'cdex-1', severity: 'warning', path: 'a', message: 'm' }],
    });
    expect(two).toMatchObject({ id: '2', kind: 'unexpected', answered: 400 });
    expect('trackingId' in two).toBe(false);
    expect(rest).toEqual([]);
    expect(ran.console.asked).toEqual([{ name: 'receiver.start', input: { port: 0, maxBytes: 99 } }]);
    expect(ran.opened?.capabilities).toContain('stay');
    expect([ran.console.listeners, ran.console.closed]).toEqual([0, 1]);
  });

  it('prints a push that came before its first line behind it', async () => {
    let emit = () => {};
    const early = {
      'receiver.start': () => {
        emit();
        return ok({ id: 'receiver', running: true, receiver });
      },
    };
    const line = startLine(['listen', '--count', '1', '--json'], { answers: early });
    emit = () => line.console.emit(pushChange(1, push('1')));
    const lines = (await line.done).out.trim().split('\n');
    expect(lines.map((text) => Object.keys(JSON.parse(text))[0])).toEqual(['submitAttachmentUrl', 'id']);
  });

  it('prints handshakes and heartbeats without counting them', async () => {
    const line = startLine(['listen', '--count', '1', '--json'], { answers });
    await line.lines(1);
    for (const [index, notification] of [
      'handshake',
      'heartbeat',
      'event-notification',
      'event-notification',
    ].entries())
      line.console.emit(pushChange(index, push(String(index), { kind: 'notification', notification })));
    expect((await line.done).out.trim().split('\n').length).toBe(4);
  });

  it('reads the inbox again when the journal ran ahead of it', async () => {
    const inbox = { ...answers, 'inbox.list': () => ok([push('2'), push('1')]) };
    const line = startLine(['listen', '--count', '2', '--json'], { answers: inbox });
    await line.lines(1);
    line.console.emit({ type: 'resync', seq: 9 });
    const ids = (await line.done).out
      .trim()
      .split('\n')
      .slice(1)
      .map((text) => JSON.parse(text).id);
    expect(ids).toEqual(['1', '2']);
  });

  it('ends with 0 when the process is asked to end', async () => {
    const line = startLine(['listen'], { answers });
    await line.lines(1);
    line.end();
    expect(await line.done).toMatchObject({ code: 0, console: { closed: 1 } });
  });

  it('refuses with 2 when another process listens', async () => {
    const ran = await runLine(['listen', '--json'], { answers: { 'receiver.start': () => held } });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([2, { error: held.error }]);
  });
});

describe('sandbox', () => {
  it('prints its addresses and stays', async () => {
    const args = ['sandbox', '--provider-port', '0', '--payer-port', '0', '--seed', '7', '--step-ms', '20', '--json'];
    const line = startLine([...args, '--fault', 'slow', 'gone', '--fault', 'html'], { answers });
    const [first] = await line.lines(1);
    expect(JSON.parse(first ?? '')).toEqual(sandbox);
    line.end();
    const ran = await line.done;
    expect(ran.code).toBe(0);
    expect(ran.console.asked).toEqual([
      {
        name: 'sandbox.start',
        input: { providerPort: 0, payerPort: 0, seed: 7, stepMs: 20, faults: ['slow', 'gone', 'html'] },
      },
    ]);
  });

  it('takes how Tasks are answered', async () => {
    const ways = [
      '--answering',
      'by-hand',
      '--outputs',
      'external',
      '--no-hits',
      'failed',
      '--require-purpose',
      '--reopen',
    ];
    const line = startLine(['sandbox', ...ways, '--json'], { answers });
    await line.lines(1);
    line.end();
    const ran = await line.done;
    const input = { answering: 'by-hand', outputs: 'external', noHits: 'failed', requirePurpose: true, reopen: true };
    expect(ran.console.asked).toEqual([{ name: 'sandbox.start', input }]);
    const wrong = await runLine(['sandbox', '--answering', 'later'], { answers });
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('automatic, by-hand')]);
  });

  it('reset answers and ends', async () => {
    const ran = await runLine(['sandbox', 'reset', '--json'], {
      answers: { 'sandbox.reset': () => ok({ reset: true }) },
    });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, { reset: true }]);
  });
});

describe('serve', () => {
  it('prints address, receiver and sandbox, answers over HTTP, and closes', async () => {
    const line = startLine(['serve', '--receiver-port', '0', '--no-open', '--json'], { answers });
    const [first = ''] = await line.lines(1);
    const { url, ...rest } = JSON.parse(first);
    const { submitAttachmentUrl, notificationUrl } = receiver;
    expect(rest).toEqual({ receiver: { submitAttachmentUrl, notificationUrl }, sandbox });
    const [origin = '', token = ''] = url.split('/#token=');
    const call = () =>
      fetch(`${origin}/call/host.info`, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${token}` } });
    expect(await (await call()).json()).toMatchObject({ ok: true });
    line.end();
    const ran = await line.done;
    expect(ran.code).toBe(0);
    expect(ran.opened).toMatchObject({ host: 'loopback', capabilities: ['open-links', 'stay'] });
    await expect(call()).rejects.toThrow();
  });

  it('goes on without a role another process holds, and gives that one’s addresses', async () => {
    const other = {
      ...answers,
      'receiver.start': () => held,
      'receiver.status': () => ok({ id: 'receiver', running: true, pid: 77, receiver }),
    };
    const line = startLine(['serve', '--json'], { answers: other });
    const [first = ''] = await line.lines(1);
    expect(JSON.parse(first).receiver.notificationUrl).toBe(receiver.notificationUrl);
    line.end();
    const ran = await line.done;
    expect([ran.code, ran.err]).toEqual([0, 'The receiver is held by process 77. Stop that process, or use it.\n']);
  });

  it('goes on without a sandbox that was not wanted or cannot start', async () => {
    const broken = { ...answers, 'sandbox.start': () => fail('internal', 'It broke.', 'Report it.') };
    for (const args of [
      ['serve', '--no-sandbox', '--json'],
      ['serve', '--json'],
    ]) {
      const line = startLine(args, { answers: broken });
      const [first = ''] = await line.lines(1);
      expect(JSON.parse(first).sandbox).toBeNull();
      line.end();
      expect((await line.done).code).toBe(0);
    }
  });

  it('prints one line with the address for people', async () => {
    const line = startLine(['serve', '--words'], { answers });
    await line.lines(1);
    line.end();
    expect((await line.done).out).toMatch(/^Console ready: http:\/\/127\.0\.0\.1:\d+\/#token=\S{32,}\n$/);
  });

  it('prints JSON into a pipe without being asked', async () => {
    const line = startLine(['serve'], { answers });
    const [first = ''] = await line.lines(1);
    expect(Object.keys(JSON.parse(first))).toEqual(['url', 'receiver', 'sandbox']);
    line.end();
    await line.done;
  });

  it('refuses a taken port with 2', async () => {
    const first = startLine(['serve', '--json'], { answers });
    const port = new URL(JSON.parse((await first.lines(1))[0] ?? '').url).port;
    const ran = await runLine(['serve', '--port', port, '--json'], { answers });
    expect([ran.code, JSON.parse(ran.out).error.code]).toEqual([2, 'port-in-use']);
    expect(ran.console.asked).toEqual([]);
    first.end();
    await first.done;
  });
});
