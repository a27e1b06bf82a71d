import { beforeAll, describe, expect, test } from 'vitest';
import { cleanUp } from '../fakes/ports.ts';
import { type PartnerAnswer, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli, startCli } from './cli-process.ts';

const canary = 'canary-token-by-process';
const secret = 'canary-secret-by-process';
const environment = { SWITCHBOARD_PASSPHRASE: 'a passphrase for tests', MESA_SECRET: secret };
const dataFolder = newDataFolder();
const options = { dataFolder, environment };

const sendJson = (response: Parameters<PartnerAnswer>[1], status: number, value: object) =>
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));

/** An authorization server whose token endpoint answers so. */
async function startServer(answer: PartnerAnswer): Promise<TestPartner> {
  const partner = await startPartner((request, response, base) => {
    if (request.path === 'token') return answer(request, response, base);
    if (request.path !== '.well-known/smart-configuration') return response.writeHead(404).end();
    return sendJson(response, 200, {
      token_endpoint: `${base}/token`,
      authorization_endpoint: `${base}/authorize`,
      capabilities: [],
    });
  });
  cleanUp(() => partner.close());
  return partner;
}

const granting: PartnerAnswer = (_, response) =>
  sendJson(response, 200, { access_token: canary, token_type: 'Bearer', expires_in: 300, scope: 'system/*.rs' });

async function connect(name: string, base: string, ...more: string[]) {
  const added = await runCli(['connections', 'add', name, '--base', base, '--role', 'payer', ...more], options);
  expect(added.err + added.out, name).not.toContain('Error');
}

const bySecret = ['--auth', 'client-secret', '--client-id', 'harbor', '--secret-env', 'MESA_SECRET'];

beforeAll(async () => {
  expect((await runCli(['vault', 'create'], options)).code).toBe(0);
  expect((await runCli(['keys', 'generate', '--alg', 'ES384', '--name', 'harbor'], options)).code).toBe(0);
});

