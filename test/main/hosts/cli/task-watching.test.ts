import { describe, expect, it } from 'vitest';
import { fail, ok, type Reply } from '../../../../shared/contract/errors.ts';
import { runLine, startLine } from './command-line.ts';

const version = (versionId: string, status: string, more: object = {}) => ({
  versionId,
  status,
  at: `2026-01-01T00:00:0${versionId}Z`,
  seenAt: '2026-01-01T00:00:00Z',
  exchangeId: '1',
  ...more,
});
const versions = [
  version('1', 'requested'),
  version('2', 'completed', { offFigure: true, byHistory: true }),
  version('3', 'in-progress', { reopened: true, offFigure: true, businessStatus: 'Once more' }),
];
const task = (more: object = {}) => ({
  id: '7',
  taskId: 'T1',
  partner: 'Lakeside',
  baseUrl: 'https://lakeside.example/fhir',
  side: 'sent',
  createdAt: new Date().toISOString(),
  updatedAt: '2026-01-01T00:00:03Z',
  asked: 'Conditions',
  status: 'in-progress',
  versions,
  ...more,
});
const base = ['--base', 'https://lakeside.example/fhir'];
const partner = { baseUrl: 'https://lakeside.example/fhir' };
const lineOf = (out: string) => JSON.parse(out.trim().split('\n').at(-1) ?? '');

describe('task watch', () => {
  it.each([
    ['hrex', [], 60],
    ['debug', [], 5 / 60],
    ['manual', [], 1],
    ['hrex', ['--profile', 'cdex'], 1],
  ])(
    'reads at the pace agreed with the connection (%s), unless another is named: %j',
    async (polling, more, minutes) => {
      const record = task({ connectionId: 'c1' });
      const line = startLine(['task', 'watch', '--id', 'T1', '--connection', 'lakeside', '--json', ...more], {
        answers: {
          'tasks.adopt': () => ok(record),
          'connections.list': () => ok([{ id: 'c1', policy: { polling } }]),
        },
      });
      await line.lines(3);
      const next = (Date.parse(lineOf(line.out()).nextPollAt) - Date.parse(record.createdAt)) / 60_000;
      line.end();
      expect((await line.done).code).toBe(0);
      expect(next).toBeGreaterThanOrEqual(minutes - 0.01);
      expect(next).toBeLessThan(minutes + 0.5);
    },
  );

  it('says what reopened the Task, in a line of JSON and in words', async () => {
    const ended = { ...task(), status: 'completed', versions: [...versions, version('4', 'completed')] };
    const answers = { 'tasks.get': () => ok(ended) };
    const json = await runLine(['task', 'watch', '--id', '7', '--json'], { answers });
    const lines = json.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines.map(({ status, reopened }) => [status, reopened === true])).toEqual([
      ['requested', false],
      ['completed', false],
      ['in-progress', true],
      ['completed', false],
    ]);
    expect(json.code).toBe(0);
  });

  it('asks for the versions that passed between two reads, once; a server that keeps none is no reason to end', async () => {
    const [first, second, third] = versions;
    const ended = version('4', 'completed');
    const watched = async (history: () => Reply<unknown>) => {
      let asked = 0;
      const line = startLine(['task', 'watch', '--id', 'T1', ...base, '--every', '0.05', '--json'], {
        answers: {
          'tasks.adopt': () => ok(task({ versions: [first] })),
          'tasks.poll': () => ok(task({ status: 'completed', versions: [first, ended] })),
          'tasks.history': () => {
            asked += 1;
            return history();
          },
        },
      });
      expect((await line.done).code).toBe(0);
      expect(asked).toBe(1);
      return line
        .out()
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text).versionId);
    };
    const whole = task({ status: 'completed', versions: [first, second, third, ended] });
    expect(await watched(() => ok(whole))).toEqual(['1', '2', '3', '4']);
    expect(await watched(() => fail('not-found', 'No history.', 'Go on.'))).toEqual(['1', '4']);
  });

  it('reads a received Task by its own id', async () => {
    const answers = {
      'tasks.get': () => ok(task({ side: 'received' })),
      'tasks.poll': () => ok(task({ side: 'received', status: 'completed' })),
    };
    const ran = await runLine(['task', 'watch', '--id', '7', '--json'], { answers });
    expect([ran.code, lineOf(ran.out).status]).toEqual([0, 'in-progress']);
  });

  it('refuses an unknown pace before anything is asked', async () => {
    const ran = await runLine(['task', 'watch', '--id', '7', '--profile', 'hourly', '--json']);
    expect([ran.code, ran.console.asked]).toEqual([2, []]);
  });
});

