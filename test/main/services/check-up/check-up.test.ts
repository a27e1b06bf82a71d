import { describe, expect, test } from 'vitest';
import { taskTopic } from '../../../../shared/domain/subscription.ts';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import type { CheckUpStep } from '../../../../shared/domain/check-up.ts';
import type { TlsView } from '../../../../shared/domain/tls-view.ts';
import { bytes, json, outcome } from '../../../fakes/partner/partner.ts';
import { patient, searchset } from '../../../fakes/partner/bundles.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import { smart } from '../../exchange/discovery/documents.ts';
import { declare, openWalk } from './walk.ts';

const patientSearch = { type: 'Patient', interaction: [{ code: 'search-type' }] };
const statusOf = (steps: CheckUpStep[]) => steps.map(({ status }) => status);
const notesWith = (step: CheckUpStep, requirement: string) =>
  step.notes.filter((note) => note.requirement === requirement).map(({ result }) => result);

describe('a check-up', () => {
  test('goes along the whole line of an open server and keeps what it found', async () => {
    const { fake, store, run } = await openWalk();
    declare(fake, { resource: [patientSearch] });
    fake.on('GET /Patient', json(200, searchset([patient('a')])));
    const checkUp = unwrap(await run());
    expect(checkUp.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'reachability ok',
      'tls warn',
      'discovery ok',
      'authorization ok',
      'capability-statement warn',
      'search ok',
    ]);
    expect(checkUp).toMatchObject({ id: 'c1', at: '2026-10-01T12:00:00.000Z', ok: true });
    expect(checkUp.steps[0]?.detail).toMatch(/^127\.0\.0\.1, port \d+ open in \d+ ms$/);
    expect(checkUp.steps[1]?.notes[0]).toMatchObject({ result: 'warn', requirement: 'CONF-014' });
    expect(checkUp.steps[2]?.detail).toContain('smart-configuration 404 so not offered');
    expect(checkUp.steps[3]?.detail).toContain('open server');
    expect(store.checkups.get('c1')).toEqual(checkUp);
    expect(fake.seen.map(({ method }) => method)).toEqual(fake.seen.map(() => 'GET'));
    expect(fake.seen.at(-1)?.url).toBe('/fhir/Patient?_count=1&_elements=id');
  });

  test('keeps twenty runs, the newest last', async () => {
    const { clock, store, run } = await openWalk();
    for (let count = 0; count < 21; count += 1) {
      clock.jump(clock.now() + 60_000);
      unwrap(await run());
    }
    const kept = store.checkups.get('c1');
    expect(kept?.history).toHaveLength(20);
    expect(kept?.history[0]?.at).toBe('2026-10-01T12:02:00.000Z');
    expect(kept?.history.at(-1)).toMatchObject({ at: kept?.at, steps: expect.any(Array) });
  });

  test('that was cancelled keeps nothing', async () => {
    const { fake, store, run } = await openWalk();
    fake.otherwise(() => undefined);
    const stop = new AbortController();
    const running = run(stop.signal);
    stop.abort();
    expect(failure(await running).code).toBe('cancelled');
    expect(store.checkups.get('c1')).toBeUndefined();
  });

  test('of a connection that was removed meanwhile is not kept', async () => {
    const { store, run } = await openWalk();
    store.write(() => store.connections.remove('c1'));
    unwrap(await run());
    expect(store.checkups.get('c1')).toBeUndefined();
  });
});

describe('reachability', () => {
  test.each([
    ['a closed port', 'http://127.0.0.1:1/fhir', /refused/, 'unreachable'],
    ['a name nobody has', 'http://nobody.invalid/fhir', /could not be resolved/, 'unreachable'],
  ])('fails for %s, and leaves out what depends on it', async (_, baseUrl, message, code) => {
    const { run } = await openWalk({ connection: { baseUrl } });
    const { ok: okay, steps } = unwrap(await run());
    expect(okay).toBe(false);
    expect(steps[0]).toMatchObject({ status: 'fail', side: 'transport', diagnosis: { code } });
    expect(steps[0]?.detail).toMatch(message);
    expect(statusOf(steps).slice(2)).toEqual(['not-checked', 'ok', 'not-checked', 'not-checked']);
    expect(steps[2]?.detail).toContain('the partner cannot be reached');
    expect(steps[2]).not.toHaveProperty('durationMs');
  });

  test('fails for a proxy that is not there', async () => {
    const { step } = await openWalk({ connection: { line: { proxyUrl: 'http://127.0.0.1:1' } } });
    expect(await step('reachability')).toMatchObject({ status: 'fail', side: 'transport' });
    expect((await step('discovery')).detail).toContain('the proxy cannot be reached');
  });

  test('an authorization server elsewhere is asked all the same', async () => {
    const { run } = await openWalk({
      connection: {
        baseUrl: 'http://127.0.0.1:1/fhir',
        auth: { method: 'client-secret', send: 'basic', clientId: 'a', tokenUrl: 'https://auth.example/token' },
      },
    });
    expect(statusOf(unwrap(await run()).steps)).toEqual([
      'fail',
      'warn',
      'not-checked',
      'ok',
      'not-checked',
      'not-checked',
    ]);
  });
});

