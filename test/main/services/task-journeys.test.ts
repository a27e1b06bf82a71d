import { expect, test } from 'vitest';
import type { TaskRequest } from '../../../shared/domain/task-request.ts';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { json, type Seen, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { attachmentRequestByCode, codeRequest, queryRequest } from '../../shared/cdex/requests.ts';
import { startSubscriptionPartner } from './subscriptions/subscription-partner.ts';

// The guide's conversations by Task in requests of our own: created with 200 and no body, the id told by a Location in another spelling of
// the base. transcripts.test.ts holds ours against the guide's where a copy lies beside the repository.

const dataValue = {
  type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-value' }] },
};
const output = (reference: string) => [{ ...dataValue, valueReference: { reference } }];
const located = { location: 'http://clinic.example/FHIR/Task/t-1/_history/1' };
const posted = ({ seen }: { seen: Seen[] }, tail: string) =>
  seen.filter(({ method, url }) => method === 'POST' && url.endsWith(tail)).map(({ body }) => JSON.parse(body));

/** A source that takes a Task without a word, and answers it when it is read. */
async function ask(request: TaskRequest, answer: object) {
  const [here, server] = [openConsole(), await startPartner()];
  let taken: object = {};
  server.on('POST /Task', (seen, response) => {
    taken = JSON.parse(seen.body);
    response.writeHead(200, located).end();
  });
  server.on('GET /Task/t-1', (seen, response) => {
    const told = JSON.parse(JSON.stringify(answer).replaceAll('[base]', server.baseUrl)) as object;
    json(200, { ...taken, id: 't-1', ...told })(seen, response);
  });
  const partner = { baseUrl: server.baseUrl };
  const receipt = await here.run('tasks.request', { partner, request, profile: 'manual' });
  expect(receipt).toMatchObject({ taskId: 't-1', httpStatus: 200 });
  expect(await here.run('tasks.get', { id: receipt.id })).toMatchObject({ status: 'requested', versionCount: 1 });
  const polled = await here.run('tasks.poll', { id: receipt.id });
  return { ...here, server, partner, receipt, polled };
}

test('asked by query, read again, and the Bundle fetched by its whole URL', async () => {
  const request = { ...queryRequest(), authorization: undefined };
  const { run, server, receipt, polled } = await ask(request, {
    status: 'completed',
    output: output('[base]/Bundle/b-1'),
  });
  server.on('GET /Bundle/b-1', json(200, searchset([patient('p')])));
  expect(posted(server, '/Task')[0]).toMatchObject({
    status: 'requested',
    input: expect.arrayContaining([expect.objectContaining({ valueString: request.query })]),
  });
  expect(polled).toMatchObject({ status: 'completed', code: 'data-request-query' });
  const { outputs } = await run('tasks.fetch', { id: receipt.id });
  expect(outputs).toMatchObject([{ kind: 'absolute', resourceType: 'Bundle', entries: 1, findings: [] }]);
});

test('asked by code, answered inside the Task', async () => {
  const { run, receipt, polled } = await ask(
    { ...codeRequest(), authorization: undefined },
    {
      status: 'completed',
      contained: [{ ...searchset([patient('p')]), id: 'results' }],
      output: output('#results'),
    },
  );
  expect(polled).toMatchObject({ status: 'completed', code: 'data-request-code' });
  const { outputs } = await run('tasks.fetch', { id: receipt.id });
  expect(outputs).toMatchObject([{ kind: 'contained', resourceType: 'Bundle', entries: 1 }]);
});

test('asked in vain: the Task fails and says why, which is no data rather than trouble', async () => {
  const statusReason = { text: 'No matching results' };
  const { run, receipt, polled } = await ask(
    { ...queryRequest(), authorization: undefined },
    { status: 'failed', statusReason },
  );
  expect(polled).toMatchObject({ status: 'failed', statusReason: 'No matching results', outputs: [] });
  const fetched = await run('tasks.fetch', { id: receipt.id });
  expect(fetched).toMatchObject({ outputs: [], findings: [{ rule: 'no-data', severity: 'information' }] });
});

test('attachments are asked for, and nothing but the end of the Task comes by it', async () => {
  const request: TaskRequest = { ...attachmentRequestByCode(), adminRef: undefined };
  const { run, server, receipt, polled } = await ask(request, { status: 'completed' });
  expect(posted(server, '/Task')[0]).toMatchObject({ for: { reference: '#patient' }, status: 'requested' });
  expect(polled).toMatchObject({ status: 'completed', code: 'attachment-request-code', outputs: [] });
  const { findings } = await run('tasks.fetch', { id: receipt.id });
  expect(findings).toMatchObject([{ rule: 'no-output', severity: 'information' }]);
});

test('subscribed and active at once, asked, told, read, fetched', async () => {
  const server = await startSubscriptionPartner({ answers: 200, status: 'active', handshake: 'never' });
  const { run } = openConsole();
  const partner = { baseUrl: server.baseUrl };
  expect(await run('subscriptions.create', { partner })).toMatchObject({ status: 'active' });
  server.on('POST /Task', (_, response) => void response.writeHead(200, located).end());
  const request = { ...queryRequest(), authorization: undefined };
  const { id } = await run('tasks.request', { partner, request, profile: 'manual' });
  const [task] = posted(server, '/Task');
  server.on('GET /Task/t-1', json(200, { ...task, id: 't-1', status: 'completed', output: output('Bundle/b-1') }));
  server.on('GET /Bundle/b-1', json(200, searchset([patient('p')])));
  // The first it hears of is event 17, as in the guide: what came before is none of ours.
  expect(
    await server.tell({ type: 'event-notification', since: '17', events: [['17', `${server.baseUrl}/Task/t-1`]] }),
  ).toBe(200);
  await expect.poll(async () => (await run('tasks.get', { id })).status).toBe('completed');
  expect((await run('tasks.get', { id })).polls).toMatchObject([{ result: 'new-version', by: 'notification' }]);
  const { outputs } = await run('tasks.fetch', { id });
  expect(outputs).toMatchObject([{ kind: 'relative', resourceType: 'Bundle', entries: 1 }]);
});
