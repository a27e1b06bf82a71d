import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nextRead } from '../../../../main/hosts/cli/next-read.ts';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { runLine, startLine } from './command-line.ts';

const task = { resourceType: 'Task', id: 'T1' };
const findings = [
  { rule: 'a-1', severity: 'information', path: 'Task.note', message: 'Mind this.' },
  { rule: 'cdex-9', severity: 'error', path: 'Task.input', message: 'One request only.' },
];
const base = ['--base', 'http://a.example/fhir'];
const partner = { baseUrl: 'http://a.example/fhir' };

describe('task request', () => {
  it('builds the request from every option and prints the Task', async () => {
    const answers = {
      'tasks.request': () =>
        ok({ task, findings: [], id: '1', taskId: 'T1', exchangeId: '2', httpStatus: 201, oddities: [] }),
    };
    const args = [
      ...['task', 'request', ...base, '--query', 'Condition?patient=1', '--patient', '1', '--member', 's|m'],
      ...['--requester', 's|r', '--owner', 's|o', '--pou', 'CLMATTCH, http://x|COVAUTH', '--tag', '18', '12'],
      ...[
        '--signature',
        '--reason',
        'Because',
        '--claim',
        's|c',
        '--based-on',
        'ServiceRequest/1',
        '--due',
        '2026-02-01',
      ],
    ];
    const ran = await runLine(args, { answers });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, task]);
    expect(ran.console.asked[0]?.input).toMatchObject({
      partner,
      request: {
        kind: 'data-request-query',
        query: 'Condition?patient=1',
        patientId: '1',
        member: 's|m',
        requester: 's|r',
        owner: 's|o',
        purposeOfUse: ['CLMATTCH', 'http://x|COVAUTH'],
        workQueue: ['18', '12'],
        signature: true,
        reason: 'Because',
        claim: 's|c',
        basedOn: 'ServiceRequest/1',
        due: '2026-02-01',
      },
    });
  });

  it('--dry-run sends nothing, prints the Task, says findings worst first and exits 1 on an error', async () => {
    const args = ['task', 'request', '--query', 'Condition', '--dry-run'];
    const ran = await runLine(args, { answers: { 'tasks.draft': () => ok({ task, findings }) } });
    expect([ran.code, JSON.parse(ran.out)]).toEqual([1, task]);
    expect(ran.err).toBe('error cdex-9 Task.input: One request only.\ninformation a-1 Task.note: Mind this.\n');
    expect(ran.console.asked.map(({ name }) => name)).toEqual(['tasks.draft']);
    const fine = await runLine(args, {
      answers: { 'tasks.draft': () => ok({ task, findings: findings.slice(0, 1) }) },
    });
    expect(fine.code).toBe(0);
  });

  it('needs a partner to send', async () => {
    expect((await runLine(['task', 'request', '--query', 'Condition'])).code).toBe(2);
  });
});

const version = (versionId: string, status: string, more: object = {}) => ({
  versionId,
  status,
  at: `2026-01-01T00:00:0${versionId}Z`,
  seenAt: '2026-01-01T00:00:00Z',
  exchangeId: '1',
  ...more,
});
const one = version('1', 'requested');
const two = version('2', 'in-progress', { businessStatus: 'Reviewing' });
const three = version('3', 'completed');
const record = (...versions: { status: string }[]) => ({
  id: '7',
  taskId: 'T1',
  partner: 'A',
  createdAt: '2026-01-01T00:00:00Z',
  status: versions.at(-1)?.status,
  versions,
});

/** Answers a poll each with the next of these. */
function polls(...answers: (() => ReturnType<typeof ok> | ReturnType<typeof fail>)[]) {
  const rest = [...answers];
  return () => rest.shift()?.() ?? fail('internal', 'Polled too often.', 'Count again.');
}