describe('token', () => {
  test('by a key: one token serves several commands; --fresh asks anew', async () => {
    const partner = await startServer(granting);
    await connect(
      'Backend',
      partner.base,
      '--auth',
      'backend',
      '--client-id',
      'h',
      '--key',
      'harbor',
      '--scope',
      'system/*.rs',
    );
    const { code, value } = await askCli(['token', '--connection', 'Backend'], options);
    expect(code).toBe(0);
    expect(value).toEqual({
      tokenType: 'Bearer',
      expiresAt: expect.stringMatching(/Z$/),
      scope: 'system/*.rs',
      granted: ['system/*.rs'],
      missing: [],
    });
    const asked = () => partner.requests.filter(({ path }) => path === 'token').length;
    const words = await runCli(['token', '--connection', 'Backend'], options);
    expect(words.out).toContain('Bearer token, good until');
    expect(asked()).toBe(1);
    expect((await runCli(['token', '--connection', 'Backend', '--fresh'], options)).code).toBe(0);
    expect(asked()).toBe(2);
    expect(words.out + words.err + JSON.stringify(value)).not.toContain(canary);
    expect((await askCli(['token', 'sign-out', '--connection', 'Backend'], options)).value).toEqual({
      forgotten: true,
      revoked: false,
    });
  });

  test('by two commands at once with one request', async () => {
    const partner = await startServer((request, response, base) =>
      setTimeout(() => granting(request, response, base), 1_500),
    );
    await connect('Twins', partner.base, ...bySecret);
    const both = await Promise.all([1, 2].map(() => runCli(['token', '--connection', 'Twins'], options)));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(partner.requests.filter(({ path }) => path === 'token')).toHaveLength(1);
  });

  test('--explain takes a grant apart, the assertion decoded and nothing secret shown', async () => {
    const partner = await startServer(granting);
    await connect(
      'Explained',
      partner.base,
      '--auth',
      'backend',
      '--client-id',
      'h',
      '--key',
      'harbor',
      '--scope',
      'system/*.rs',
    );
    const { code, value } = await askCli(['token', '--connection', 'Explained', '--explain'], options);
    expect(code).toBe(0);
    expect(value).toMatchObject({
      tokenType: 'Bearer',
      granted: ['system/*.rs'],
      missing: [],
      assertion: { header: { alg: 'ES384', typ: 'JWT' }, claims: { iss: 'h', sub: 'h', aud: `${partner.base}/token` } },
      request: { method: 'POST', url: `${partner.base}/token` },
      response: { status: 200 },
      diagnosis: { code: 'granted' },
      clock: {},
    });
    expect(value).not.toHaveProperty('error');
    expect(JSON.stringify(value)).not.toContain(canary);
    const words = await runCli(['token', '--connection', 'Explained', '--explain'], options);
    expect(words.out).toMatch(/OK +claims +aud/);
  });

  test.each<[string, number, string, PartnerAnswer]>([
    ['refused', 1, 'token-refused', (_, response) => sendJson(response, 401, { error: 'invalid_client' })],
    ['failed', 3, 'server-error', (_, response) => response.writeHead(500).end()],
    ['a page', 3, 'not-oauth', (_, response) => response.writeHead(200).end('<html>')],
  ])('%s exits %i, with --explain too', async (name, expected, errorCode, answer) => {
    const partner = await startServer(answer);
    await connect(name, partner.base, ...bySecret);
    const plain = await askCli(['token', '--connection', name], options);
    expect([plain.code, plain.value.error.code]).toEqual([expected, errorCode]);
    const { code, value } = await askCli(['token', '--connection', name, '--explain'], options);
    expect(code).toBe(expected);
    expect(value).toMatchObject({
      tokenType: null,
      granted: [],
      diagnosis: { next: expect.any(String) },
      error: { code: errorCode, message: expect.any(String), next: expect.any(String), exchangeId: expect.any(String) },
    });
    const words = await runCli(['token', '--connection', name, '--explain'], options);
    expect([words.code, words.out.includes('  next   ')]).toEqual([expected, true]);
    expect(JSON.stringify([plain, value, words])).not.toContain('canary');
  });

  test('without the passphrase exits 2 and names the secret', async () => {
    const partner = await startServer(granting);
    await connect('Locked', partner.base, ...bySecret);
    const { code, value } = await askCli(['token', '--connection', 'Locked'], { dataFolder });
    expect(code).toBe(2);
    expect(value.error.message).toContain('Locked');
    expect(partner.requests.filter(({ path }) => path === 'token')).toEqual([]);
  });

  test('of nobody is a matter of typing', async () => {
    expect((await askCli(['token'], options)).value.error.code).toBe('invalid-input');
    expect((await askCli(['token', '--connection', 'Nobody'], options)).code).toBe(2);
  });
});

describe('token sign-in', () => {
  test('says the address on stderr, waits for the person, and lets later commands in', async () => {
    const partner = await startServer(granting);
    await connect('Portal', partner.base, '--auth', 'code', '--client-id', 'app', '--scope', 'user/*.rs');
    const before = await askCli(['token', '--connection', 'Portal'], options);
    expect([before.code, before.value.error.code]).toEqual([2, 'sign-in-needed']);
    expect(before.value.error.next).toContain('token sign-in --connection Portal');

    const waiting = startCli(['token', 'sign-in', '--connection', 'Portal', '--no-open', '--json'], options);
    const address = new URL(await waiting.says(/http\S+authorize\S+/));
    const back = new URL(address.searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code: 'c', state: address.searchParams.get('state') ?? '' }).toString();
    expect((await fetch(back)).status).toBe(200);
    const { code, out } = await waiting.done;
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ token: { tokenType: 'Bearer' } });
    expect((await askCli(['token', '--connection', 'Portal'], options)).code).toBe(0);
    expect(partner.requests.filter(({ path }) => path === 'token')).toHaveLength(1);
  });

  test('ends when it is told to', async () => {
    const partner = await startServer(granting);
    await connect('Patience', partner.base, '--auth', 'code', '--client-id', 'app');
    const waiting = startCli(['token', 'sign-in', '--connection', 'Patience', '--no-open', '--json'], options);
    await waiting.says(/http\S+authorize\S+/);
    waiting.child.kill('SIGINT');
    const { code, out } = await waiting.done;
    expect([code, JSON.parse(out).error.code]).toEqual([2, 'cancelled']);
  });
});