describe('TLS', () => {
  const view = (daysLeft: number, more: Partial<TlsView> = {}): TlsView => ({
    host: 'fhir.example',
    port: 443,
    at: '2026-10-01T12:00:00.000Z',
    serverName: 'fhir.example',
    protocol: 'TLSv1.3',
    chain: [
      {
        subject: 'CN=fhir.example',
        issuer: 'CN=Test authority',
        serialNumber: '01',
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: '2026-12-01T00:00:00.000Z',
        daysLeft,
        names: ['DNS:fhir.example'],
        key: 'EC P-256',
        fingerprint: 'AA',
        selfSigned: false,
        isAuthority: false,
      },
    ],
    trusted: true,
    ...more,
  });
  // Nothing speaks TLS at the port; what is looked at is told.
  const tlsStep = async (tls: Parameters<typeof openWalk>[0] & object) => {
    const { fake } = await openWalk();
    return (await openWalk({ connection: { baseUrl: fake.baseUrl.replace('http:', 'https:') }, ...tls })).step('tls');
  };

  test('is fine with time left, worth a warning under thirty days', async () => {
    const fine = await tlsStep({ tls: ok(view(41)) });
    expect(fine).toMatchObject({ status: 'ok', detail: '1.3, certificate for fhir.example, 41 days left' });
    const short = await tlsStep({ tls: ok(view(29)) });
    expect(short).toMatchObject({ status: 'warn', diagnosis: { code: 'certificate-expired' } });
  });

  test('fails as it would for an exchange', async () => {
    const problem = { code: 'hostname-mismatch', message: 'The names differ.', next: 'Compare them.' };
    expect(await tlsStep({ tls: ok(view(41, { trusted: false, problem })) })).toMatchObject({
      status: 'fail',
      side: 'transport',
      detail: 'The names differ.',
      diagnosis: { code: 'hostname-mismatch', next: 'Compare them.' },
    });
  });

  test('plain http elsewhere fails, though it is not what keeps the rest from working', async () => {
    const { run } = await openWalk({ connection: { baseUrl: 'http://nobody.invalid/fhir' } });
    const tls = unwrap(await run()).steps[1];
    expect(tls).toMatchObject({ status: 'fail', side: 'ours', diagnosis: { requirement: 'CONF-014' } });
  });
});

describe('discovery', () => {
  test('shows each document and what is odd about it', async () => {
    const { fake, step } = await openWalk();
    fake.on(
      'GET /.well-known/smart-configuration',
      json(200, smart(fake.origin, { code_challenge_methods_supported: ['plain'] }), {
        'content-type': 'application/json',
      }),
    );
    fake.on('GET /.well-known/udap', bytes(500, ''));
    const found = await step('discovery');
    expect(found.status).toBe('warn');
    expect(found.detail).toBe(
      'smart-configuration 200, udap 500, metadata 404 so not offered, davinci-configuration 404 so not offered',
    );
    expect(notesWith(found, 'SMART 2.2')).toEqual(['warn', 'warn']);
    expect(found.exchangeIds).toHaveLength(4);
  });

  test('fails when nothing usable comes at all', async () => {
    const { fake, step } = await openWalk();
    fake.otherwise(bytes(503, ''));
    expect(await step('discovery')).toMatchObject({ status: 'fail', side: 'transport' });
    fake.otherwise(bytes(403, ''));
    expect(await step('discovery')).toMatchObject({ status: 'fail', side: 'refused' });
  });
});

