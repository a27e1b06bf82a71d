import { expect, test } from 'vitest';
import { links, patient, searchset } from '../../fakes/partner/bundles.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { failure, openConsole, unwrap } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

const redirect = (status: number, location: string) => json(status, {}, { location });
const token = { authorization: 'Bearer canary-token-5512' };

test.each([301, 302, 303, 307, 308])(
  'a redirect %i within the origin is followed, and both hops are recorded',
  async (status) => {
    const { door, store } = openDoor();
    const server = await startPartner();
    server.on('GET /Patient/old', redirect(status, '/fhir/Patient/new'));
    server.on('GET /Patient/new', json(200, patient('new')));
    const partner = partnerAt(server.baseUrl, { secretHeaders: token });
    const answer = unwrap(await door.send(partner, get(partner, '/Patient/old')));
    expect(answer.resource).toEqual(patient('new'));
    const records = store.exchanges.list(5);
    expect(records.map((one) => [one.url, one.status, one.outcome])).toEqual([
      [`${server.baseUrl}/Patient/new`, 200, 'ok'],
      [`${server.baseUrl}/Patient/old`, status, 'transport'],
    ]);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([token.authorization, token.authorization]);
  },
);

test('a redirect to another origin is refused, and nothing is sent there', async () => {
  const { door, last } = openDoor();
  const [server, foreign] = [await startPartner(), await startPartner()];
  server.on('GET /Patient/a', redirect(307, `${foreign.baseUrl}/Patient/a`));
  const partner = partnerAt(server.baseUrl, { secretHeaders: token });
  const error = failure(await door.send(partner, get(partner, '/Patient/a')));
  expect(error).toMatchObject({ code: 'redirected', httpStatus: 307, exchangeId: last().id });
  expect(error.message).toContain(foreign.origin);
  expect(foreign.seen).toEqual([]);
});

test('a redirect that leads in a circle ends', async () => {
  const { door, store } = openDoor();
  const server = await startPartner();
  server.otherwise(redirect(302, '/fhir/Patient'));
  const partner = partnerAt(server.baseUrl);
  expect(failure(await door.send(partner, get(partner, '/Patient'))).code).toBe('redirected');
  expect(store.exchanges.list(20).length).toBeLessThan(6);
});

test('a write is not repeated at another address', async () => {
  const { door } = openDoor();
  const server = await startPartner();
  server.on('POST /Task', redirect(307, '/fhir/elsewhere'));
  const partner = partnerAt(server.baseUrl);
  const error = failure(await door.send(partner, { method: 'POST', url: `${server.baseUrl}/Task`, body: '{}' }));
  expect(error.code).toBe('redirected');
  expect(server.seen).toHaveLength(1);
});

test('a redirect without an address says so', async () => {
  const { door } = openDoor();
  const server = await startPartner();
  server.otherwise(json(302, {}));
  const partner = partnerAt(server.baseUrl);
  expect(failure(await door.send(partner, get(partner, '/Patient'))).message).toContain('nowhere');
});

test('another origin is refused before anything is sent', async () => {
  const { door, store } = openDoor();
  const [server, foreign] = [await startPartner(), await startPartner()];
  const partner = partnerAt(server.baseUrl, { secretHeaders: token });
  const error = failure(
    await door.send(partner, { method: 'GET', url: `${foreign.baseUrl}/Patient?access_token=abc` }),
  );
  expect(error.code).toBe('origin-refused');
  expect(error.message).toContain('access_token=[masked]');
  expect([foreign.seen, store.exchanges.list(5)]).toEqual([[], []]);
});

test('another origin may be asked without credentials', async () => {
  const { door } = openDoor();
  const [server, foreign] = [await startPartner(), await startPartner()];
  foreign.on('GET /Binary/1', json(200, { resourceType: 'Binary' }));
  const partner = partnerAt(server.baseUrl, { secretHeaders: { ...token, 'x-api-key': 'canary-key-9' } });
  unwrap(
    await door.send(partner, { method: 'GET', url: `${foreign.baseUrl}/Binary/1`, foreign: 'without-credentials' }),
  );
  expect(foreign.seen[0]?.rawHeaders.join(' ')).not.toContain('canary');
});

test('the same host under another scheme or port is another origin', async () => {
  const { door } = openDoor();
  const server = await startPartner();
  const partner = partnerAt(server.baseUrl, { secretHeaders: token });
  for (const url of [server.baseUrl.replace('http:', 'https:'), server.baseUrl.replace('127.0.0.1', 'localhost')])
    expect(failure(await door.send(partner, { method: 'GET', url })).code).toBe('origin-refused');
});

test('a next link of another origin is refused by the page command', async () => {
  const { run, refused } = openConsole({ environment: () => 'canary-token-5512' });
  const [server, foreign] = [await startPartner(), await startPartner()];
  server.on('GET /Patient', json(200, searchset([patient('a')], links({ next: `${foreign.baseUrl}/Patient?page=2` }))));
  const partner = { baseUrl: server.baseUrl, tokenEnv: 'TOKEN' };
  const { exchangeId } = await run('queries.search', { partner, query: 'Patient' });
  expect((await refused('queries.page', { exchangeId, relation: 'next' })).code).toBe('origin-refused');
  expect(foreign.seen).toEqual([]);
});