describe('task watch', () => {
  const every = ['--every', '0.01', '--json'];

  it('takes the Task up from its partner and prints a line a version until it is completed', async () => {
    const answers = {
      'tasks.adopt': () => ok(record(one)),
      'tasks.poll': polls(
        () => ok(record(one)),
        () => ok(record(one, two)),
        () => ok(record(one, two, three)),
      ),
    };
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...base, ...every], { answers });
    expect([ran.code, ran.err]).toEqual([0, '']);
    const lines = ran.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines).toEqual([
      { id: 'T1', status: 'requested', versionId: '1', at: one.at, nextPollAt: expect.stringMatching(/Z$/) },
      {
        id: 'T1',
        status: 'in-progress',
        versionId: '2',
        at: two.at,
        businessStatus: 'Reviewing',
        nextPollAt: expect.stringMatching(/Z$/),
      },
      { id: 'T1', status: 'completed', versionId: '3', at: three.at },
    ]);
    expect(ran.console.asked[0]).toMatchObject({ name: 'tasks.adopt', input: { taskId: 'T1', partner } });
    expect(ran.console.asked[1]).toMatchObject({ name: 'tasks.poll', input: { id: 'T1', partner } });
  });

  it.each(['rejected', 'failed'])('ends with 1 at %s and says why', async (status) => {
    const last = {
      ...record(one, version('2', status, { statusReason: 'No such member' })),
      statusReason: 'No such member',
    };
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...base, ...every], {
      answers: { 'tasks.adopt': () => ok(last) },
    });
    expect([ran.code, ran.err]).toEqual([1, `The Task ended ${status}. No such member\n`]);
    expect(JSON.parse(ran.out.trim().split('\n')[1] ?? '')).toMatchObject({ status, statusReason: 'No such member' });
  });

  it('finds a Task we hold by the server’s id', async () => {
    const answers = {
      'tasks.get': ({ id }: { id: string }) =>
        id === '7' ? ok(record(one)) : fail('not-found', 'There is no Task T1.', 'List them.'),
      'tasks.list': () => ok([record(one)]),
      'tasks.poll': polls(() => ok(record(one, three))),
    };
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...every], { answers });
    expect(ran.code).toBe(0);
    expect(ran.console.asked.at(-1)).toEqual({ name: 'tasks.poll', input: { id: '7' } });
  });

  it('refuses a server’s id that two partners use, or nobody', async () => {
    const get = () => fail('not-found', 'There is no Task T1.', 'List them.');
    const two = { 'tasks.get': get, 'tasks.list': () => ok([record(one), { ...record(one), partner: 'B' }]) };
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...every], { answers: two });
    expect([ran.code, JSON.parse(ran.out).error.message]).toEqual([2, 'Several partners have a Task T1: A, B.']);
    const none = { 'tasks.get': get, 'tasks.list': () => ok([record(one)]) };
    const other = await runLine(['task', 'watch', '--id', 'T9', ...every], { answers: none });
    expect(JSON.parse(other.out).error.code).toBe('not-found');
  });

  it('takes the sent one where the same server’s Task is held for both sides', async () => {
    const of = (id: string, side: string, baseUrl = 'http://a.example/fhir') => ({
      ...record(one, three),
      id,
      side,
      baseUrl,
    });
    const get = ({ id }: { id: string }) =>
      id === '7' ? ok(of('7', 'sent')) : fail('not-found', 'There is no Task T1.', 'List them.');
    const show = (list: object[]) =>
      runLine(['task', 'show', '--id', 'T1'], { answers: { 'tasks.get': get, 'tasks.list': () => ok(list) } });
    const both = await show([of('8', 'received'), of('7', 'sent')]);
    expect([both.code, JSON.parse(both.out).id]).toEqual([0, '7']);
    expect((await show([of('7', 'sent'), of('8', 'received', 'http://b.example/fhir')])).code).toBe(2);
  });

  it('outlives a partner that is away, and ends when the partner refuses', async () => {
    const answers = {
      'tasks.adopt': () => ok(record(one)),
      'tasks.poll': polls(
        () => fail('unreachable', 'Nobody answers.', 'Wait.'),
        () => ok(record(one, two)),
        () => fail('refused-by-partner', 'Gone.', 'Ask again.', { httpStatus: 410 }),
      ),
    };
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...base, ...every], { answers });
    expect([ran.code, ran.err]).toEqual([1, 'Nobody answers. The next read is on schedule.\n']);
    const lines = ran.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines.map((line) => line.status ?? line.error.code)).toEqual([
      'requested',
      'in-progress',
      'refused-by-partner',
    ]);
  });

  it('goes on after 429, and not before the partner wants it', async () => {
    const answers = {
      'tasks.adopt': () => ok(record(one)),
      'tasks.poll': polls(
        () => fail('refused-by-partner', 'Slow down.', 'Wait.', { httpStatus: 429, retryAfter: '1' }),
        () => ok(record(one, three)),
      ),
      'tasks.history': () => fail('not-found', 'No history is kept.', 'Go on.'),
    };
    const began = Date.now();
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...base, ...every], { answers });
    expect([ran.code, ran.err]).toEqual([0, expect.stringMatching(/^Slow down\. .* not before 20.*Z\.\n$/)]);
    // Timers and dates count by two clocks, which may differ by a few milliseconds.
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('waits for its first read as long as the partner wants', async () => {
    const answers = {
      'tasks.adopt': polls(
        () => fail('refused-by-partner', 'Slow down.', 'Wait.', { httpStatus: 429, retryAfter: '1' }),
        () => ok(record(one, three)),
      ),
    };
    const began = Date.now();
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...base, ...every], { answers });
    expect([ran.code, ran.err]).toEqual([0, expect.stringMatching(/^Slow down\. .* put off to 20.*Z\.\n$/)]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('ends with 1 where the Task that ended cannot be acted on', async () => {
    const answers = { 'tasks.adopt': () => ok({ ...record(one, three), modifier: 'It may mean the opposite.' }) };
    const ran = await runLine(['task', 'watch', '--id', 'T1', ...base, ...every], { answers });
    expect([ran.code, ran.err]).toEqual([1, 'The Task cannot be acted on: It may mean the opposite.\n']);
  });

  it('ends with 0 when the process is asked to end', async () => {
    const line = startLine(['task', 'watch', '--id', 'T1', ...base], {
      answers: { 'tasks.adopt': () => ok(record(one)) },
    });
    await line.lines(1);
    line.end();
    expect((await line.done).code).toBe(0);
  });

  it('reads at the guide’s times: one minute after the create, then five apart, then sixty', () => {
    const at = (minutes: number) => Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000;
    const next = (minutes: number) => ((nextRead(record(one), 'cdex', undefined, at(minutes)) ?? 0) - at(0)) / 60_000;
    expect([0, 0.5, 1, 6, 26, 86].map(next)).toEqual([1, 1, 6, 11, 86, 146]);
    expect(nextRead(record(one), 'debug', undefined, at(9))).toBe(at(9) + 5_000);
    expect(nextRead(record(one), 'cdex', 200, at(0))).toBe(at(0) + 200);
  });
});

