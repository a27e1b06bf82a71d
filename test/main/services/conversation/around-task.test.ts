import { expect, test } from 'vitest';
import type { Conversation, ConversationMessage } from '../../../../shared/domain/conversation.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { bytes, json, startPartner } from '../../../fakes/partner/partner.ts';
import { openConsole } from '../../../fakes/ports.ts';
import { scheduling, settled } from '../../schedule/many-tasks.ts';
import { dataRequest, startTaskPartner } from '../task-partner.ts';

const messages = ({ entries }: Conversation) =>
  entries.filter((one): one is ConversationMessage => one.kind === 'message');

test('a read below a minute of the Task’s age is told in seconds', async () => {
  const clock = createFakeClock();
  const here = openConsole({ clock });
  const { run } = here;
  const server = await startTaskPartner();
  await scheduling(here);
  const partner = { baseUrl: server.baseUrl };
  const { id } = await run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
  await run('tasks.watch', { id, profile: 'debug', everyMs: 12_000 });
  await clock.advance(60_000, settled(here, clock));
  const told = messages(await run('exchanges.conversation', { taskId: id })).slice(1);
  const words = told.map(({ asks }) => asks.split(', ')[1]);
  expect(words).toEqual(['12 s', '24 s', '36 s', '48 s', '1 min'].map((age) => `poll at ${age}`));
});

test('what a partner did is told of it when its connection is gone too', async () => {
  const { run } = openConsole();
  const server = await startTaskPartner();
  await run('connections.add', { name: 'clinic', baseUrl: server.baseUrl, role: 'provider' });
  const { id } = await run('tasks.request', { partner: { connection: 'clinic' }, request: dataRequest });
  server.on('GET /Task/task-1', (_, response) => response.writeHead(410).end());
  await run('tasks.poll', { id }).catch(() => undefined);
  await run('connections.remove', { connection: 'clinic' });
  const { entries, parties } = await run('exchanges.conversation', { taskId: id });
  const note = entries.find(({ kind }) => kind === 'note');
  expect(note).toMatchObject({ says: 'the Task is gone', party: parties.find(({ us }) => !us)?.id });
});

test('a Task is named by our id or its server’s; where several are called so, by ours alone', async () => {
  const { run, refused } = openConsole();
  const servers = [await startTaskPartner(), await startTaskPartner()];
  const ask = async (baseUrl = '') => (await run('tasks.request', { partner: { baseUrl }, request: dataRequest })).id;
  const first = await ask(servers[0]?.baseUrl);
  expect(await run('exchanges.conversation', { taskId: 'task-1' })).toEqual(
    await run('exchanges.conversation', { taskId: first }),
  );
  await ask(servers[1]?.baseUrl);
  expect(await refused('exchanges.conversation', { taskId: 'task-1' })).toMatchObject({
    code: 'not-found',
    message: '2 Tasks are called task-1 by their servers.',
  });
  expect((await run('exchanges.conversation', { taskId: first })).title).toBe('Task/task-1');
  expect(await refused('exchanges.conversation', { taskId: 'nowhere' })).toMatchObject({
    message: 'There is no Task nowhere.',
  });
});

test('documents and Provenance behind an output are told with whoever they were fetched from', async () => {
  const { run } = openConsole();
  const [server, elsewhere] = [await startTaskPartner(), await startPartner()];
  await run('connections.add', { name: 'clinic', baseUrl: server.baseUrl, role: 'provider' });
  const { id } = await run('tasks.request', { partner: { connection: 'clinic' }, request: dataRequest });
  const output = [{ type: { coding: [{ code: 'data-value' }] }, valueReference: { reference: 'DocumentReference/d' } }];
  server.task.change({ resourceType: 'Task', status: 'completed', output });
  const urls = [`${elsewhere.baseUrl}/Binary/f`, ...Array.from({ length: 13 }, (_, n) => `Binary/${n}`)];
  const content = urls.map((url) => ({ attachment: { url } }));
  server.on('GET /DocumentReference/d', json(200, { resourceType: 'DocumentReference', id: 'd', content }));
  for (let n = 0; n < 12; n += 1)
    server.on(`GET /Binary/${n}`, bytes(200, 'A note.', { 'content-type': 'text/plain' }));
  elsewhere.on('GET /Binary/f', bytes(200, 'A note.', { 'content-type': 'text/plain' }));
  const declared = {
    type: 'Provenance',
    interaction: [{ code: 'search-type' }],
    searchParam: [{ name: 'target', type: 'reference' }],
  };
  server.on(
    'GET /metadata',
    json(200, {
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
      rest: [{ mode: 'server', resource: [declared] }],
    }),
  );
  const entry = [{ resource: { resourceType: 'Provenance', id: 'p' } }];
  server.on('GET /Provenance', json(200, { resourceType: 'Bundle', type: 'searchset', entry }));
  await run('tasks.fetch', { id });
  const { parties, entries } = await run('exchanges.conversation', { taskId: id });
  const nameOf = (party: string) => parties.find((one) => one.id === party)?.name;
  const behind = entries.flatMap((one) =>
    one.kind === 'message' && / output 1$/.test(one.asks) ? [`${nameOf(one.to)}: ${one.asks}`] : [],
  );
  const host = new URL(elsewhere.baseUrl).host;
  expect(behind).toEqual([
    'clinic: GET DocumentReference/d, output 1',
    `${host}: GET /fhir/Binary/f, document behind output 1`,
    ...Array.from({ length: 9 }, (_, n) => `clinic: GET Binary/${n}, document behind output 1`),
    // The one that failed stands by itself, and so does Provenance; the others are counted.
    'clinic: GET Binary/12, document behind output 1',
    expect.stringMatching(/^clinic: GET Provenance\?target=.*, Provenance of output 1$/),
  ]);
  const notes = entries.flatMap((one) => (one.kind === 'note' ? [one.says] : []));
  expect(notes).toEqual([expect.stringMatching(/^3 more fetched behind output 1, #\d+ to #\d+$/)]);
  expect(parties.map(({ name, us }) => [name, us])).toContainEqual([host, false]);
});
