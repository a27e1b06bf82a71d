import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

/** A Data Source of one road: every read of a Task moves it a step, as its name says. */
const roads: Record<string, Task['status'][]> = {
  good: ['accepted', 'in-progress', 'completed'],
  bad: ['accepted', 'rejected'],
};
const tasks = new Map<string, Task>();

/** Whose Task it is decides its road. */
const roadOf = (task: Task) => (task.for?.identifier?.value === 'BAD' ? roads.bad : roads.good) ?? [];

function stepped(task: Task): Task {
  const at = Number(task.meta?.versionId ?? 1);
  const status = roadOf(task)[at - 1] ?? task.status;
  if (status === task.status) return task;
  const next: Task = { ...task, status, meta: { versionId: `${at + 1}`, lastUpdated: `2026-01-01T00:00:0${at}Z` } };
  if (status === 'rejected') next.statusReason = { text: 'No such member.' };
  const type = { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-value' }] };
  if (status === 'completed') next.output = [{ type, valueReference: { reference: 'Condition/c1' } }];
  return next;
}

let partner: TestPartner;
const dataFolder = newDataFolder();
const people = ['--member', 'urn:m|M1', '--requester', 'urn:p|P1', '--owner', 'urn:o|O1'];
const request = (...more: string[]) => [
  'task',
  'request',
  '--base',
  partner.base,
  '--query',
  'Condition?patient=1',
  ...more,
];

beforeAll(async () => {
  partner = await startPartner(({ method, path: asked, body }, response) => {
    if (method === 'POST' && asked === 'Task') {
      const id = `T${tasks.size + 1}`;
      const task: Task = { ...JSON.parse(body), id, meta: { versionId: '1', lastUpdated: '2026-01-01T00:00:00Z' } };
      tasks.set(id, task);
      return sendFhir(response, 201, task, { location: `${partner.base}/Task/${id}/_history/1`, etag: 'W/"1"' });
    }
    const task = tasks.get(asked.replace('Task/', ''));
    if (task) {
      const next = stepped(task);
      tasks.set(`${task.id}`, next);
      return sendFhir(response, 200, next, { etag: `W/"${next.meta?.versionId}"` });
    }
    if (asked === 'Condition/c1') return sendFhir(response, 200, { resourceType: 'Condition', id: 'c1', subject: {} });
    return sendFhir(response, 404, outcome('error', `There is no ${asked}.`));
  });
});
afterAll(() => partner.close());

const statusesOf = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).status);

describe('a Task by the command line', () => {
  it('is shown and checked before it is sent', async () => {
    const dry = await askCli(request(...people, '--dry-run'), { dataFolder });
    expect([dry.code, dry.value.resourceType, dry.value.status]).toEqual([0, 'Task', 'requested']);
    expect(partner.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    const bare = request(...people, '--dry-run').map((word) => (word.includes('?') ? 'Condition' : word));
    const wrong = await runCli(bare, { dataFolder });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toMatch(/^error /);
    const unnamed = await askCli(request(), { dataFolder });
    expect([unnamed.code, unnamed.value.error.code]).toEqual([2, 'invalid-input']);
    expect(unnamed.value.error.next).toContain('--member');
    expect(partner.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('is requested, watched to its end, and fetched', async () => {
    const created = await askCli(request(...people, '--pou', 'TREAT', '--tag', '18', '--reason', 'Review'), {
      dataFolder,
    });
    expect([created.code, created.value.resourceType, created.value.id]).toEqual([0, 'Task', 'T1']);
    expect(created.value.input[0].valueString).toBe('Condition?patient=1');
    const watched = await runCli(['task', 'watch', '--id', 'T1', '--every', '0.2', '--json'], { dataFolder });
    expect([watched.code, watched.err]).toEqual([0, '']);
    expect(statusesOf(watched.out)).toEqual(['requested', 'accepted', 'in-progress', 'completed']);
    const [first, , , last] = watched.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ id: 'T1', versionId: '1' });
    expect(last).toMatchObject({ versionId: '4' });
    expect('nextPollAt' in last).toBe(false);

    const out = path.join(dataFolder, 'results');
    const fetched = await askCli(['task', 'fetch', '--id', 'T1', '--out', out], { dataFolder });
    expect([fetched.code, fetched.value.status]).toEqual([0, 'completed']);
    const [output] = fetched.value.outputs;
    const written = readFileSync(path.resolve(out, output.file));
    expect(JSON.parse(written.toString())).toMatchObject({ resourceType: 'Condition', id: 'c1' });
    expect(output).toMatchObject({ reference: 'Condition/c1', kind: 'relative', bytes: written.length });
    expect(output.sha256).toBe(createHash('sha256').update(written).digest('hex'));

    const [row] = (await askCli(['task', 'list', '--status', 'completed'], { dataFolder })).value;
    expect(row).toMatchObject({ taskId: 'T1', status: 'completed' });
    const shown = await askCli(['task', 'show', '--id', row.id], { dataFolder });
    expect(shown.value.versions.length).toBe(4);
  });

  it('is watched on any base, by whoever did not send it; a rejection is exit 1', async () => {
    const bad = [...people.slice(2), '--member', 'urn:m|BAD'];
    const created = await askCli(request(...bad), { dataFolder });
    const other = newDataFolder();
    const args = ['task', 'watch', '--id', created.value.id, '--base', partner.base, '--every', '0.2', '--json'];
    const watched = await runCli(args, { dataFolder: other });
    expect(watched.code).toBe(1);
    expect(statusesOf(watched.out)).toEqual(['accepted', 'rejected']);
    expect(watched.out).toContain('"statusReason":"No such member."');
    expect(watched.err).toBe('The Task ended rejected. No such member.\n');
  });

  it('answers 1 for a Task the partner does not have, 2 for one we do not', async () => {
    const there = await askCli(['task', 'watch', '--id', 'T99', '--base', partner.base], { dataFolder });
    expect([there.code, there.value.error.httpStatus]).toEqual([1, 404]);
    const here = await askCli(['task', 'watch', '--id', 'T99'], { dataFolder });
    expect([here.code, here.value.error.code]).toEqual([2, 'not-found']);
  });
});
