import { describe, expect, test } from 'vitest';
import { createDoor } from '../../../../main/exchange/door.ts';
import { ensureDiscovery } from '../../../../main/exchange/discovery/ensure-discovery.ts';
import type { Partner } from '../../../../main/exchange/partner.ts';
import { openStore } from '../../../../main/store/store.ts';
import { ok } from '../../../../shared/contract/errors.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { defaultPolicy } from '../../../../shared/domain/policy.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { bytes, json, type Script, startPartner } from '../../../fakes/partner/partner.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../../fakes/ports.ts';
import { partnerAt } from '../open-door.ts';
import { davinci, security, smart, statement, udap } from './documents.ts';

const plainJson = (status: number, body: unknown): Script =>
  json(status, body, { 'content-type': 'application/json; charset=utf-8' });
const page = bytes(200, '<!doctype html><title>Portal</title>', { 'content-type': 'text/html' });

const paths = {
  smart: 'GET /.well-known/smart-configuration',
  udap: 'GET /.well-known/udap',
  statement: 'GET /metadata',
  davinci: 'GET /.well-known/davinci-configuration',
} as const;

async function open(more: Partial<Partner> = {}) {
  const clock = createFakeClock();
  const store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  const door = createDoor({ store, clock, version: '9.9.9' });
  cleanUp(() => door.close());
  const fake = await startPartner();
  const partner = partnerAt(fake.baseUrl, { connectionId: 'c1', timeoutMs: 5_000, ...more });
  const connection: Connection = {
    id: 'c1',
    name: 'Mesa',
    baseUrl: fake.baseUrl,
    role: 'payer',
    cdexVersion: '2.1',
    timeoutMs: 5_000,
    origin: 'user',
    auth: { method: 'none' },
    line: {},
    policy: defaultPolicy,
    secrets: [],
    createdAt: new Date(clock.now()).toISOString(),
  };
  store.write(() => store.connections.put(connection));
  const means = { store, door, clock };
  const publish = () => {
    fake.on(paths.smart, plainJson(200, smart(fake.origin)));
    fake.on(paths.udap, plainJson(200, udap(fake.origin)));
    fake.on(paths.statement, json(200, statement(security({ token: `${fake.origin}/token` }))));
    fake.on(paths.davinci, plainJson(200, davinci()));
  };
  return {
    clock,
    store,
    fake,
    partner,
    publish,
    discover: (refresh = false, signal?: AbortSignal) => ensureDiscovery(means, partner, 'c1', refresh, signal),
  };
}

