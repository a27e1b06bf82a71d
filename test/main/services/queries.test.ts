import { expect, test } from 'vitest';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';
import { links, patient, searchset } from '../../fakes/partner/bundles.ts';
import { json, outcome, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, until } from '../../fakes/ports.ts';

async function consoleAndPartner() {
  const [here, server] = [openConsole(), await startPartner()];
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

test('a search is sent as it was typed, and its receipt tells what came', async () => {
  const { run, server, partner } = await consoleAndPartner();
  server.on(
    'GET /Observation',
    json(200, searchset([patient('a')], { total: 41, ...links({ next: `${server.baseUrl}/x` }) })),
  );
  const query = 'Observation?code=http://loinc.org|4548-4&date=ge2026-01-01&code=a,b&_sort=-date&x=%26';
  const receipt = await run('queries.search', { partner, query, prefer: 'strict' });
  expect(server.seen[0]?.url).toBe(`/fhir/${query}`);
  expect(server.seen[0]?.headers).toMatchObject({ accept: 'application/fhir+json', prefer: 'handling=strict' });
  expect(receipt).toMatchObject({
    httpStatus: 200,
    resourceType: 'Bundle',
    bundleType: 'searchset',
    total: 41,
    entries: 1,
    hasNext: true,
    hasPrevious: false,
  });
  expect(await run('exchanges.get', { id: receipt.exchangeId })).toMatchObject({
    approach: 'direct-query',
    url: `${server.baseUrl}/${query}`,
  });
});

test('a search by POST puts its parameters into a form, which the record keeps', async () => {
  const { run, server, partner } = await consoleAndPartner();
  server.on('POST /Observation/_search', json(200, searchset([])));
  const { exchangeId } = await run('queries.search', {
    partner,
    query: 'Observation?code=4548-4&patient=1',
    post: true,
  });
  expect(server.seen[0]).toMatchObject({
    method: 'POST',
    url: '/fhir/Observation/_search',
    body: 'code=4548-4&patient=1',
  });
  expect(server.seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect((await run('exchanges.get', { id: exchangeId })).request.bodyText).toBe('code=4548-4&patient=1');
});

test('pages are followed forward and back, and end', async () => {
  const { run, refused, server, partner } = await consoleAndPartner();
  const page = (n: number, more: Record<string, string>) => json(200, searchset([patient(`p${n}`)], links(more)));
  server.on('GET /Patient', page(1, { next: `${server.baseUrl}/page2` }));
  server.on('GET /page2', page(2, { previous: `${server.baseUrl}/Patient`, next: '/fhir/page3' }));
  server.on('GET /page3', page(3, { prev: `${server.baseUrl}/page2` }));
  const first = await run('queries.search', { partner, query: 'Patient' });
  const second = await run('queries.page', { exchangeId: first.exchangeId, relation: 'next' });
  const third = await run('queries.page', { exchangeId: second.exchangeId, relation: 'next' });
  expect([third.hasNext, third.hasPrevious]).toEqual([false, true]);
  const back = await run('queries.page', { exchangeId: third.exchangeId, relation: 'previous' });
  const { rows } = await run('queries.rows', { exchangeId: back.exchangeId });
  expect(rows.map(({ id }) => id)).toEqual(['p2']);
  expect((await refused('queries.page', { exchangeId: third.exchangeId, relation: 'next' })).code).toBe('not-found');
  expect((await refused('queries.page', { exchangeId: '999', relation: 'next' })).code).toBe('not-found');
});

test('the next page of a partner named on the spot carries the same secrets, from this process alone', async () => {
  const environment = (name: string) => (name === 'TOKEN' ? 'token-of-the-day' : undefined);
  const one = openConsole({ environment });
  const server = await startPartner();
  server.on('GET /Patient', json(200, searchset([], links({ next: `${server.baseUrl}/page2` }))));
  server.on('GET /page2', json(200, searchset([])));
  const { exchangeId } = await one.run('queries.search', {
    partner: { baseUrl: server.baseUrl, tokenEnv: 'TOKEN' },
    query: 'Patient',
  });
  await one.run('queries.page', { exchangeId, relation: 'next' });
  await one.close();
  const two = openConsole({ dataFolder: one.ports.dataFolder });
  await two.run('queries.page', { exchangeId, relation: 'next' });
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-of-the-day',
    'Bearer token-of-the-day',
    undefined,
  ]);
});

test('rows come in windows', async () => {
  const { run, refused, server, partner } = await consoleAndPartner();
  server.on('GET /Patient', json(200, searchset(Array.from({ length: 25 }, (_, n) => patient(`p${n}`)))));
  const { exchangeId } = await run('queries.search', { partner, query: 'Patient' });
  const ids = async (first: number, count: number) =>
    (await run('queries.rows', { exchangeId, first, count })).rows.map(({ index, id }) => `${index}:${id}`);
  expect(await ids(0, 2)).toEqual(['0:p0', '1:p1']);
  expect(await ids(23, 10)).toEqual(['23:p23', '24:p24']);
  expect(await ids(25, 10)).toEqual([]);
  const outside = await refused('queries.entry', { exchangeId, index: 25 });
  expect(outside).toMatchObject({ code: 'not-found', message: 'The Bundle has 25 entries, none at 25.' });
});

