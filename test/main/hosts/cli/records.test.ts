import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { conversation } from '../../../fakes/conversation.ts';
import { runLine } from './command-line.ts';

const exchange = {
  id: '3',
  at: '2026-01-31T08:00:00.000Z',
  direction: 'out',
  method: 'GET',
  url: 'http://a.example/Patient',
  status: null,
  outcome: 'transport',
  wireBytes: 0,
  decodedBytes: 0,
  durationMs: 3.2,
};

describe('exchanges', () => {
  it('are listed with their filters, as JSON and as a table', async () => {
    const answers = { 'exchanges.list': () => ok([exchange]) };
    const json = await runLine(['exchanges', 'list', '--limit', '5', '--since', '2026-01-31', '--json'], { answers });
    expect(json.console.asked).toEqual([
      { name: 'exchanges.list', input: { limit: 5, since: '2026-01-31T00:00:00.000Z' } },
    ]);
    expect(JSON.parse(json.out)).toEqual([exchange]);
    const plain = await runLine(['exchanges', 'list'], { answers });
    expect(plain.out.split('\n')[0]).toMatch(/^ID +AT +WAY/);
    expect(plain.out.split('\n')[1]).toMatch(/^3 .* GET +- +transport +0 +3 ms +http:\/\/a\.example\/Patient$/);
  });

  it('say that there are none', async () => {
    const ran = await runLine(['exchanges', 'list'], { answers: { 'exchanges.list': () => ok([]) } });
    expect([ran.code, ran.out, ran.err]).toEqual([0, '', 'No exchange is recorded.\n']);
  });

  it('are told as a conversation around one thing, as JSON and as lines from left to right', async () => {
    const answers = { 'exchanges.conversation': () => ok(conversation) };
    const json = await runLine(['exchanges', 'conversation', '--task', '7', '--json'], { answers });
    expect(json.console.asked).toEqual([{ name: 'exchanges.conversation', input: { taskId: '7' } }]);
    expect(JSON.parse(json.out)).toEqual(conversation);
    const plain = await runLine(['exchanges', 'conversation', '--exchange', '201', '203'], { answers });
    expect(plain.console.asked[0]?.input).toEqual({ exchangeIds: ['201', '203'] });
    const lines = plain.out.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    expect(lines[1]).toMatch(
      /^201 \S+ Payer console -> Lakeside Clinic POST Task, data-request-code 201 W\/"1" requested/,
    );
    expect(lines).toContainEqual(expect.stringContaining('Receiver <- Lakeside Clinic Event 18'));
    expect(lines).toContainEqual(expect.stringContaining('Lakeside Clinic -x event 17 never arrived'));
    expect(lines[2]?.trim()).toBe('Task requested');
    for (const args of [[], ['--task', '7', '--push', '8']]) {
      const ran = await runLine(['exchanges', 'conversation', ...args], { answers });
      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.err).toContain('--submission ID');
    }
  });

  it('are shown and deleted by id', async () => {
    const shown = await runLine(['exchanges', 'show', '3', '--json']);
    expect(JSON.parse(shown.out)).toEqual({ name: 'exchanges.get', input: { id: '3' } });
    const answers = { 'exchanges.delete': () => fail('not-found', 'There is no exchange 3.', 'List them.') };
    expect((await runLine(['exchanges', 'delete', '3'], { answers })).code).toBe(2);
  });
});

describe('connections', () => {
  const args = ['connections', 'add', 'Lakeside', '--base', 'https://a.example/fhir', '--role', 'payer', '--json'];

  it('are added with what was given and printed', async () => {
    const ran = await runLine([...args, '--timeout', '5', '--cdex-version', 'ci', '--auth', 'none']);
    expect(JSON.parse(ran.out)).toEqual({
      name: 'connections.add',
      input: {
        name: 'Lakeside',
        baseUrl: 'https://a.example/fhir',
        role: 'payer',
        timeoutMs: 5000,
        cdexVersion: 'ci',
        auth: { method: 'none' },
      },
    });
  });

  it.each([
    [['list'], 'connections.list', {}],
    [['show', 'a'], 'connections.get', { connection: 'a' }],
    [['remove', 'a'], 'connections.remove', { connection: 'a' }],
  ])('%j runs %s', async (words, name, input) => {
    const ran = await runLine(['connections', ...words, '--json']);
    expect(ran.console.asked).toEqual([{ name, input }]);
  });
});

describe('call', () => {
  it('runs any command with the input on stdin and prints the value', async () => {
    const ran = await runLine(['call', 'sandbox.members', '--input', '-', '--json'], { input: '{"a": [1]}' });
    expect(JSON.parse(ran.out)).toEqual({ name: 'sandbox.members', input: { a: [1] } });
  });

  it('passes names on as they are: whether there is such a command is the contract’s to say', async () => {
    const answers = { 'no.such': () => fail('unknown-command', 'There is none.', 'List them.') };
    const ran = await runLine(['call', 'no.such', '--input', '-', '--json'], { input: '{}', answers });
    expect([ran.code, JSON.parse(ran.out).error.code]).toEqual([2, 'unknown-command']);
  });

  it.each(['', '{', 'nonsense', '{} {}'])('refuses %j on stdin as invalid-json', async (input) => {
    const ran = await runLine(['call', 'host.info', '--input', '-', '--json'], { input });
    expect([ran.code, JSON.parse(ran.out).error.code]).toEqual([2, 'invalid-json']);
    expect(ran.opened).toBeUndefined();
  });

  it('refuses a file that cannot be read', async () => {
    const ran = await runLine(['call', 'host.info', '--input', '/no/such/file', '--json']);
    expect([ran.code, JSON.parse(ran.out).error.code]).toEqual([2, 'file-unreadable']);
  });
});
