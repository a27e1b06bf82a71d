import { describe, expect, test } from 'vitest';
import { bytes, json, outcome, type Script, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from './task-partner.ts';

async function start() {
  const [here, server] = [openConsole(), await startTaskPartner()];
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

test('a Task is built, checked, posted and kept, with its first version and its plan', async () => {
  const { run, server, partner } = await start();
  const receipt = await run('tasks.request', { partner, request: dataRequest });
  const sent = JSON.parse(server.seen[0]?.body ?? '');
  expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/fhir/Task' });
  expect(server.seen[0]?.headers['content-type']).toBe('application/fhir+json');
  expect(sent).toMatchObject({ resourceType: 'Task', status: 'requested', intent: 'order' });
  expect(receipt).toMatchObject({ taskId: 'task-1', httpStatus: 201, task: server.task.current() });
  expect(receipt.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [task] = await run('tasks.list', {});
  expect(task).toMatchObject({
    id: receipt.id,
    taskId: 'task-1',
    baseUrl: server.baseUrl,
    code: 'data-request-query',
    asked: expect.stringContaining('Observation?patient=pat-1'),
    status: 'requested',
    profile: 'cdex',
    versionCount: 1,
    lastVersion: { versionId: '1', status: 'requested', exchangeId: receipt.exchangeId },
    createExchangeId: receipt.exchangeId,
  });
  const whole = { ...task, versions: [task?.lastVersion], polls: [] };
  expect(await run('tasks.get', { id: receipt.id })).toEqual(whole);
  expect(await run('tasks.get', { id: 'task-1', partner })).toEqual(whole);
  expect(await run('tasks.list', { status: 'completed' })).toEqual([]);
});

test('a Task that breaks a rule is not sent, unless the person insists', async () => {
  const { run, refused, server, partner } = await start();
  const request = { ...dataRequest, query: 'not a query at all!' };
  const error = await refused('tasks.request', { partner, request });
  expect(error.code).toBe('rules-failed');
  expect(error.requirement).toBeTruthy();
  expect(error.details?.length).toBeGreaterThan(0);
  expect(server.seen).toEqual([]);
  const receipt = await run('tasks.request', { partner, request, sendAnyway: true });
  expect(receipt.findings[0]).toMatchObject({ severity: 'error', rule: error.requirement });
  expect(server.seen).toHaveLength(1);
});

test('a draft sends nothing', async () => {
  const { run, server, partner } = await start();
  const { task, findings } = await run('tasks.draft', { partner, request: dataRequest });
  expect(task).toMatchObject({ resourceType: 'Task' });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(server.seen).toEqual([]);
});

describe('whatever a partner answers to the create', () => {
  const returned = { resourceType: 'Task', id: 'other-id', status: 'accepted', meta: { versionId: '3' } };
  test.each<[string, Script, string, string]>([
    ['200 with the Task', json(200, returned), 'other-id', 'accepted'],
    ['201 with the Task and no Location', json(201, returned), 'other-id', 'accepted'],
    [
      '201 without a body',
      bytes(201, '', { location: '/fhir/Task/of-location/_history/1' }),
      'of-location',
      'requested',
    ],
    ['204 with a Location', bytes(204, '', { location: 'https://x.example/Task/base/Task/deep' }), 'deep', 'requested'],
    [
      'a body and another Location',
      json(201, returned, { location: '/fhir/Task/of-location' }),
      'other-id',
      'accepted',
    ],
    [
      'an OperationOutcome',
      json(201, outcome('information', 'Taken.'), { location: '/fhir/Task/t7' }),
      't7',
      'requested',
    ],
  ])('%s is understood', async (_, script, taskId, status) => {
    const { run, server, partner } = await start();
    server.on('POST /Task', script);
    const receipt = await run('tasks.request', { partner, request: dataRequest });
    expect(receipt.taskId).toBe(taskId);
    expect(receipt.task).toMatchObject({ resourceType: 'Task', id: taskId });
    expect(await run('tasks.get', { id: receipt.id })).toMatchObject({ taskId, status, versions: [{ status }] });
  });

  test('no id anywhere is said, with the exchange that shows it', async () => {
    const { run, refused, server, partner } = await start();
    server.on('POST /Task', bytes(201, ''));
    const error = await refused('tasks.request', { partner, request: dataRequest });
    expect(error).toMatchObject({ code: 'not-fhir', httpStatus: 201, exchangeId: '1' });
    expect(error.message).toContain('no id');
    expect(await run('tasks.list', {})).toEqual([]);
  });

  test('a refusal leaves an exchange and no Task', async () => {
    const { run, refused, server, partner } = await start();
    server.on('POST /Task', json(422, outcome('error', 'Unknown member.')));
    const error = await refused('tasks.request', { partner, request: dataRequest });
    expect(error).toMatchObject({ code: 'refused-by-partner', httpStatus: 422 });
    expect(await run('tasks.list', {})).toEqual([]);
    expect(await run('exchanges.list', {})).toMatchObject([{ status: 422, approach: 'task' }]);
  });
});

describe('requester and owner', () => {
  const { requester: _r, owner: _o, ...bare } = dataRequest;

  test('have no default at a partner that is no sandbox', async () => {
    const { refused, server, partner } = await start();
    server.on('GET /metadata', json(200, { resourceType: 'CapabilityStatement', software: { name: 'Some server' } }));
    const error = await refused('tasks.request', { partner, request: bare });
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain('requester and owner');
    expect(error.next).toContain('--requester');
    expect(server.seen.some(({ method }) => method === 'POST')).toBe(false);
  });

  test('are the sandbox’s own at a sandbox of another process', async () => {
    const { run, server, partner } = await start();
    const software = { name: 'Switchboard sandbox provider', version: '1' };
    server.on('GET /metadata', json(200, { resourceType: 'CapabilityStatement', status: 'active', software }));
    await run('tasks.request', { partner, request: bare });
    expect(server.seen.find(({ method }) => method === 'POST')?.body).toContain('HARBOR-01');
  });

  test('that are given stay, where the other one has its default', async () => {
    const { run } = await start();
    const { task } = await run('tasks.draft', { request: { ...bare, requester: 'https://payer.example/ids|MINE' } });
    expect(JSON.stringify(task)).toContain('"MINE"');
    expect(JSON.stringify(task)).toContain('9941001015');
  });

  test('a Task without a member is refused', async () => {
    const { refused } = await start();
    const { patientId: _p, member: _m, ...unnamed } = dataRequest;
    expect((await refused('tasks.draft', { request: unnamed })).message).toContain('names no member');
  });

  test('an id of a patient with a space in it is none', async () => {
    const { refused } = await start();
    const error = await refused('tasks.draft', { request: { ...dataRequest, patientId: 'p 1' } });
    expect([error.code, error.message]).toEqual(['invalid-input', expect.stringContaining('has no spaces')]);
  });

  test('all that is missing is named at once', async () => {
    const { refused, partner } = await start();
    const error = await refused('tasks.request', { partner, request: { kind: 'data-request-code', code: '34117-2' } });
    expect(error.message).toBe('The Task names no member, nor requester or owner.');
    for (const option of ['--patient', '--member', '--requester', '--owner']) expect(error.next).toContain(option);
  });

  test.each([
    ['Condition?patient=Patient/7', { reference: 'Patient/7' }],
    ['Patient?_id=8', { reference: 'Patient/8' }],
    ['Condition?patient.identifier=https://m.example|M9', { identifier: { system: 'https://m.example', value: 'M9' } }],
    ['Immunization?date=gt2020', { reference: 'Patient/shaw-amy' }],
  ])('at a sandbox, %s says whom it is about, or it is the sandbox’s own patient', async (query, about) => {
    const { run, server, partner } = await start();
    const software = { name: 'Switchboard sandbox provider', version: '1' };
    server.on('GET /metadata', json(200, { resourceType: 'CapabilityStatement', status: 'active', software }));
    const { task } = await run('tasks.draft', { partner, request: { kind: 'data-request-query', query } });
    expect(task).toMatchObject({ for: about });
  });
});

test('a Task somebody else created is taken up, once', async () => {
  const { run, refused, server, partner } = await start();
  server.task.change({ resourceType: 'Task', status: 'in-progress' });
  const taken = await run('tasks.adopt', { partner, taskId: 'task-1' });
  expect(taken).toMatchObject({ status: 'in-progress', profile: 'manual', polls: [] });
  const again = await run('tasks.adopt', { partner, taskId: 'task-1' });
  expect(again).toMatchObject({ id: taken.id, polls: [{ result: 'unchanged', by: 'hand' }] });
  server.on('GET /Task/nobody', json(404, outcome('error', 'No such Task.')));
  server.on('GET /Task/task-2', json(200, { resourceType: 'Task', id: 'task-2', status: 'accepted' }));
  const both = await Promise.all([1, 2].map(() => run('tasks.adopt', { partner, taskId: 'task-2' })));
  expect(both[0]?.id).toBe(both[1]?.id);
  expect((await refused('tasks.adopt', { partner, taskId: 'nobody' })).code).toBe('refused-by-partner');
  server.on('GET /Task/patient', json(200, { resourceType: 'Patient', id: 'patient' }));
  expect((await refused('tasks.adopt', { partner, taskId: 'patient' })).code).toBe('not-fhir');
  expect(await run('tasks.list', {})).toHaveLength(2);
});

test('watching changes the pace from now on', async () => {
  const { run, partner } = await start();
  const { id } = await run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
  expect((await run('tasks.get', { id })).nextPollAt).toBeUndefined();
  const watched = await run('tasks.watch', { id, profile: 'debug', everyMs: 60_000 });
  expect(watched).toMatchObject({ profile: 'debug', everyMs: 60_000 });
  expect(Date.parse(watched.nextPollAt ?? '') - Date.parse(watched.createdAt)).toBe(60_000);
  const manual = await run('tasks.watch', { id, profile: 'manual' });
  expect([manual.everyMs, manual.nextPollAt]).toEqual([undefined, undefined]);
});

test('a Task nobody knows is not found', async () => {
  const { refused, partner } = await start();
  for (const input of [{ id: '99' }, { id: 'task-1', partner }])
    expect((await refused('tasks.poll', input)).code).toBe('not-found');
});

test('a Task of more than 1 MiB, with its result contained, is read back from disk', async () => {
  const { run, server, partner } = await start();
  const { id } = await run('tasks.request', { partner, request: dataRequest });
  const data = 'QUJD'.repeat(400_000);
  server.task.change({
    resourceType: 'Task',
    status: 'completed',
    contained: [{ resourceType: 'Binary', id: 'b', contentType: 'application/pdf', data }],
    output: [{ type: { coding: [{ code: 'data-value' }] }, valueReference: { reference: '#b' } }],
  });
  expect(await run('tasks.poll', { id })).toMatchObject({
    status: 'completed',
    outputs: [{ kind: 'contained', reference: '#b' }],
  });
  const { outputs } = await run('tasks.fetch', { id });
  expect(outputs).toMatchObject([{ resourceType: 'Binary', pointer: '/contained/0', findings: [] }]);
  expect(outputs[0]?.bytes).toBeGreaterThan(data.length);
});

test('a plain partner on another machine is not asked for its statement', async () => {
  const { refused } = openConsole();
  const server = await startPartner();
  const { requester: _r, ...request } = dataRequest;
  const partner = { baseUrl: 'https://source.invalid/fhir' };
  expect((await refused('tasks.request', { partner, request })).code).toBe('invalid-input');
  expect(server.seen).toEqual([]);
});

describe('a partner that asks for patience', () => {
  test.each([
    ['429 in seconds', 429, '7200', 'refused-by-partner'],
    ['503 by a date', 503, new Date(Date.now() + 7_200_000).toUTCString(), 'server-error'],
  ])('is not asked again before: %s', async (_, status, retryAfter, code) => {
    const { run, refused, server, partner } = await start();
    const { id } = await run('tasks.request', { partner, request: dataRequest });
    const before = await run('tasks.get', { id });
    server.on('GET /Task/task-1', json(status, outcome('error', 'Slow down.'), { 'retry-after': retryAfter }));
    const error = await refused('tasks.poll', { id });
    expect([error.code, error.retryAfter]).toEqual([code, retryAfter]);
    const after = await run('tasks.get', { id });
    const wanted = after.polls.at(-1)?.retryAt ?? '';
    expect(after.polls.at(-1)).toMatchObject({ result: 'failed' });
    expect(after.nextPollAt).toBe(wanted);
    expect(Date.parse(wanted)).toBeGreaterThan(Date.parse(before.nextPollAt ?? '') + 3_600_000);
  });
});

test('a Task cancelled by its source has ended, though the guide has no such status', async () => {
  const { run, server, partner } = await start();
  const { id } = await run('tasks.request', { partner, request: dataRequest });
  server.task.change({ status: 'cancelled' });
  const task = await run('tasks.poll', { id });
  expect([task.status, task.nextPollAt, task.versions.at(-1)?.offFigure]).toEqual(['cancelled', undefined, true]);
});

test.each([
  ['versions that passed unseen may have kept to the figure', ['accepted', 'in-progress', 'completed'], undefined],
  ['a step that was seen is judged by itself', ['completed'], true],
])('%s', async (_, statuses, offFigure) => {
  const { run, server, partner } = await start();
  const { id } = await run('tasks.request', { partner, request: dataRequest });
  for (const status of statuses) server.task.change({ status });
  expect((await run('tasks.poll', { id })).versions.at(-1)?.offFigure).toBe(offFigure);
});

test('a Task stays with its server when its connection is moved to another', async () => {
  const { run, server, refused } = await start();
  const elsewhere = await startTaskPartner();
  await run('connections.add', { name: 'Lakeside', baseUrl: server.baseUrl, role: 'payer' });
  const partner = { connection: 'Lakeside' };
  const { id } = await run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
  await run('connections.update', { connection: 'Lakeside', patch: { baseUrl: elsewhere.baseUrl } });
  server.task.change({ status: 'accepted' });
  expect(await run('tasks.poll', { id })).toMatchObject({ status: 'accepted', baseUrl: server.baseUrl });
  expect(elsewhere.seen).toEqual([]);
  expect((await refused('tasks.poll', { id: 'task-1', partner })).code).toBe('not-found');
});

describe('a server that leaves the version id when the Task changes', () => {
  test('is read by what the Task says; what is said twice is no new version', async () => {
    const { run, server, partner } = await start();
    const { id } = await run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
    const says = (members: object, versionId = '1') =>
      server.on('GET /Task/task-1', json(200, { ...server.task.current(), ...members, meta: { versionId } }));
    const poll = async () => {
      const { status, versions, polls } = await run('tasks.poll', { id });
      return [status, versions.map(({ versionId }) => versionId), polls.at(-1)?.result];
    };
    says({ status: 'accepted' });
    expect(await poll()).toEqual(['accepted', ['1', '1~2'], 'new-version']);
    expect(await poll()).toEqual(['accepted', ['1', '1~2'], 'unchanged']);
    says({ status: 'in-progress', businessStatus: { text: 'Pulled' } });
    expect(await poll()).toEqual(['in-progress', ['1', '1~2', '1~3'], 'new-version']);
    says({ status: 'in-progress', businessStatus: { text: 'Pulled' } }, '2');
    expect(await poll()).toEqual(['in-progress', ['1', '1~2', '1~3', '2'], 'new-version']);
    const changes = await run('tasks.diff', { id, from: '1', to: '1~2' });
    expect(changes).toContainEqual(expect.objectContaining({ path: 'Task.status', after: '"accepted"' }));
  });

  test('a step the figure lacks is one only where nothing can have passed unseen', async () => {
    const { run, server, partner } = await start();
    const flagged = async (status: string, ...versionIds: (string | undefined)[]) => {
      const [first, second] = versionIds.map((versionId) => ({ ...(versionId ? { versionId } : {}) }));
      server.on('POST /Task', json(201, { ...dataTask, id: 'task-1', status: 'requested', meta: first }));
      const { id } = await run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
      server.on('GET /Task/task-1', json(200, { ...dataTask, id: 'task-1', status, meta: second }));
      const task = await run('tasks.poll', { id });
      await run('tasks.forget', { id });
      return task.versions.at(-1)?.offFigure === true;
    };
    const dataTask = { resourceType: 'Task', intent: 'order' };
    expect(await flagged('completed', '1', '2')).toBe(true);
    expect(await flagged('completed', '1', '4')).toBe(false);
    expect(await flagged('completed', 'a0f3', 'b7c1')).toBe(false);
    expect(await flagged('completed')).toBe(false);
    expect(await flagged('completed', '1', '1')).toBe(false);
    expect(await flagged('waiting', 'a0f3', 'b7c1')).toBe(true);
  });
});
