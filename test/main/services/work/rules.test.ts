import { expect, test } from 'vitest';
import { systems } from '../../../../shared/cdex/codes.ts';
import type { CommandInput } from '../../../../shared/contract/commands.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { json, outcome } from '../../../fakes/partner/partner.ts';
import { openStore } from '../../../../main/store/store.ts';
import { openConsole, until, unwrap } from '../../../fakes/ports.ts';
import { attachmentRequest, coded, dataRequest, query } from '../../../shared/cdex/samples.ts';
import { furnish, ofPatient, startTaskServer, startWork } from './task-server.ts';

type Rule = Omit<CommandInput<'work.saveRule'>, 'connectionId' | 'name'> & { name?: string };

async function startRuled(rules: Rule[], task?: Record<string, unknown>) {
  const work = await startWork(task);
  for (const [index, rule] of rules.entries())
    await work.run('work.saveRule', { connectionId: work.connectionId, name: `rule ${index}`, ...rule });
  return work;
}

const byCode = dataRequest({
  ...ofPatient,
  code: coded(systems.cdex, 'data-request-code'),
  input: [{ type: coded(systems.hrex, 'data-code'), valueCodeableConcept: coded(systems.loinc, '11506-3') }],
});

test.each([
  ['accept', undefined, { status: 'accepted', businessStatus: { text: 'By the rule “rule 0”' } }],
  ['hold', 'Waiting for the claim', { status: 'on-hold', businessStatus: { text: 'Waiting for the claim' } }],
  ['reject', 'Not our patient', { status: 'rejected', statusReason: { text: 'Not our patient' } }],
  ['fail', 'Records lost', { status: 'failed', statusReason: { text: 'Records lost' } }],
] as const)('a rule may %s, told in the Task and in the trail', async (action, text, expected) => {
  const { run, refresh, server, taskId } = await startRuled([{ when: {}, action, text }]);
  expect(await refresh()).toMatchObject({ ruled: 0 });
  expect(server.task(taskId).status).toBe('requested');
  expect(await refresh({ applyRules: true })).toMatchObject({ ruled: 1, notes: [] });
  expect(server.task(taskId)).toMatchObject(expected);
  const told = (await run('audit.list', {})).map(({ request }) => request ?? '');
  expect(told.filter((line) => line.includes('rule 0') && line.startsWith('answer'))).toHaveLength(1);
  const [record] = await run('tasks.list', { side: 'received' });
  expect(record?.ruled).toMatchObject({ versionId: '1', rule: 'rule 0', done: true });
});

test('complete answers a query with its Bundle, contained or beside it', async () => {
  const asked = dataRequest({ ...ofPatient, input: [query('Condition?patient=1')] });
  const { refresh, server, taskId } = await startRuled([{ when: {}, action: 'complete', contained: true }], asked);
  await refresh({ applyRules: true });
  expect(server.task(taskId)).toMatchObject({ status: 'completed', contained: [{ id: 'results', total: 2 }] });
  const beside = await startRuled([{ when: {}, action: 'complete' }], asked);
  await beside.refresh({ applyRules: true });
  expect(beside.server.task(beside.taskId)).toMatchObject({
    status: 'completed',
    output: [{ valueReference: { reference: 'Bundle/new-1' } }],
  });
});

test('complete answers a code with the documents; without any the Task fails (HRex)', async () => {
  const { refresh, server, taskId } = await startRuled([{ when: {}, action: 'complete' }], byCode);
  await refresh({ applyRules: true });
  expect(server.task(taskId)).toMatchObject({
    status: 'completed',
    output: [{ valueReference: { reference: 'DocumentReference/d1' } }],
  });
  server.resources.set('DocumentReference', []);
  const other = server.receive(byCode);
  await refresh({ applyRules: true });
  expect(server.task(other)).toMatchObject({ status: 'failed', statusReason: { text: 'No matching results' } });
});