describe('task list', () => {
  const rows = [task(), task({ id: '8', partner: 'Mesa', baseUrl: 'https://mesa.example/r4' })];
  it.each([
    ['Mesa', ['8']],
    ['mesa', ['8']],
    ['https://lakeside.example/fhir/', ['7']],
    ['Nobody', []],
  ])('shows those of partner %s', async (named, ids) => {
    const ran = await runLine(['task', 'list', '--partner', named, '--side', 'received', '--json'], {
      answers: { 'tasks.list': () => ok(rows) },
    });
    expect(JSON.parse(ran.out).map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(ran.console.asked[0]?.input).toMatchObject({ side: 'received' });
  });

  it('refuses a side there is not', async () => {
    expect((await runLine(['task', 'list', '--side', 'lost'])).code).toBe(2);
  });
});

describe('versions', () => {
  const change = { path: 'Task.status', kind: 'changed', before: '"requested"', after: '"completed"' };

  it('are shown with what each changed', async () => {
    const answers = {
      'tasks.get': () => ok(task()),
      'tasks.diff': ({ to }: { to: string }) => ok([{ ...change, path: `Task of ${to}` }]),
    };
    const ran = await runLine(['task', 'show', '--id', '7', '--diff'], { answers });
    const shown = JSON.parse(ran.out).versions;
    expect(shown.map(({ changes }: { changes?: { path: string }[] }) => changes?.[0]?.path)).toEqual([
      undefined,
      'Task of 2',
      'Task of 3',
    ]);
    expect(ran.console.asked[1]?.input).toEqual({ id: '7', from: '1', to: '2' });
  });

  it('give way to the request behind them, as a Task to be sent anew', async () => {
    const fresh = { resourceType: 'Task', status: 'requested', intent: 'order' };
    const answers = {
      'tasks.get': () => ok(task({ trackingId: 's|T-1' })),
      'tasks.readRequest': () => ok({ request: {}, task: fresh, kept: [] }),
    };
    const ran = await runLine(['task', 'show', '--id', '7', '--request'], { answers });
    expect(JSON.parse(ran.out)).toEqual(fresh);
    expect(ran.err).toContain('write another one');
    expect(ran.console.asked.at(-1)).toMatchObject({ name: 'tasks.readRequest', input: { id: '7' } });
    expect((await runLine(['task', 'show', '--id', '7', '--request', '--diff'], { answers })).code).toBe(2);
  });

  it('are learned from the history, or by a read now', async () => {
    const answers = {
      'tasks.get': () => ok(task()),
      'tasks.history': () => ok(task()),
      'tasks.poll': () => ok(task()),
    };
    const text = await runLine(['task', 'history', '--id', '7'], { answers });
    expect(text.out).toMatch(/VERSION +AT +STATUS/);
    expect(text.out).toMatch(/2 .*completed .*not in the figure, from the history\n/);
    expect(text.out).toMatch(/3 .*in-progress +Once more +reopened\n/);
    const json = await runLine(['task', 'poll', '--id', 'T1', ...base, '--json'], { answers });
    expect(JSON.parse(json.out).versions).toHaveLength(3);
    expect(json.console.asked.at(-1)).toMatchObject({ name: 'tasks.poll', input: { id: 'T1', partner } });
  });

  it('are compared', async () => {
    const others = [
      { path: 'Task.output', kind: 'added', after: '[]' },
      { path: 'Task.note', kind: 'removed', before: '[1]' },
    ];
    const answers = { 'tasks.get': () => ok(task()), 'tasks.diff': () => ok([change, ...others]) };
    const args = ['task', 'diff', '--id', '7', '--from', '1', '--to', '2'];
    expect((await runLine(args, { answers })).out).toBe(
      'Task.status: "requested" -> "completed"\nTask.output: added []\nTask.note: removed [1]\n',
    );
    expect(JSON.parse((await runLine([...args, '--json'], { answers })).out)).toEqual([change, ...others]);
    expect((await runLine(args.slice(0, 6), { answers })).code).toBe(2);
    const unknown = { ...answers, 'tasks.diff': () => fail('not-found', 'No version 9 is held.', 'Use another.') };
    expect((await runLine(args, { answers: unknown })).code).toBe(2);
  });
});
