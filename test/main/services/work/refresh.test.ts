import { expect, test } from 'vitest';
import { systems } from '../../../../shared/cdex/codes.ts';
import { json, outcome } from '../../../fakes/partner/partner.ts';
import { attachmentRequest, coded, dataRequest, ownPurpose, purpose, query } from '../../../shared/cdex/samples.ts';
import { ofPatient, startWork } from './task-server.ts';

const tagged = (code: string) => ({ meta: { tag: [{ system: systems.cdex, code }] } });

test('the Tasks of a server become records of the side received, with version and place in the searchset', async () => {
  const { server, refresh, received, run, id, taskId } = await startWork(attachmentRequest());
  const [record] = await received();
  expect(record).toMatchObject({
    id,
    side: 'received',
    taskId,
    baseUrl: server.baseUrl,
    partner: 'Clinic',
    code: 'attachment-request-code',
    requester: 'http://payer.example/ids|P-1',
    member: 'http://payer.example/members|M-1',
    trackingId: 'http://payer.example/tracking|T-1',
    status: 'requested',
    lastVersion: { versionId: '1', pointer: '/entry/0/resource' },
  });
  expect(record?.nextPollAt).toBeUndefined();
  const again = await refresh();
  expect(again).toMatchObject({ found: 1, changed: 0, ids: [id], notes: [], ruled: 0 });
  server.change(taskId, { status: 'accepted' });
  expect(await refresh()).toMatchObject({ found: 1, changed: 1 });
  expect((await run('tasks.get', { id })).versions.map(({ status }) => status)).toEqual(['requested', 'accepted']);
  expect(server.asked('GET')[0]).toBe('Task?_count=200&_sort=-_lastUpdated');
});

test('a queue is read by status and tag, and its records say purpose and due date for the rest (CONF-017)', async () => {
  const { server, refresh, received } = await startWork();
  server.receive(
    dataRequest({
      ...ofPatient,
      ...tagged('referral'),
      input: [query('Condition?patient=1'), purpose('payment-noe', ownPurpose)],
    }),
  );
  server.receive(
    dataRequest({
      ...ofPatient,
      ...tagged('referral'),
      status: 'accepted',
      restriction: { period: { end: '2026-11-01' } },
    }),
  );
  const found = await refresh({ status: ['requested', 'on-hold'], workQueue: 'referral' });
  expect(server.asked('GET').at(-1)).toBe(
    `Task?status=requested,on-hold&_tag=${encodeURIComponent(`${systems.cdex}|referral`)}&_count=200&_sort=-_lastUpdated`,
  );
  expect(found).toMatchObject({ found: 1, changed: 1 });
  await refresh({ workQueue: 'referral' });
  const rows = (await received()).map(({ workQueues, purposes, due }) => [workQueues, purposes, due]);
  expect(rows.slice(1)).toEqual([
    [['referral'], ['payment-noe', ownPurpose], undefined],
    [['referral'], undefined, '2026-11-01'],
  ]);
});

test('pages are followed, what is no request is left out, what is of an unknown kind is not', async () => {
  const { server, refresh, received } = await startWork();
  server.manners.pageSize = 2;
  server.receive(dataRequest({ intent: 'plan' }));
  server.receive(dataRequest({ code: { coding: [{ system: 'urn:other', code: 'fetch-coffee' }] } }));
  server.receive({ resourceType: 'Task', status: 'requested' });
  const found = await refresh();
  expect(found).toMatchObject({ found: 3, changed: 2 });
  expect((await received()).map(({ code }) => code)).toEqual(['data-request-query', '', 'fetch-coffee']);
});