test.each([
  ['an unsafe query', dataRequest({ ...ofPatient, input: [query('Condition?code=1')] })],
  ['attachments, which have to be submitted', attachmentRequest()],
  [
    'a request in words',
    { ...byCode, input: [{ type: coded(systems.hrex, 'data-code'), valueCodeableConcept: { text: 'all of it' } }] },
  ],
  ['a patient nobody knows', dataRequest({ for: { reference: 'Patient/404' } })],
])('a rule that cannot be applied leaves the Task and says so: %s', async (_, task) => {
  const { run, refresh, server, taskId, connectionId } = await startRuled([{ when: {}, action: 'complete' }], task);
  const { notes } = await refresh({ applyRules: true });
  expect(notes).toMatchObject([expect.stringContaining('could not be applied')]);
  expect(server.task(taskId).meta.versionId).toBe('1');
  expect(await run('work.queues', {})).toMatchObject([{ id: connectionId, problem: notes[0] }]);
  expect((await run('tasks.list', { side: 'received' }))[0]?.ruled).toMatchObject({
    done: true,
    problem: expect.any(String),
  });
  expect(await refresh({ applyRules: true })).toMatchObject({ ruled: 0, notes: [] });
});

test('the first rule that fits is applied, once a version; leave keeps later ones away', async () => {
  const soon = { restriction: { period: { end: '2020-01-01' } } };
  const tagged = { meta: { tag: [{ system: systems.cdex, code: 'referral' }] } };
  const { run, refresh, server, taskId } = await startRuled([
    { when: { workQueue: 'referral' }, action: 'leave' },
    { when: {}, action: 'reject', text: 'Off.', on: false },
    { when: { requester: 'nobody' }, action: 'reject', text: 'Unknown.' },
    { when: { dueWithinDays: 2 }, action: 'accept' },
    { when: { code: 'data-request-query', member: 'm-1' }, action: 'hold', order: 9 },
  ]);
  const left = server.receive(dataRequest(tagged));
  const urgent = server.receive(dataRequest(soon));
  const other = server.receive(dataRequest({ for: { identifier: { system: 'urn:m', value: 'X' } } }));
  server.change(taskId, { meta: {}, for: { identifier: { system: 'urn:m', value: 'M-1' } } });
  expect(await refresh({ applyRules: true })).toMatchObject({ ruled: 3 });
  expect([taskId, left, urgent, other].map((id) => server.task(id).status)).toEqual([
    'on-hold',
    'requested',
    'accepted',
    'requested',
  ]);
  const puts = server.asked('PUT').length;
  expect(await refresh({ applyRules: true })).toMatchObject({ ruled: 0 });
  expect(server.asked('PUT')).toHaveLength(puts);
  expect((await run('work.rules', {})).map(({ order }) => order)).toEqual([0, 1, 2, 3, 9]);
});

test('two processes on one folder apply a rule to a Task once', async () => {
  const { refresh, server, ports, partner, taskId } = await startRuled([{ when: {}, action: 'accept' }]);
  const other = openConsole({ dataFolder: ports.dataFolder });
  const both = await Promise.all([
    refresh({ applyRules: true }),
    other.run('work.refresh', { partner, applyRules: true }),
  ]);
  expect(both.map(({ ruled }) => ruled).toSorted()).toEqual([0, 1]);
  expect(server.asked('PUT')).toHaveLength(1);
  expect(server.task(taskId).meta.versionId).toBe('2');
});

test('a process that died over a rule is waited for, then another takes it up', async () => {
  const clock = createFakeClock();
  const here = openConsole({ clock });
  const server = await startTaskServer();
  const taskId = server.receive();
  const { id: connectionId } = await here.run('connections.add', {
    name: 'Clinic',
    baseUrl: server.baseUrl,
    role: 'provider',
  });
  await here.run('work.saveRule', { connectionId, name: 'all', when: {}, action: 'accept' });
  const [id = ''] = (await here.run('work.refresh', { partner: { connection: 'Clinic' } })).ids;
  await here.close();
  const store = unwrap(openStore(here.ports.dataFolder));
  const record = store.tasks.get(id);
  const ruled = { versionId: '1', rule: 'all', at: new Date(clock.now()).toISOString() };
  if (record) store.write(() => store.tasks.put({ ...record, ruled }));
  store.close();
  const again = openConsole({ clock, dataFolder: here.ports.dataFolder });
  const read = () => again.run('work.refresh', { partner: { connection: 'Clinic' }, applyRules: true });
  expect((await read()).ruled).toBe(0);
  clock.jump(clock.now() + 600_001);
  expect((await read()).ruled).toBe(1);
  expect(server.task(taskId).status).toBe('accepted');
});