test('an entry is shown without its long base64, which can be opened as a document', async () => {
  const { run, server, partner } = await consoleAndPartner();
  const data = Buffer.from(`%PDF-1.4 ${'synthetic '.repeat(200)}`).toString('base64');
  const document = {
    resourceType: 'DocumentReference',
    id: 'd',
    content: [{ attachment: { contentType: 'application/pdf', data } }],
  };
  server.on('GET /DocumentReference', json(200, searchset([patient('a'), document])));
  const { exchangeId } = await run('queries.search', { partner, query: 'DocumentReference' });
  const entry = await run('queries.entry', { exchangeId, index: 1 });
  const pointer = '/entry/1/resource/content/0/attachment/data';
  expect(entry.resource).toMatchObject({ content: [{ attachment: { data: { $base64: { bytes: 2_009, pointer } } } }] });
  expect(JSON.stringify(entry)).not.toContain(data.slice(0, 40));
  const info = await run('documents.open', { exchangeId, side: 'response', pointer });
  expect(info).toMatchObject({ bytes: 2_009, sniffedType: 'application/pdf', declaredType: 'application/pdf' });
});

test('a read brings one resource, shown whole', async () => {
  const { run, refused, server, partner } = await consoleAndPartner();
  server.on('GET /Patient/a/_history/2', json(200, patient('a')));
  const receipt = await run('queries.read', { partner, reference: '/Patient/a/_history/2' });
  expect(receipt).toMatchObject({ resourceType: 'Patient', entries: 0 });
  expect(await run('queries.entry', { exchangeId: receipt.exchangeId })).toMatchObject({
    pointer: '',
    resource: patient('a'),
  });
  server.on('GET /Patient/gone', json(410, outcome('error', 'Deleted on Tuesday.')));
  const gone = await refused('queries.read', { partner, reference: 'Patient/gone' });
  expect(gone).toMatchObject({ code: 'refused-by-partner', httpStatus: 410 });
  expect(gone.message).toContain('Deleted on Tuesday.');
});

test('an OperationOutcome that travels with the matches is in the receipt', async () => {
  const { run, server, partner } = await consoleAndPartner();
  const warning = outcome('warning', 'x is not known and was ignored');
  const bundle = searchset([patient('a')]);
  bundle.entry.push({ resource: warning, search: { mode: 'outcome' } });
  server.on('GET /Patient', json(200, bundle));
  expect((await run('queries.search', { partner, query: 'Patient?x=1' })).outcome).toEqual(warning);
});

test('an answer that cannot be read as rows is still an answer', async () => {
  const { run, refused, server, partner } = await consoleAndPartner();
  server.on('GET /Patient', json(200, { resourceType: 'Bundle', type: 'searchset', entry: 'none', link: 7 }));
  const { exchangeId } = await run('queries.search', { partner, query: 'Patient' });
  expect(await run('queries.rows', { exchangeId })).toMatchObject({ total: 0, rows: [] });
  server.otherwise((_, response) => response.writeHead(200).end('<html></html>'));
  const error = await refused('queries.search', { partner, query: 'Patient/x' });
  expect((await refused('queries.entry', { exchangeId: error.exchangeId ?? '' })).code).toBe('not-fhir');
});

test('a query under way is cancelled by its id, tells how far it came, and is over', async () => {
  const { console, run, server, partner } = await consoleAndPartner();
  const heard: ConsoleEvent[] = [];
  console.listen((event) => heard.push(event));
  server.on('GET /Patient', async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+json' });
    while (!response.destroyed) {
      response.write(' '.repeat(10_000));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
  const reply = console.dispatch('queries.search', { partner, query: 'Patient', operationId: 'mine' });
  await until(() => heard.some((event) => event.type === 'progress' && (event.progress.bytes ?? 0) > 0));
  expect(await run('operations.cancel', { operationId: 'mine' })).toEqual({ cancelled: true });
  expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(await run('operations.cancel', { operationId: 'mine' })).toEqual({ cancelled: false });
  const progress = heard.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
  expect(progress.at(-1)).toMatchObject({ operationId: 'mine', label: 'Patient', done: true });
});

test('closing the console ends what is under way and keeps its record', async () => {
  const { console, close, ports, server, partner } = await consoleAndPartner();
  server.on('GET /Patient', () => undefined); // never answers
  const reply = console.dispatch('queries.search', { partner, query: 'Patient' });
  await until(() => server.seen.length === 1);
  await close();
  expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(await console.dispatch('connections.list', {})).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  const { run } = openConsole({ dataFolder: ports.dataFolder });
  expect(await run('exchanges.list', {})).toMatchObject([
    { outcome: 'transport', problem: 'The exchange was cancelled.' },
  ]);
});