describe('task fetch', () => {
  const output = (more: object = {}) => ({
    reference: 'Bundle/1',
    kind: 'relative',
    contentType: 'application/fhir+json',
    bytes: 9,
    sha256: 'ab',
    exchangeId: '4',
    pointer: '',
    file: '/out/1.json',
    findings: [],
    ...more,
  });

  it('takes the Task up, fetches into the folder and prints what came', async () => {
    const answers = {
      'tasks.adopt': () => ok(record(one, three)),
      'tasks.fetch': () => ok({ status: 'completed', findings: [], outputs: [output()] }),
    };
    const ran = await runLine(['task', 'fetch', '--id', 'T1', ...base, '--out', 'results', '--json'], { answers });
    const { exchangeId: _e, pointer: _p, ...printed } = output();
    expect([ran.code, JSON.parse(ran.out)]).toEqual([0, { status: 'completed', findings: [], outputs: [printed] }]);
    expect(ran.console.asked[1]?.input).toMatchObject({ id: 'T1', partner, folder: path.resolve('results') });
  });

  it('exits 1 when an output could not be had', async () => {
    const answers = {
      'tasks.get': () => ok(record(one, three)),
      'tasks.fetch': () =>
        ok({ status: 'completed', findings: [], outputs: [output({ findings: findings.slice(1) })] }),
    };
    const ran = await runLine(['task', 'fetch', '--id', '7', '--out', 'results', '--json'], { answers });
    expect([ran.code, ran.err]).toEqual([1, 'error cdex-9 Task.input: One request only.\n']);
  });
});

describe('task list and show', () => {
  it('print rows, and one with its history', async () => {
    const full = { ...record(one, two), updatedAt: two.at, asked: 'Conditions' };
    const answers = { 'tasks.list': () => ok([full]), 'tasks.get': () => ok(full) };
    const list = await runLine(['task', 'list', '--status', 'in-progress', '--json'], { answers });
    expect([JSON.parse(list.out), list.console.asked[0]?.input]).toMatchObject([[full], { status: 'in-progress' }]);
    expect((await runLine(['task', 'list'], { answers })).out).toMatch(/7 .*in-progress .*Task\/T1 .*Conditions/);
    expect(JSON.parse((await runLine(['task', 'show', '--id', '7'], { answers })).out)).toEqual(full);
  });
});