describe('discovery', () => {
  test('reads four documents, one exchange each, and keeps them', async () => {
    const { store, fake, publish, discover } = await open();
    publish();
    const found = await discover();
    expect(found).toMatchObject({
      id: 'c1',
      baseUrl: fake.baseUrl,
      at: '2026-10-01T12:00:00.000Z',
      smart: { state: 'found', value: { tokenEndpoint: `${fake.origin}/token` }, problems: [] },
      udap: { state: 'found', value: { registrationEndpoint: `${fake.origin}/register` } },
      statement: {
        state: 'found',
        value: { services: ['SMART-on-FHIR', 'By agreement'], tokenUrl: `${fake.origin}/token` },
        problems: [],
      },
      davinci: { state: 'found', value: { identifier: { value: '12345' } }, problems: [] },
    });
    expect(store.discoveries.get('c1')).toEqual(found);
    for (const name of ['smart', 'udap', 'statement', 'davinci'] as const) {
      const { exchangeId } = found[name];
      expect(store.exchanges.get(exchangeId ?? '')).toMatchObject({ outcome: 'ok', note: expect.any(String) });
    }
    expect(await discover()).toEqual(found);
    expect(fake.seen).toHaveLength(4);
    await discover(true);
    expect(fake.seen).toHaveLength(8);
  });

  test('sends neither token nor secret header', async () => {
    const { fake, discover } = await open({
      secretHeaders: { authorization: 'Bearer fake-token-1', 'x-api-key': 'fake-key-1' },
      admit: async () => ok({ headers: { authorization: 'Bearer fake-token-2' } }),
    });
    await discover();
    expect(fake.seen).toHaveLength(5); // the root was asked too
    expect(JSON.stringify(fake.seen.map(({ rawHeaders }) => rawHeaders))).not.toContain('fake-');
  });

  test.each([404, 410])('takes %d as not published', async (status) => {
    const { fake, discover } = await open();
    fake.otherwise(bytes(status, 'nothing'));
    const found = await discover();
    for (const name of ['smart', 'udap', 'statement', 'davinci'] as const)
      expect(found[name]).toEqual({ state: 'absent', exchangeId: expect.any(String), httpStatus: status });
  });

  test.each<[string, Script, RegExp, RegExp]>([
    ['a web page', page, /200 with an HTML page/, /not published.*base URL/],
    ['nothing at all', bytes(200, ''), /an empty body/, /base URL/],
    ['another text', bytes(200, 'hello', { 'content-type': 'text/plain' }), /no JSON \(text\/plain\)/, /base URL/],
    ['a list', plainJson(200, []), /JSON that is no object/, /base URL/],
    ['a resource', json(200, { resourceType: 'Patient' }), /a FHIR Patient/, /base URL/],
    ['JSON of another kind', plainJson(200, { hello: 1 }), /no SMART configuration/, /not published/],
    ['401', bytes(401, ''), /401/, /without a token/],
    ['403', json(403, {}), /403/, /without a token/],
    ['500', bytes(500, 'oops'), /500/, /Try again/],
    ['silence', () => undefined, /did not answer within 2 s/, /./],
  ])('tells %s apart from a document', async (what, script, message, next) => {
    const { fake, discover } = await open(what === 'silence' ? { timeoutMs: 2_000 } : {});
    fake.on(paths.smart, script);
    const { smart: found, udap: other } = await discover();
    expect(found).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(message),
      next: expect.stringMatching(next),
      exchangeId: expect.any(String),
    });
    expect(found).not.toHaveProperty('elsewhere');
    expect(other.state).toBe('absent');
  });

  test('says so when the content type is not JSON', async () => {
    const { fake, discover } = await open();
    fake.on(paths.smart, bytes(200, JSON.stringify(smart(fake.origin)), { 'content-type': 'text/plain' }));
    expect((await discover()).smart).toMatchObject({
      state: 'found',
      problems: ['It came as text/plain; it must be application/json.'],
    });
  });

  test('finds the Da Vinci document at the root, where the base has none or a web page', async () => {
    for (const below of [bytes(404, ''), page]) {
      const { fake, discover } = await open();
      fake.on(paths.davinci, below, plainJson(200, davinci())); // both paths end alike for the fake
      expect((await discover()).davinci.state).toBe('found');
      expect(fake.seen.map(({ url }) => url)).toContain('/.well-known/davinci-configuration');
    }
  });

  test('does not look at the root when the base refuses', async () => {
    const { fake, discover } = await open();
    fake.on(paths.davinci, bytes(500, ''));
    expect((await discover()).davinci.state).toBe('failed');
    expect(fake.seen.map(({ url }) => url)).not.toContain('/.well-known/davinci-configuration');
  });

  test('reads a statement too large to be at hand', async () => {
    const { fake, discover } = await open();
    const filler = 'x'.repeat(1_200_000);
    fake.on(
      paths.statement,
      json(200, { ...statement(security({ token: `${fake.origin}/token` })), description: filler }),
    );
    expect((await discover()).statement).toMatchObject({ state: 'found', value: { tokenUrl: `${fake.origin}/token` } });
  });

  test('tells odd addresses of a statement', async () => {
    const { fake, discover } = await open();
    const odd = security({ token: '/token', authorize: 'mailto:somebody@auth.example' });
    fake.on(paths.statement, json(200, statement(odd)));
    const found = (await discover()).statement;
    expect(found).toMatchObject({ state: 'found', value: { tokenUrl: `${fake.origin}/token` } });
    expect(found).toHaveProperty('problems', [expect.stringMatching(/relative/), expect.stringMatching(/mailto:/)]);
  });

  test('a failed second reading leaves what was found, and says so', async () => {
    const { clock, fake, publish, store, discover } = await open();
    publish();
    const first = await discover();
    fake.on(paths.smart, bytes(503, ''));
    fake.on(paths.udap, bytes(404, ''));
    clock.jump(clock.now() + 5_000);
    const second = await discover(true);
    const { stale, ...kept } = { stale: undefined, ...second.smart };
    expect(kept).toEqual(first.smart);
    expect(stale).toMatchObject({ at: second.at, message: expect.stringContaining('503'), next: expect.any(String) });
    expect(second.udap.state).toBe('absent');
    expect(store.discoveries.get('c1')).toEqual(second);
    publish();
    expect((await discover(true)).smart).not.toHaveProperty('stale');
  });

  test('a document that failed is tried again after a minute, and no other', async () => {
    const { clock, fake, publish, discover } = await open();
    publish();
    fake.on(paths.smart, bytes(503, ''));
    await discover();
    publish();
    expect((await discover()).smart.state).toBe('failed');
    clock.jump(clock.now() + 60_000);
    const before = fake.seen.length;
    expect((await discover()).smart.state).toBe('found');
    expect(fake.seen.slice(before).map(({ url }) => url)).toEqual(['/fhir/.well-known/smart-configuration']);
  });

  test('is read anew where the connection has moved', async () => {
    const { fake, publish, store, discover } = await open();
    publish();
    const first = await discover();
    store.write(() => store.discoveries.put({ ...first, baseUrl: 'https://before.example/fhir' }));
    await discover();
    expect(fake.seen).toHaveLength(8);
  });

  test('two who need it at once read once', async () => {
    const { fake, publish, discover } = await open();
    publish();
    const [one, two] = await Promise.all([discover(), discover()]);
    expect(one).toBe(two);
    expect(fake.seen).toHaveLength(4);
  });

  test('what was broken off is not kept, nor what nobody has any more', async () => {
    const { fake, store, publish, discover } = await open();
    fake.otherwise(() => undefined);
    const stop = new AbortController();
    const reading = discover(false, stop.signal);
    stop.abort();
    expect((await reading).smart.state).toBe('failed');
    expect(store.discoveries.get('c1')).toBeUndefined();
    publish();
    store.write(() => store.connections.remove('c1'));
    await discover();
    expect(store.discoveries.get('c1')).toBeUndefined();
  });
});