test.each([
  ['_sort', 'Task?status=requested&_tag=TAG&_count=200'],
  ['_tag', 'Task?status=requested&_count=200'],
  ['status', 'Task?_count=200'],
])('a server that refuses %s is asked for less, and the rest is done here', async (refused, asked) => {
  const { server, refresh } = await startWork();
  server.receive(dataRequest(tagged('referral')));
  server.receive(dataRequest({ ...tagged('referral'), status: 'accepted' }));
  server.manners.refuses = [refused];
  const filter = { status: ['requested'], workQueue: 'referral' } as const;
  const found = await refresh({ ...filter, status: [...filter.status] });
  expect(found).toMatchObject({ found: 1 });
  expect(found.notes).toHaveLength(1);
  const tag = encodeURIComponent(`${systems.cdex}|referral`);
  const before = server.seen.length;
  await refresh({ ...filter, status: [...filter.status] });
  expect(server.asked('GET').slice(before)).toEqual([asked.replace('TAG', tag)]);
});

test('a Task that vanished is marked gone; one that went on is read', async () => {
  const { server, refresh, received, taskId } = await startWork();
  const other = server.receive();
  await refresh();
  server.remove(taskId);
  server.change(other, { status: 'completed' });
  expect(await refresh({ status: ['requested'] })).toMatchObject({ found: 0, changed: 2 });
  const [first, second] = await received();
  expect([first?.status, typeof first?.goneAt]).toEqual(['requested', 'string']);
  expect([second?.status, second?.goneAt]).toEqual(['completed', undefined]);
});

test('a refusal is the queue’s problem until it can be read again', async () => {
  const { server, run, refused, refresh, partner, connectionId } = await startWork();
  server.on('GET /Task', json(403, outcome('error', 'Not for you.')));
  expect(await refused('work.refresh', { partner })).toMatchObject({ httpStatus: 403 });
  expect(await run('work.queues', {})).toMatchObject([
    { id: connectionId, problem: expect.stringContaining('Not for you') },
  ]);
  server.on('GET /Task', json(200, { resourceType: 'Bundle', type: 'searchset' }));
  await refresh();
  expect((await run('work.queues', {}))[0]?.problem).toBeUndefined();
});

test('the same Task can be one we sent and one we received', async () => {
  const { server, run, refresh, partner } = await startWork();
  const taskId = server.receive();
  const sent = await run('tasks.adopt', { partner, taskId });
  const [id] = (await refresh()).ids;
  expect([sent.side, sent.id === id]).toEqual(['sent', false]);
  const answered = await run('work.answer', { partner, id: taskId, status: 'accepted' });
  expect(answered.record).toMatchObject({ id, side: 'received', status: 'accepted' });
  expect((await run('tasks.get', { id: sent.id })).status).toBe('requested');
});

test.each([
  ['a Claim by reference', { reference: 'Claim/9' }, 'Claim/9'],
  [
    'a claim’s id',
    { identifier: { type: coded(systems.identifierType, 'FILL'), system: 'urn:c', value: 'C-7' } },
    'urn:c|C-7',
  ],
  ['a Coverage of US Core 3.1.1, 6.1 or 7.0', { reference: 'Coverage/4', type: 'Coverage' }, 'Coverage/4'],
])('the reason is shown and the Task answered: %s (CONF-080, CONF-081)', async (_, reasonReference, shown) => {
  const { received, answer } = await startWork(dataRequest({ ...ofPatient, reasonReference }));
  expect((await received())[0]?.claim).toBe(shown);
  expect((await answer({ status: 'accepted' })).task).toMatchObject({ status: 'accepted', reasonReference });
});

test('no more than 2000 are read at once, and that is said; what was not read is not taken for gone', async () => {
  const { server, refresh, received } = await startWork();
  server.manners.pageSize = 500;
  for (let count = 0; count < 2_100; count += 1) server.receive({ resourceType: 'Task', status: 'requested' });
  const found = await refresh();
  expect([found.found, found.notes]).toEqual([2_000, [expect.stringContaining('2000')]]);
  expect((await received()).filter(({ goneAt }) => goneAt)).toEqual([]);
  expect(server.asked('GET').filter((url) => url.startsWith('Task/'))).toEqual([]);
});
