import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outcome, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli, startCli } from './cli-process.ts';

const hrex = 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp';
const cdex = 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp';
const tagged = (code: string) => ({ tag: [{ system: cdex, code }] });
const purpose = (code: string) => ({
  type: { coding: [{ system: cdex, code: 'purpose-of-use' }] },
  valueCodeableConcept: { coding: [{ code }] },
});
const asked = {
  type: { coding: [{ system: hrex, code: 'data-query' }] },
  valueString: 'Condition?patient=1',
};
const request = (id: string, members: Partial<Task> = {}): Task => ({
  resourceType: 'Task',
  id,
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: cdex, code: 'data-request-query' }] },
  for: { reference: 'Patient/1' },
  requester: { identifier: { system: 'urn:payer', value: 'P1' } },
  input: [asked],
  ...members,
});

const tasks = new Map<string, Task>();
const put = (task: Task) => {
  const version = Number(tasks.get(`${task.id}`)?.meta?.versionId ?? 0) + 1;
  tasks.set(`${task.id}`, { ...task, meta: { ...task.meta, versionId: `${version}` } });
};
const etag = (task: Task | undefined) => ({ etag: `W/"${task?.meta?.versionId}"` });
const bundle = (resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const condition = {
  resourceType: 'Condition',
  id: 'c1',
  code: { text: 'Asthma' },
  subject: { reference: 'Patient/1' },
};

let server: TestPartner;
const dataFolder = newDataFolder();
const at = () => ['--base', server.base];

beforeAll(async () => {
  server = await startPartner(({ method, path: url, body, headers }, response) => {
    const [where = '', query = ''] = url.split('?');
    const task = tasks.get(where.replace('Task/', ''));
    if (where === 'Task') {
      const status = new URLSearchParams(query).get('status')?.split(',');
      return sendFhir(
        response,
        200,
        bundle([...tasks.values()].filter((one) => !status || status.includes(`${one.status}`))),
      );
    }
    if (task && method === 'PUT') {
      if (headers['if-match'] !== etag(task).etag) return sendFhir(response, 412, outcome('error', 'Too late.'));
      put(JSON.parse(body));
    }
    const now = tasks.get(`${task?.id}`);
    if (now) return sendFhir(response, 200, now, etag(now));
    if (where === 'Patient/1') return sendFhir(response, 200, { resourceType: 'Patient', id: '1' });
    if (where === 'Condition') return sendFhir(response, 200, bundle([condition]));
    return sendFhir(response, 404, outcome('error', `There is no ${url}.`));
  });
});
afterAll(() => server.close());
beforeEach(() => {
  tasks.clear();
  put(request('a'));
  put(request('b', { meta: tagged('referral'), input: [asked, purpose('TREAT')] }));
  put(request('c', { status: 'accepted', restriction: { period: { end: '2026-05-01' } } }));
});

describe('the work queue by the command line', () => {
  it('lists what partners sent, by status, tag, purpose and due date', async () => {
    const ids = async (...more: string[]) =>
      (await askCli(['task', 'queue', ...at(), ...more], { dataFolder })).value
        .map((one: { taskId: string }) => one.taskId)
        .sort();
    expect(await ids()).toEqual(['a', 'b', 'c']);
    expect(await ids('--status', 'accepted', 'on-hold')).toEqual(['c']);
    expect(await ids('--tag', 'referral')).toEqual(['b']);
    expect(await ids('--purpose', 'TREAT')).toEqual(['b']);
    expect(await ids('--due-before', '2026-06-01')).toEqual(['c']);
    expect(await ids('--due-before', '2026-05-01')).toEqual([]);
    const text = await runCli(['task', 'queue', ...at()], { dataFolder });
    expect([text.code, text.out]).toEqual([0, expect.stringContaining('urn:payer|P1')]);
    for (const wrong of [
      ['--status', 'ready'],
      ['--due-before', 'soon'],
      ['--every', '2'],
    ])
      expect((await runCli(['task', 'queue', ...at(), ...wrong], { dataFolder })).code, wrong[0]).toBe(2);
  });

  it('answers a Task, and prints it as it is after', async () => {
    const words = ['--status', 'in-progress', '--business-status', 'Copying'];
    const begun = await askCli(['task', 'answer', ...at(), '--id', 'a', ...words], { dataFolder });
    expect([begun.code, begun.value]).toEqual([0, tasks.get('a')]);
    expect(begun.value).toMatchObject({ status: 'in-progress', businessStatus: { text: 'Copying' } });

    const file = path.join(dataFolder, 'note.txt');
    writeFileSync(file, 'Seen today.');
    const outputs = ['--output', 'Condition/c1', file, '--query', 'Condition?patient=1', '--contained'];
    const done = await askCli(['task', 'answer', ...at(), '--id', 'a', '--status', 'completed', ...outputs], {
      dataFolder,
    });
    expect(done.code).toBe(0);
    expect(done.value.output.map((one: { valueReference: object }) => one.valueReference)).toEqual(
      ['Condition/c1', '#document', '#results'].map((reference) => ({ reference })),
    );
    expect(done.value.contained).toMatchObject([
      { resourceType: 'DocumentReference' },
      { entry: [{ resource: condition }] },
    ]);
  });

  it('exits 1 where a rule or somebody else says no, 2 where the command is wrong', async () => {
    const answer = (...more: string[]) => askCli(['task', 'answer', ...at(), '--id', 'a', ...more], { dataFolder });
    const unreasoned = await answer('--status', 'rejected');
    expect([unreasoned.code, unreasoned.value.error]).toMatchObject([
      1,
      { code: 'rules-failed', requirement: 'tdr-2' },
    ]);
    expect((await answer('--status', 'rejected', '--send-anyway')).code).toBe(0);
    expect((await answer('--status', 'rejected', '--reason', 'Not ours')).value.statusReason).toEqual({
      text: 'Not ours',
    });
    for (const wrong of [[], ['--status', 'ready'], ['--status', 'accepted', '--output', 'no/such/file.pdf']])
      expect((await answer(...wrong)).code, wrong.join(' ')).toBe(2);
    const other = await askCli(['task', 'answer', '--id', 'nobody', '--status', 'accepted'], { dataFolder });
    expect([other.code, other.value.error.code]).toEqual([2, 'not-found']);
  });

  it('collects what a Task asks for; by the server’s id alone once the queue was read', async () => {
    await askCli(['task', 'queue', ...at()], { dataFolder });
    const found = await askCli(['task', 'collect', '--id', 'b'], { dataFolder });
    expect([found.code, found.value]).toMatchObject([0, { entries: 1, items: [{ title: 'Asthma' }], findings: [] }]);
    const unsafe = await askCli(['task', 'collect', '--id', 'b', '--query', 'Condition?patient=2'], { dataFolder });
    expect([unsafe.code, unsafe.value.entries]).toEqual([1, 0]);
    expect(unsafe.err).toMatch(/^error /);
  });

  it('follows a queue: a line for each Task that is new or changed', async () => {
    const folder = newDataFolder();
    const queue = startCli(['task', 'queue', ...at(), '--follow', '--every', '0.1', '--json'], { dataFolder: folder });
    expect(await queue.lines(3)).toMatchObject([{ side: 'received' }, {}, {}]);
    put(request('a', { status: 'accepted' }));
    expect((await queue.lines(4))[3]).toMatchObject({ taskId: 'a', status: 'accepted' });
    put(request('d'));
    expect((await queue.lines(5))[4]).toMatchObject({ taskId: 'd', status: 'requested' });
    tasks.delete('d');
    expect((await queue.lines(6))[5]).toMatchObject({ taskId: 'd', goneAt: expect.any(String) });
    queue.child.kill('SIGTERM');
    expect((await queue.done).code).toBe(0);
  });

  it('keeps rules, and applies them when the queue is read with them', async () => {
    const folder = newDataFolder();
    const run = (...args: string[]) => askCli(args, { dataFolder: folder });
    await run('connections', 'add', 'Clinic', ...at(), '--role', 'provider');
    const rules = ['task', 'rules'];
    const unreasoned = await run(...rules, 'add', '--connection', 'Clinic', '--do', 'reject', '--tag', 'referral');
    expect([unreasoned.code, unreasoned.value.error.requirement]).toEqual([2, 'tdr-2']);
    const refusal = ['--do', 'reject', '--tag', 'referral', '--text', 'No referrals here.'];
    const first = await run(...rules, 'add', '--connection', 'Clinic', ...refusal);
    expect(first.value).toMatchObject({ order: 0, on: true, when: { workQueue: 'referral' } });
    const all = ['--do', 'complete', '--contained', '--code', 'data-request-query'];
    await run(...rules, 'add', '--connection', 'Clinic', ...all);
    expect((await run(...rules, 'list', '--connection', 'Clinic')).value).toHaveLength(2);
    expect((await runCli([...rules, 'list'], { dataFolder: folder })).out).toContain('workQueue=referral');
    const read = await run('task', 'queue', '--connection', 'Clinic', '--rules');
    expect([read.code, read.err]).toEqual([0, '']);
    expect(tasks.get('b')).toMatchObject({ status: 'rejected', statusReason: { text: 'No referrals here.' } });
    expect(tasks.get('a')).toMatchObject({ status: 'completed', contained: [{ id: 'results' }] });
    expect(tasks.get('c')?.status).toBe('accepted');
    expect((await run(...rules, 'remove', first.value.id)).value).toEqual({ removed: true });
    expect((await run(...rules, 'remove', first.value.id)).code).toBe(2);
    expect((await run(...rules, 'mend')).code).toBe(2);
  });

  it('says how in its help', async () => {
    for (const [command, word] of [
      ['answer', '--contained'],
      ['queue', '--follow'],
      ['collect', '--query'],
      ['rules', '--due-within'],
    ] as const)
      expect((await runCli(['task', command, '--help'], { dataFolder })).out, command).toContain(word);
  });
});