describe('the CapabilityStatement', () => {
  const task = (documentation?: string) => ({
    type: 'Task',
    interaction: [{ code: 'create' }, { code: 'read' }, { code: 'search-type' }],
    ...(documentation ? { documentation } : {}),
  });
  const extension = (valueCanonical: string) => [
    {
      url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical',
      valueCanonical,
    },
  ];

  test.each<[string, object, Record<string, string[]>]>([
    ['nothing', {}, { 'CONF-078': ['warn'], 'CONF-067': ['unchecked'] }],
    ['a Task without words', { resource: [task()] }, { 'CONF-078': ['warn'] }],
    ['a documented Task', { resource: [task('Send data requests.')] }, { 'CONF-078': ['ok'] }],
    ['a Subscription without topic', { resource: [{ type: 'Subscription' }] }, { 'CONF-067': ['warn'] }],
    [
      'another topic',
      { resource: [{ type: 'Subscription', extension: extension('urn:x') }] },
      { 'CONF-067': ['warn'] },
    ],
    ['the topic', { resource: [{ type: 'Subscription', extension: extension(taskTopic) }] }, { 'CONF-067': ['ok'] }],
  ])('of a provider that declares %s', async (_, rest, expected) => {
    const { fake, step } = await openWalk();
    declare(fake, rest);
    const found = await step('capability-statement');
    for (const [requirement, results] of Object.entries(expected))
      expect(notesWith(found, requirement), requirement).toEqual(results);
  });

  const operation = (documentation?: string) => ({
    operation: [{ name: 'submit-attachment', definition: 'x', ...(documentation ? { documentation } : {}) }],
  });

  test.each<[string, object, Record<string, string[]>]>([
    ['nothing', {}, { 'CONF-001': ['warn'] }],
    ['the operation without words', operation(), { 'CONF-001': ['warn'], 'CONF-022': ['warn', 'warn'] }],
    ['a limit', operation('Up to 100 MB.'), { 'CONF-001': ['ok'], 'CONF-022': ['ok', 'warn'] }],
    ['Final', operation('Final is honoured.'), { 'CONF-022': ['warn', 'ok'] }],
    ['both', operation('At most 26214400 bytes; Final is ignored.'), { 'CONF-022': ['ok', 'ok'] }],
  ])('of a payer that declares %s', async (_, rest, expected) => {
    const { fake, step } = await openWalk({ connection: { role: 'provider' } });
    declare(fake, rest);
    const found = await step('capability-statement');
    for (const [requirement, results] of Object.entries(expected))
      expect(notesWith(found, requirement), requirement).toEqual(results);
  });

  test.each<[string, object, string]>([
    ['another FHIR version', { fhirVersion: '5.0.0' }, 'fail'],
    ['no FHIR version', { fhirVersion: undefined }, 'warn'],
    ['XML alone', { format: ['application/fhir+xml'] }, 'fail'],
    ['no format', { format: [] }, 'warn'],
    ['json in short', { format: ['xml', 'json'] }, 'ok'],
  ])('with %s', async (_, changes, status) => {
    const { fake, step } = await openWalk();
    declare(fake, { resource: [task('Send data requests.')] }, changes);
    expect((await step('capability-statement')).status).toBe(status);
  });

  test('that only known clients may see is read with the token', async () => {
    const { fake, step } = await openWalk({
      connection: { auth: { method: 'bearer' }, secrets: ['bearer'] },
      secrets: { 'connection/c1/bearer': 'fake-bearer' },
    });
    fake.on('GET /metadata', ({ headers }, response) =>
      headers.authorization === 'Bearer fake-bearer'
        ? json(200, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', format: ['json'] })(
            {} as never,
            response,
          )
        : response.writeHead(401).end(),
    );
    expect((await step('capability-statement')).detail).toMatch(/^FHIR 4\.0\.1/);
  });

  test('that is not there fails as the partner’s refusal, unusable ones as transport', async () => {
    const { fake, step } = await openWalk();
    expect(await step('capability-statement')).toMatchObject({ status: 'fail', side: 'refused' });
    fake.on('GET /metadata', bytes(200, '<html></html>', { 'content-type': 'text/html' }));
    expect(await step('capability-statement')).toMatchObject({ status: 'fail', side: 'transport' });
  });
});

describe('the search', () => {
  test.each<[string, Parameters<typeof json>, Partial<CheckUpStep>]>([
    ['403', [403, outcome('error', 'No.')], { status: 'fail', side: 'refused' }],
    ['500', [500, {}], { status: 'fail', side: 'transport' }],
    ['400', [400, outcome('error', 'Name more.')], { status: 'warn' }],
    ['an outcome of severity error', [200, outcome('error', 'Name more.')], { status: 'warn' }],
    ['a Patient', [200, patient('a')], { status: 'fail', side: 'transport' }],
  ])('answered with %s', async (_, answer, expected) => {
    const { fake, step } = await openWalk();
    declare(fake, { resource: [patientSearch] });
    fake.on('GET /Patient', json(...answer));
    expect(await step('search')).toMatchObject(expected);
  });

  test('is left out where it is not declared, and says so', async () => {
    const { fake, step } = await openWalk();
    declare(fake, { resource: [{ type: 'Patient', interaction: [{ code: 'read' }] }] });
    expect(await step('search')).toMatchObject({
      status: 'not-checked',
      detail: expect.stringContaining('declares no'),
    });
    expect(fake.seen.some(({ url }) => url.startsWith('/fhir/Patient'))).toBe(false);
  });

  test('is sent by POST to a partner that wants it so', async () => {
    const { fake, step } = await openWalk({
      connection: {
        policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: ['post-searches'] },
      },
    });
    declare(fake, { resource: [patientSearch] });
    fake.on('POST /Patient/_search', json(200, searchset([])));
    expect((await step('search')).status).toBe('ok');
  });

  test('waits for a token', async () => {
    const { fake, run } = await openWalk({
      connection: { auth: { method: 'code', client: 'public', clientId: 'a' } },
      authorization: async () => fail('sign-in-needed', 'Nobody signed in.', 'Sign in.'),
    });
    declare(fake, { resource: [patientSearch] });
    const { ok: okay, steps } = unwrap(await run());
    expect(okay).toBe(true);
    expect(statusOf(steps).slice(3)).toEqual(['not-checked', 'warn', 'not-checked']);
    expect(steps[5]?.detail).toContain('there is no token');
  });
});