test('a server that cannot be reached now is tried again at the next read', async () => {
  const { refresh, server, taskId } = await startRuled([{ when: {}, action: 'accept' }]);
  server.on(`PUT /Task/${taskId}`, json(503, outcome('error', 'Closed.')));
  expect((await refresh({ applyRules: true })).notes).toHaveLength(1);
  server.on(`PUT /Task/${taskId}`, (_, response) => {
    server.change(taskId, { status: 'accepted' });
    json(200, server.task(taskId))(_, response);
  });
  expect(await refresh({ applyRules: true })).toMatchObject({ ruled: 1, notes: [] });
});

test('a Task a person reopened is left to people', async () => {
  const { answer, refresh, server, taskId } = await startRuled([{ when: {}, action: 'reject', text: 'No.' }]);
  await refresh({ applyRules: true });
  await answer({ status: 'requested' });
  expect(await refresh({ applyRules: true })).toMatchObject({ ruled: 0 });
  expect(server.task(taskId).status).toBe('requested');
});

test('rules are kept, changed and removed, and the trail tells of it', async () => {
  const { run, refused, connectionId } = await startWork();
  const base = { connectionId: 'Clinic', name: 'Mine', when: {} };
  expect((await refused('work.saveRule', { ...base, action: 'reject' })).requirement).toBe('tdr-2');
  const rule = await run('work.saveRule', { ...base, action: 'accept', when: { code: 'data-request-query' } });
  expect(rule).toMatchObject({ connectionId, order: 0, on: true });
  const changed = await run('work.saveRule', { ...base, id: rule.id, action: 'hold', on: false });
  expect(changed).toEqual({ ...rule, action: 'hold', on: false, when: {} });
  expect(await run('work.rules', { connectionId })).toEqual([changed]);
  expect((await refused('work.saveRule', { ...base, id: 'none', action: 'hold' })).code).toBe('not-found');
  expect(await run('work.removeRule', { id: rule.id })).toEqual({ removed: true });
  expect(await run('work.removeRule', { id: rule.id })).toEqual({ removed: false });
  const told = (await run('audit.list', { action: 'configuration' })).map(({ request }) => request);
  expect(told).toEqual(expect.arrayContaining(['save the rule Mine (hold) of Clinic', 'remove the rule Mine']));
});

test('rules belong to a stored connection', async () => {
  const { refused, server } = await startWork();
  const partner = { baseUrl: server.baseUrl };
  expect((await refused('work.refresh', { partner, applyRules: true })).code).toBe('invalid-input');
});

test('a queue that is followed is read by itself, with its rules, and goes on after a restart', async () => {
  const clock = createFakeClock();
  const first = openConsole({ clock });
  const server = await startTaskServer();
  furnish(server);
  const one = server.receive();
  const { id: connectionId } = await first.run('connections.add', {
    name: 'Clinic',
    baseUrl: server.baseUrl,
    role: 'provider',
  });
  await first.run('work.saveRule', { connectionId, name: 'all', when: {}, action: 'accept' });
  const followed = await first.run('work.follow', { connectionId, everyMs: 60_000 });
  expect(followed).toMatchObject({ id: connectionId, everyMs: 60_000 });
  await until(async () => {
    await clock.advance(1);
    return server.task(one).status === 'accepted';
  });
  const plan = async () => (await first.run('work.queues', {}))[0];
  await until(async () => (await plan())?.lastReadAt);
  await until(async () => Date.parse((await plan())?.nextReadAt ?? '') > clock.now());
  expect(Date.parse((await plan())?.nextReadAt ?? '') - clock.now()).toBeLessThanOrEqual(60_000);
  await first.close();

  const two = server.receive();
  clock.jump(clock.now() + 3_600_000);
  const again = openConsole({ clock, dataFolder: first.ports.dataFolder });
  await until(async () => {
    await clock.advance(1);
    return server.task(two).status === 'accepted';
  });
  await until(async () => Date.parse((await again.run('work.queues', {}))[0]?.nextReadAt ?? '') > clock.now());
  const { everyMs, nextReadAt } = await again.run('work.follow', { connectionId });
  expect([everyMs, nextReadAt]).toEqual([undefined, undefined]);
  const reads = server.asked('GET').length;
  await clock.advance(600_000);
  expect(server.asked('GET')).toHaveLength(reads);
});
