import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CheckUp } from '../../../shared/domain/check-up.ts';
import { type Authority, makeAuthority } from '../../fakes/partner/authority.ts';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { bytes, type FakePartner, json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { davinci, smart, statement } from '../exchange/discovery/documents.ts';

const application = { 'content-type': 'application/json' };
const passphrase = { value: 'a passphrase for tests' };

const granted = json(
  200,
  { access_token: 'fake-token', token_type: 'bearer', expires_in: 300, scope: 'system/*.rs' },
  { ...application, 'cache-control': 'no-store' },
);

/** Publishes what an authorized search needs; the token endpoint answers with `grant`. */
function publish(fake: FakePartner, grant = granted) {
  const searchable = { type: 'Patient', interaction: [{ code: 'search-type' }] };
  fake.on('GET /metadata', json(200, statement(undefined, { rest: [{ mode: 'server', resource: [searchable] }] })));
  const methods = { token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt'] };
  fake.on('GET /.well-known/smart-configuration', json(200, smart(fake.baseUrl, methods), application));
  fake.on('GET /Patient', ({ headers }, response) =>
    headers.authorization === 'Bearer fake-token'
      ? json(200, searchset([patient('a')]))({} as never, response)
      : response.writeHead(401).end(),
  );
  fake.on('POST /token', grant);
}

const statuses = ({ steps }: CheckUp) => Object.fromEntries(steps.map(({ name, status }) => [name, status]));
const stepOf = ({ steps }: CheckUp, name: string) => steps.find((step) => step.name === name);

async function openWithSecret(fake: FakePartner, tokenUrl?: string) {
  const opened = openConsole();
  await opened.run('vault.create', { backend: 'passphrase', passphrase });
  await opened.run('connections.add', {
    name: 'Mesa',
    baseUrl: fake.baseUrl,
    auth: { method: 'client-secret', clientId: 'harbor', scope: 'system/*.rs', ...(tokenUrl ? { tokenUrl } : {}) },
    secrets: { clientSecret: { value: 'fake-client-secret' } },
  });
  return opened;
}

describe('a check-up through the console', () => {
  test('gets in, searches, and changes nothing but the token it asked for', async () => {
    const fake = await startPartner();
    publish(fake);
    const { run } = await openWithSecret(fake);
    const checkUp = await run('connections.test', { connection: 'Mesa' });
    expect(statuses(checkUp)).toMatchObject({ authorization: 'ok', search: 'ok' });
    expect(stepOf(checkUp, 'authorization')?.exchangeIds).toHaveLength(1);
    expect(fake.seen.filter(({ method }) => method !== 'GET').map(({ url }) => url)).toEqual(['/fhir/token']);
    expect(JSON.stringify(checkUp)).not.toMatch(/fake-token|fake-client-secret/);
  });

  test('names the outdated token URL as the cause of a refusal, beside the one that is published', async () => {
    const fake = await startPartner();
    publish(fake);
    fake.on(
      'POST /old/token',
      json(401, { error: 'invalid_client', error_description: 'Invalid audience' }, application),
    );
    const { run } = await openWithSecret(fake, `${fake.baseUrl}/old/token`);
    const checkUp = await run('connections.test', { connection: 'Mesa' });
    expect(checkUp.ok).toBe(false);
    expect(statuses(checkUp)).toMatchObject({ authorization: 'fail', search: 'not-checked' });
    expect(stepOf(checkUp, 'authorization')).toMatchObject({
      side: 'refused',
      diagnosis: {
        compare: { sent: `${fake.baseUrl}/old/token`, wanted: `${fake.baseUrl}/token` },
      },
    });
    expect(stepOf(checkUp, 'search')?.detail).toContain('authorization failed');
  });

  test('a locked vault fails the authorization on our side, and nothing else', async () => {
    const fake = await startPartner();
    publish(fake);
    const { run } = await openWithSecret(fake);
    await run('vault.lock', {});
    const checkUp = await run('connections.test', { connection: 'Mesa' });
    expect(stepOf(checkUp, 'authorization')).toMatchObject({
      status: 'fail',
      side: 'ours',
      diagnosis: { code: 'vault-locked' },
    });
    expect(statuses(checkUp)).toMatchObject({
      reachability: 'ok',
      'capability-statement': 'warn',
      search: 'not-checked',
    });
  });

  test('can be cancelled while the partner is silent', async () => {
    const fake = await startPartner();
    const { run, console } = openConsole();
    await run('connections.add', { name: 'Mesa', baseUrl: fake.baseUrl });
    const asked = Promise.withResolvers<void>();
    fake.otherwise(() => asked.resolve());
    const running = console.dispatch('connections.test', { connection: 'Mesa', operationId: 'check' });
    await asked.promise;
    await run('operations.cancel', { operationId: 'check' });
    expect(await running).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('a check-up over TLS', () => {
  let authority: Authority;
  beforeAll(async () => {
    authority = await makeAuthority();
  });

  async function checkUp(identity: Parameters<Authority['issue']>[0], ca: string | undefined = authority.ca) {
    const fake = await startPartner(await authority.issue(identity));
    publish(fake);
    const { run } = openConsole();
    await run('connections.add', {
      name: 'Mesa',
      baseUrl: fake.baseUrl,
      ...(ca ? { files: { ca: { value: ca } } } : {}),
    });
    return run('connections.test', { connection: 'Mesa' });
  }

  test('tells protocol and days left', async () => {
    const tls = stepOf(await checkUp({}), 'tls');
    expect(tls).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^1\.3, certificate for 127\.0\.0\.1, \d+ days/),
    });
  });

  test('warns of a certificate that soon expires', async () => {
    const to = new Date(Date.now() + 10 * 86_400_000).toISOString();
    const found = await checkUp({ to });
    expect(stepOf(found, 'tls')).toMatchObject({ status: 'warn', diagnosis: { code: 'certificate-expired' } });
    expect(statuses(found).discovery).not.toBe('not-checked');
  });

  test.each<[string, Parameters<Authority['issue']>[0], 'theirs' | 'none', string]>([
    ['an authority nobody trusts', {}, 'none', 'certificate-untrusted'],
    ['an expired certificate', { to: '2021-01-01' }, 'theirs', 'certificate-expired'],
    ['another name', { names: [{ type: 'dns', value: 'elsewhere.example' }] }, 'theirs', 'hostname-mismatch'],
  ])('%s ends the line', async (_, identity, trusts, code) => {
    const other = await makeAuthority('Another authority');
    const found = await checkUp(identity, trusts === 'theirs' ? authority.ca : other.ca);
    expect(stepOf(found, 'tls')).toMatchObject({ status: 'fail', side: 'transport', diagnosis: { code } });
    expect(statuses(found)).toMatchObject({
      reachability: 'ok',
      discovery: 'not-checked',
      'capability-statement': 'not-checked',
      search: 'not-checked',
    });
  });

  /** What each document was asked with: our client certificate, or none. */
  async function discoverWithCertificate(required: boolean) {
    const shown: Record<string, boolean[]> = {};
    const asks = { ca: authority.ca, requestCert: true, rejectUnauthorized: required };
    const fake = await startPartner({ ...(await authority.issue()), ...asks });
    fake.otherwise(({ url }, response) => {
      const certificate = (response.socket as TLSSocket).getPeerCertificate();
      const path = url.replace('/fhir', '');
      shown[path] = [...(shown[path] ?? []), certificate.raw !== undefined];
      const answer = url.includes('davinci') ? json(200, davinci(), application) : bytes(404, '');
      return answer({} as never, response);
    });
    const client = await authority.issue({ subject: 'CN=Harbor' });
    const { run } = openConsole();
    await run('vault.create', { backend: 'passphrase', passphrase });
    await run('connections.add', {
      name: 'Mesa',
      baseUrl: fake.baseUrl,
      files: { ca: { value: authority.ca }, clientCertificate: { value: client.cert } },
      secrets: { clientKey: { value: client.key } },
    });
    return { shown, discovery: await run('connections.discover', { connection: 'Mesa' }) };
  }

  test('our client certificate is shown for every document but the Da Vinci configuration', async () => {
    const { shown, discovery } = await discoverWithCertificate(false);
    expect(shown).toEqual({
      '/.well-known/smart-configuration': [true],
      '/.well-known/udap': [true],
      '/metadata': [true],
      '/.well-known/davinci-configuration': [false],
    });
    expect(discovery.davinci).toMatchObject({ state: 'found', problems: [] });
  });

  test('and for that one where the partner answers nobody else, which is told', async () => {
    const { shown, discovery } = await discoverWithCertificate(true);
    expect(shown['/.well-known/davinci-configuration']).toEqual([true]);
    expect(discovery.davinci).toMatchObject({
      state: 'found',
      problems: [expect.stringContaining('HRex wants it open')],
    });
  });
});
