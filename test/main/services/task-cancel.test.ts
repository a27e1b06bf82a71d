import { describe, expect, test } from 'vitest';
import { bytes, json, outcome, type Script } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from './task-partner.ts';

const statement = (...interactions: string[]) => ({
  resourceType: 'CapabilityStatement',
  fhirVersion: '4.0.1',
  rest: [{ mode: 'server', resource: [{ type: 'Task', interaction: interactions.map((code) => ({ code })) }] }],
});

/** A Task at a partner, by a stored connection or by its base URL. */
async function start(metadata: Script, { stored = false } = {}) {
  const here = openConsole();
  const server = await startTaskPartner();
  server.on('GET /metadata', metadata);
  if (stored) await here.run('connections.add', { name: 'Clinic', baseUrl: server.baseUrl });
  const partner = stored ? { connection: 'Clinic' } : { baseUrl: server.baseUrl };
  const { id } = await here.run('tasks.request', { partner, request: dataRequest });
  return { ...here, server, id };
}

describe('advice for a Task that is no longer wanted', () => {
  test.each([
    ['yes', json(200, statement('read', 'delete')), 'Delete it'],
    ['no', json(200, statement('read', 'create')), 'Call the partner'],
    ['unknown', bytes(500, ''), 'call the partner'],
  ] as const)('deletable: %s', async (deletable, metadata, next) => {
    for (const stored of [true, false]) {
      const { run, id } = await start(metadata, { stored });
      const advice = await run('tasks.cancelAdvice', { id });
      expect(advice.deletable).toBe(deletable);
      expect(advice.says).toContain('CONF-059');
      expect(advice.says).toContain('Nobody has taken up the Task yet.');
      expect(advice.next).toContain(next);
    }
  });

  test('says what its status means, and asks nothing where it is over', async () => {
    const { run, server, id } = await start(json(200, statement()));
    for (const [status, words] of [
      ['accepted', 'has accepted'],
      ['in-progress', 'at work'],
      ['on-hold', 'on hold'],
    ] as const) {
      server.task.change({ status });
      await run('tasks.poll', { id });
      expect((await run('tasks.cancelAdvice', { id })).says).toContain(words);
    }
    server.task.change({ status: 'completed' });
    await run('tasks.poll', { id });
    expect((await run('tasks.cancelAdvice', { id })).says).toContain('nothing left to cancel');
    expect(server.seen.filter(({ url }) => url === '/fhir/metadata')).toHaveLength(1);
  });
});

describe('deleting', () => {
  const declared = json(200, statement('delete'));

  test.each([
    ['204', bytes(204, ''), 204],
    ['200 with an outcome', json(200, outcome('information', 'Gone.')), 200],
    ['404: it was not there', json(404, outcome('error', 'Unknown.')), 404],
    ['410: it was gone before', bytes(410, ''), 410],
  ] as const)('keeps the record, and asks no more: %s', async (_, script, httpStatus) => {
    const { run, server, id } = await start(declared);
    server.on('DELETE /Task/task-1', script);
    expect((await run('tasks.get', { id })).nextPollAt).toBeTruthy();
    expect(await run('tasks.delete', { id })).toMatchObject({ deleted: true, httpStatus });
    const after = await run('tasks.get', { id });
    expect(after.goneAt).toMatch(/Z$/);
    expect(after.nextPollAt).toBeUndefined();
    expect((await run('tasks.cancelAdvice', { id })).says).toContain('no longer has this Task');
  });

  test('that is only promised (202) leaves the Task to its next poll', async () => {
    const { run, server, id } = await start(declared);
    server.on('DELETE /Task/task-1', bytes(202, ''));
    await run('tasks.delete', { id });
    const after = await run('tasks.get', { id });
    expect([after.goneAt, typeof after.nextPollAt]).toEqual([undefined, 'string']);
  });

  test.each([405, 403, 409])('that is refused with %s is told, and changes nothing', async (status) => {
    const { run, refused, server, id } = await start(declared);
    server.on('DELETE /Task/task-1', json(status, outcome('error', 'No.')));
    expect(await refused('tasks.delete', { id })).toMatchObject({ code: 'refused-by-partner', httpStatus: status });
    expect((await run('tasks.get', { id })).goneAt).toBeUndefined();
  });

  test.each([
    ['does not declare', json(200, statement('read'))],
    ['cannot be told', bytes(500, '')],
  ] as const)('is not tried where it %s, unless somebody insists', async (words, metadata) => {
    const { run, refused, server, id } = await start(metadata);
    server.on('DELETE /Task/task-1', bytes(204, ''));
    const failure = await refused('tasks.delete', { id });
    expect([failure.code, failure.requirement]).toEqual(['rules-failed', 'CONF-078']);
    expect(failure.message).toContain(words);
    expect(server.seen.some(({ method }) => method === 'DELETE')).toBe(false);
    await run('tasks.delete', { id, anyway: true });
    expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/fhir/Task/task-1' });
  });
});

test('a Task that is forgotten is off the board with its history; the partner hears nothing', async () => {
  const { run, refused, server, id } = await start(json(200, statement('delete')));
  const before = server.seen.length;
  expect(await run('tasks.forget', { id })).toEqual({ forgotten: true });
  expect(await run('tasks.forget', { id })).toEqual({ forgotten: false });
  const told = (await run('audit.list', { limit: 50 })).filter(({ request }) =>
    request?.includes('the record of Task'),
  );
  expect(told).toMatchObject([{ action: 'exchange', request: 'delete the record of Task task-1', outcome: 'deleted' }]);
  expect((await refused('tasks.get', { id })).code).toBe('not-found');
  expect(server.seen).toHaveLength(before);
});
