// Every way of being let in, and every way of not being let in, by the command line against the sandbox.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practiceClients } from '../../shared/domain/sandbox-access.ts';
import type { FaultName } from '../../shared/domain/sandbox-faults.ts';
import { makeAuthority } from '../fakes/partner/authority.ts';
import { freePort } from './cli-partner.ts';
import { askCli, type Cli, newDataFolder, startCli } from './cli-process.ts';

interface Addresses {
  provider: { fhirBaseUrl: string; tokenUrl: string };
}

const dataFolder = newDataFolder();
const certificates = path.join(newDataFolder(), 'certificates');
const pem = (name: string) => path.join(certificates, name);
const { clientId, secret } = practiceClients.secret;
const environment: Record<string, string> = { SWITCHBOARD_PASSPHRASE: 'six fake words for a test', SECRET: secret };
const options = { dataFolder, environment };
const cli = (...args: string[]) => askCli(args, options);
const call = async (name: string, input: object) => {
  const told = await askCli(['call', name, '--input', '-'], { ...options, input: JSON.stringify(input) });
  expect(told.value, name).not.toHaveProperty('error');
  return told.value;
};
const done = async (...args: string[]) => {
  const { code, value } = await cli(...args);
  expect([code, value.error], args.join(' ')).toEqual([0, undefined]);
  return value;
};

let sandbox: Cli;
let addresses: Addresses;
let redirectPort: string;
/** Adds a connection to the sandbox's provider, let in by `auth`. */
const connect = (name: string, ...auth: string[]) =>
  done(
    'connections',
    'add',
    name,
    '--base',
    addresses.provider.fhirBaseUrl,
    '--role',
    'payer',
    '--timeout',
    '3',
    ...auth,
  );
const query = (name: string) => cli('query', 'Patient?_count=1', '--connection', name);

const service = ['--scope', 'system/*.rs'];
const person = ['--auth', 'code', '--scope', 'user/*.rs offline_access'];

beforeAll(async () => {
  await done('vault', 'create');
  redirectPort = String(await freePort());
  const ports = ['--provider-port', '0', '--payer-port', '0', '--client-cert-out', certificates];
  sandbox = startCli(['sandbox', ...ports, '--require-auth', '--json'], options);
  [addresses] = (await sandbox.lines(1)) as [Addresses];
  for (const alg of ['RS384', 'ES384', 'RS256']) await done('keys', 'generate', '--alg', alg, '--name', alg);

  await connect('Secret', '--auth', 'client-secret', '--client-id', clientId, '--secret-env', 'SECRET', ...service);
  await connect('Posted', '--auth', 'client-secret', '--post', '--client-id', clientId, '--secret-env', 'SECRET');
  for (const alg of ['RS384', 'ES384', 'RS256'])
    await connect(alg, '--auth', 'backend', '--client-id', `backend-${alg}`, '--key', alg, ...service);
  await connect('Person', ...person, '--client-id', 'portal', '--redirect-port', redirectPort);
  await connect('Person with key', ...person, '--client-id', 'portal-key', '--key', 'ES384');
  await connect('Person with secret', ...person, '--client-id', clientId, '--secret-env', 'SECRET');
  await connect('Community', '--auth', 'udap', '--cert', pem('udap.pem'), '--key', pem('udap-key.pem'), ...service);
  for (const connection of ['RS384', 'ES384', 'RS256', 'Person', 'Person with key'])
    await call('sandbox.admit', { connection });
}, 120_000);
afterAll(async () => {
  sandbox.child.kill('SIGTERM');
  await sandbox.done;
});

/** Has the sandbox misbehave in these ways and no others. */
const faults = (...names: FaultName[]) => call('sandbox.faults', { faults: names });

/** Answers the consent page as a person would, and brings the browser back; a page that cannot be answered says why. */
async function consent(address: URL, decision: 'allow' | 'deny' = 'allow'): Promise<string> {
  const page = await fetch(address);
  const text = await page.text();
  const request = /name="request" value="([^"]+)"/.exec(text)?.[1];
  if (request === undefined) return text;
  const cookie = page.headers.getSetCookie().join('; ').split(';', 1)[0] ?? '';
  const body = new URLSearchParams({ request, member: '', decision });
  const headers = { origin: address.origin, cookie };
  return (await fetch(new URL('authorize', address), { method: 'POST', headers, body })).text();
}

/** Signs a person in; `decide` is what they do at the address that is printed. */
async function signIn(connection: string, decide: (address: URL) => Promise<unknown> = consent) {
  const waiting = startCli(['token', 'sign-in', '--connection', connection, '--no-open', '--json'], options);
  const address = new URL(await waiting.says(/http\S+authorize\S+/));
  await decide(address);
  const { code, out } = await waiting.done;
  return { code, value: JSON.parse(out), address };
}

describe('lets in', () => {
  it('nobody without a token, nor with one that is none', async () => {
    await connect('Open', '--auth', 'none');
    environment.TOKEN = 'not-a-token-of-the-sandbox';
    await connect('Given', '--auth', 'bearer', '--token-env', 'TOKEN');
    for (const name of ['Open', 'Given']) {
      const { code, value } = await query(name);
      expect([code, value.error.code, value.error.httpStatus], name).toEqual([1, 'refused-by-partner', 401]);
    }
    const nothing = await cli('token', '--connection', 'Given');
    expect([nothing.code, nothing.value.error.code]).toEqual([2, 'invalid-input']);
  }, 60_000);

  it('by a token somebody gave', async () => {
    const form = { grant_type: 'client_credentials', scope: 'system/*.rs', client_id: clientId, client_secret: secret };
    const answer = await fetch(addresses.provider.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
    environment.TOKEN = ((await answer.json()) as { access_token: string }).access_token;
    await done('connections', 'update', 'Given', '--auth', 'bearer', '--token-env', 'TOKEN');
    expect((await query('Given')).value).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
  }, 60_000);

  it.each(['Secret', 'Posted', 'RS384', 'ES384', 'RS256'])(
    'by %s',
    async (name) => {
      const token = await done('token', '--connection', name);
      expect(token).toEqual({
        tokenType: 'Bearer',
        expiresAt: expect.stringMatching(/Z$/),
        scope: expect.stringContaining('system/'),
        granted: expect.any(Array),
        missing: [],
      });
      expect((await query(name)).code).toBe(0);
      const explained = await done('token', '--connection', name, '--explain');
      expect(explained).toMatchObject({ diagnosis: { code: 'granted' }, response: { status: 200 } });
      expect(explained.checks.filter(({ result }: { result: string }) => result === 'fail')).toEqual([]);
      if (explained.assertion) expect(explained.assertion.header).toMatchObject({ alg: name, typ: 'JWT' });
    },
    60_000,
  );

  it.each(['Person', 'Person with key', 'Person with secret'])(
    'by a sign-in of %s, which is renewed, and ended at the partner too',
    async (name) => {
      const before = await query(name);
      expect([before.code, before.value.error.code]).toEqual([2, 'sign-in-needed']);
      const { code, value, address } = await signIn(name);
      expect([code, value.token]).toMatchObject([0, { refreshable: true, missing: [] }]);
      const redirect = new URL(address.searchParams.get('redirect_uri') ?? '');
      expect(redirect.hostname).toBe('127.0.0.1');
      if (name === 'Person') expect(redirect.port).toBe(redirectPort);
      expect((await query(name)).code).toBe(0);
      await done('token', '--connection', name, '--fresh');
      expect((await query(name)).code).toBe(0);
      expect(await done('token', 'sign-out', '--connection', name)).toEqual({ forgotten: true, revoked: true });
      expect((await query(name)).value.error.code).toBe('sign-in-needed');
    },
    60_000,
  );

  it('by UDAP, once registered', async () => {
    const before = await cli('token', '--connection', 'Community');
    expect([before.code, before.value.error.diagnosis.code]).toEqual([2, 'unknown-client']);
    await faults('udap-untrusted');
    const refused = await cli('connections', 'register', 'Community');
    expect([refused.code, refused.value.error.diagnosis.code]).toEqual([1, 'udap-certificate-refused']);
    await faults('udap-no-extension');
    expect(await done('connections', 'register', 'Community')).toEqual({ clientId: expect.any(String) });
    const unsaid = await cli('token', '--connection', 'Community');
    expect([unsaid.code, unsaid.value.error.diagnosis.code]).toEqual([1, 'udap-extension-refused']);
    await faults();
    expect((await query('Community')).code).toBe(0);
  }, 60_000);
});

describe('does not let in', () => {
  it.each<[fault: FaultName, connection: string, code: number, diagnosis: string, error: string]>([
    ['unknown-client', 'RS384', 1, 'unknown-client', 'token-refused'],
    ['wrong-secret', 'Secret', 1, 'wrong-secret', 'token-refused'],
    ['wrong-audience', 'RS384', 1, 'wrong-audience', 'token-refused'],
    ['expired-assertion', 'RS384', 1, 'assertion-expired', 'token-refused'],
    ['long-assertion', 'RS384', 1, 'assertion-too-long', 'token-refused'],
    ['reused-jti', 'RS384', 1, 'reused-jti', 'token-refused'],
    ['unknown-kid', 'RS384', 1, 'unknown-kid', 'token-refused'],
    ['bad-signature', 'RS384', 1, 'signature-refused', 'token-refused'],
    ['jwks-unreachable', 'RS384', 1, 'jwks-unreachable', 'token-refused'],
    ['grant-not-offered', 'RS384', 1, 'grant-not-offered', 'token-refused'],
    ['scope-refused', 'RS384', 1, 'scope-refused', 'token-refused'],
    ['clock-skew', 'RS384', 1, 'clock-skew', 'token-refused'],
    ['alg-not-offered', 'RS384', 1, 'algorithm-not-offered', 'token-refused'],
    ['token-401-empty', 'RS384', 1, 'client-refused', 'token-refused'],
    ['token-html', 'RS384', 3, 'token-endpoint-wrong', 'not-oauth'],
    ['token-500', 'RS384', 3, 'token-endpoint-failed', 'server-error'],
    ['token-silent', 'RS384', 3, 'token-endpoint-silent', 'timed-out'],
    ['discovery-wrong-token-url', 'RS384', 1, 'token-endpoint-wrong', 'token-refused'],
    ['discovery-missing', 'RS384', 2, 'token-endpoint-unknown', 'not-found'],
  ])(
    'by %s: %s exits %i',
    async (fault, connection, code, diagnosis, error) => {
      await faults(fault);
      if (fault.startsWith('discovery')) await done('connections', 'discover', connection, '--refresh');
      const explained = await cli('token', '--connection', connection, '--explain');
      expect([explained.code, explained.value.diagnosis.code, explained.value.error.code]).toEqual([
        code,
        diagnosis,
        error,
      ]);
      expect(explained.value).toMatchObject({ tokenType: null, granted: [] });
      const { message, next } = explained.value.diagnosis;
      expect(message.length + next.length).toBeGreaterThan(20);
      await faults();
      if (fault.startsWith('discovery')) await done('connections', 'discover', connection, '--refresh');
      expect((await cli('token', '--connection', connection, '--fresh')).code).toBe(0);
    },
    60_000,
  );

  it('as far as was asked: narrowed scopes are named, and what they leave out is refused', async () => {
    await faults('scope-narrowed');
    const narrowed = await done('token', '--connection', 'Secret', '--explain');
    expect(narrowed).toMatchObject({ diagnosis: { code: 'scope-narrowed' }, missing: ['system/*.rs'] });
    const refused = await query('Secret');
    expect([refused.code, refused.value.error.httpStatus]).toEqual([1, 403]);
    await faults();
    await done('token', '--connection', 'Secret', '--fresh');
    expect((await query('Secret')).code).toBe(0);
  }, 60_000);

  it('for longer than a token lives, nor with one that was revoked; both are renewed without a word', async () => {
    await faults('short-token');
    await done('token', '--connection', 'ES384', '--fresh');
    await faults('token-revoked');
    expect((await query('ES384')).code).toBe(0);
    const recorded = await done('exchanges', 'list', '--limit', '3');
    expect(recorded.map(({ status }: { status: number }) => status)).toContain(401);
  }, 60_000);

  it.each<[FaultName | 'deny', string]>([
    ['deny', 'consent-denied'],
    ['code-refused', 'code-refused'],
    ['pkce-refused', 'pkce-refused'],
    ['scope-refused', 'scope-refused'],
    ['token-500', 'token-endpoint-failed'],
  ])(
    'a person who meets %s',
    async (fault, diagnosis) => {
      await faults(...(fault === 'deny' ? [] : [fault]));
      const { code, value } = await signIn('Person', (address) =>
        consent(address, fault === 'deny' ? 'deny' : 'allow'),
      );
      expect([code, value.error.diagnosis.code]).toEqual([fault === 'token-500' ? 3 : 1, diagnosis]);
      expect((await query('Person')).value.error.code).toBe('sign-in-needed');
    },
    60_000,
  );

  it('a person whose sign-in is not renewed', async () => {
    await faults();
    expect((await signIn('Person with key')).code).toBe(0);
    await faults('refresh-refused');
    const { code, value } = await cli('token', '--connection', 'Person with key', '--fresh');
    expect([code, value.error.code, value.error.diagnosis.code]).toEqual([2, 'sign-in-needed', 'refresh-refused']);
  }, 60_000);

  it('by a redirect address that is not registered: the page says so, and nobody is sent anywhere', async () => {
    await faults('redirect-refused');
    const waiting = startCli(['token', 'sign-in', '--connection', 'Person', '--no-open', '--json'], options);
    const address = await waiting.says(/http\S+authorize\S+/);
    expect(await consent(new URL(address))).toMatch(/redirect/i);
    waiting.child.kill('SIGINT');
    expect((await waiting.done).code).toBe(2);
  }, 60_000);
});

it('keys are found at our own address (jku), a rotated one too; once nobody answers there, that is the cause', async () => {
  await faults();
  const receiver = startCli(['listen', '--port', '0', '--json'], options);
  const [{ jwksUrl }] = (await receiver.lines(1)) as [{ jwksUrl: string }];
  await done('keys', 'generate', '--alg', 'ES384', '--name', 'by-url');
  await connect('By URL', '--auth', 'backend', '--client-id', 'url', '--key', 'by-url', '--jku', jwksUrl, ...service);
  await call('sandbox.admit', { connection: 'By URL' });
  const explained = await done('token', '--connection', 'By URL', '--explain');
  expect(explained.assertion.header).toMatchObject({ alg: 'ES384', jku: jwksUrl });
  expect(explained.checks).toContainEqual(expect.objectContaining({ name: 'jku', result: 'ok' }));
  const { kid } = await done('keys', 'rotate', 'by-url');
  await done('token', '--connection', 'By URL', '--fresh');
  const { keys } = (await (await fetch(jwksUrl)).json()) as { keys: { kid: string }[] };
  expect(keys.map((key) => key.kid)).toEqual(expect.arrayContaining([kid, explained.assertion.header.kid]));
  receiver.child.kill('SIGTERM');
  expect((await receiver.done).code).toBe(0);
  await done('keys', 'rotate', 'by-url');
  const refused = await cli('token', '--connection', 'By URL', '--explain');
  expect([refused.code, refused.value.diagnosis.code]).toEqual([1, 'jwks-unreachable']);
  expect(refused.value.diagnosis.why).toContain('We looked at');
}, 60_000);

describe('over TLS', () => {
  beforeAll(async () => {
    const role = await call('sandbox.locks', { tls: 'mutual' });
    addresses = role.sandbox;
    const mtls = ['--mtls-cert', pem('client.pem'), '--mtls-key', pem('client-key.pem')];
    const bySecret = ['--auth', 'client-secret', '--client-id', clientId, '--secret-env', 'SECRET', ...service];
    await connect('Mutual', ...bySecret, '--ca', pem('ca.pem'), ...mtls);
    await connect('Without certificate', ...bySecret, '--ca', pem('ca.pem'));
    await connect('Without trust', ...bySecret, ...mtls);
    await connect('Pinned', ...bySecret, ...mtls, '--ca', pem('ca.pem'), '--server-name', 'gateway.clinic.example');
  }, 60_000);

  it('lets in by client certificate, and binds the token to it', async () => {
    const explained = await done('token', '--connection', 'Mutual', '--explain');
    const binding = explained.checks.find(({ part }: { part: string }) => part === 'binding');
    expect(binding).toMatchObject({ result: 'ok', says: 'the token is bound to ours' });
    expect((await query('Mutual')).code).toBe(0);
    const view = await done('connections', 'tls', 'Mutual');
    expect(view).toMatchObject({
      protocol: 'TLSv1.3',
      trusted: true,
      clientCertificate: { daysLeft: expect.any(Number) },
    });
    expect(view.chain.length).toBeGreaterThan(1);
    expect(view.chain[0].names).toContain('IP:127.0.0.1');
  }, 60_000);

  it.each<[fault: FaultName | undefined, connection: string, code: number, diagnosis: string]>([
    [undefined, 'Without certificate', 3, 'client-certificate-missing'],
    [undefined, 'Without trust', 3, 'certificate-untrusted'],
    [undefined, 'Pinned', 3, 'hostname-mismatch'],
    ['tls-expired', 'Mutual', 3, 'certificate-expired'],
    ['tls-untrusted', 'Mutual', 3, 'certificate-untrusted'],
    ['tls-wrong-host', 'Mutual', 3, 'hostname-mismatch'],
    ['tls-no-intermediate', 'Mutual', 3, 'certificate-untrusted'],
    ['tls-old-protocol', 'Mutual', 3, 'protocol-too-old'],
    ['tls-client-refused', 'Mutual', 3, 'client-certificate-refused'],
  ])(
    '%s: %s exits %i and names %s',
    async (fault, connection, code, diagnosis) => {
      await faults(...(fault ? [fault] : []));
      const explained = await cli('token', '--connection', connection, '--explain');
      expect([explained.code, explained.value.diagnosis.code]).toEqual([code, diagnosis]);
    },
    60_000,
  );

  it('takes the pinned name where the certificate has it', async () => {
    await faults('tls-wrong-host');
    expect((await cli('token', '--connection', 'Pinned', '--fresh')).code).toBe(0);
  }, 60_000);
});

describe('what cannot be used', () => {
  const file = (name: string, text: string) => {
    const full = path.join(dataFolder, name);
    writeFileSync(full, text);
    return full;
  };
  const pemOf = (key: KeyObject, passphrase?: string) =>
    key
      .export({ format: 'pem', type: 'pkcs8', ...(passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}) })
      .toString();
  const base = ['--base', 'https://source.example/fhir', '--role', 'payer'];

  it('is refused with 2 and a reason: short RSA keys, broken ones, wrong passphrases, certificates that are out of date', async () => {
    const authority = await makeAuthority();
    const [old, own] = [await authority.issue({ to: '2021-01-01' }), await authority.issue()];
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const locked = file('locked.pem', pemOf(createPrivateKey(own.key), 'the right words'));
    environment.WORDS = 'the wrong words';
    const key = (name: string, text: string) => ['keys', 'import', file(name, text), '--name', 'k'];
    const [expired, current] = [file('expired.pem', old.cert), file('current.pem', own.cert)];
    const mtls = (cert: string, keyFile: string) => [
      ...['connections', 'add', 'C', ...base, '--mtls-cert', cert, '--mtls-key', keyFile],
    ];
    for (const [args, code, says] of [
      [key('short.pem', pemOf(short)), 'key-unusable', /1024 bits/],
      [key('cut.pem', own.key.slice(0, 100)), 'key-unusable', /no private key/],
      [key('public.jwk', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}'), 'key-unusable', /./],
      [['keys', 'import', locked, '--name', 'k', '--passphrase-env', 'WORDS'], 'key-unusable', /does not open the key/],
      [mtls(expired, file('old.key', old.key)), 'certificate-unusable', /expired on 2021-01-01/],
      [mtls(current, file('other.key', old.key)), 'certificate-unusable', /does not belong to the key/],
      [[...mtls(current, locked), '--passphrase-env', 'WORDS'], 'key-unusable', /does not open the key/],
      [['connections', 'add', 'C', ...base, '--ca', expired], 'certificate-unusable', /expired/],
    ] as const) {
      const { code: exit, value, err } = await cli(...args);
      expect([exit, value.error.code], args.join(' ')).toEqual([2, code]);
      expect(value.error.message).toMatch(says);
      expect(value.error.next.length).toBeGreaterThan(10);
      expect(JSON.stringify(value) + err).not.toMatch(/words|PRIVATE KEY/);
    }
    const names = (await done('keys', 'list')).map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['RS384', 'ES384', 'RS256']));
    expect(names).not.toContain('k');
    expect((await cli('connections', 'show', 'C')).code).toBe(2);
  }, 60_000);

  it('is no JWK for want of a kid: it gets its thumbprint; a JWKS of clients needs one', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const jwk = file('no-kid.jwk', JSON.stringify(privateKey.export({ format: 'jwk' })));
    const { kid } = await done('keys', 'import', jwk, '--name', 'imported');
    const thumbprint = await calculateJwkThumbprint(publicKey.export({ format: 'jwk' }) as JWK);
    expect(kid).toBe(thumbprint);
    expect((await done('keys', 'jwks', '--name', 'imported')).keys).toMatchObject([{ kid, alg: 'ES384', use: 'sig' }]);
    const clients = file('no-kid.jwks', JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] }));
    const other = { dataFolder: newDataFolder(), environment };
    const { code, value } = await askCli(['sandbox', '--client-jwks', clients, '--provider-port', '0'], other);
    expect([code, value.error.code]).toEqual([2, 'invalid-input']);
    expect(value.error.message).toContain('kid');
  }, 60_000);
});

it('nothing of it all is in the trail but that it happened, and the trail is whole', async () => {
  expect(await done('audit', 'verify')).toMatchObject({ ok: true });
  const trail = JSON.stringify(await done('audit', 'list', '--limit', '5000'));
  expect(trail).toContain('ask for a token by client secret');
  for (const secretText of [secret, environment.TOKEN, readFileSync(pem('client-key.pem'), 'utf8').slice(30, 80)])
    expect(trail).not.toContain(secretText);
}, 60_000);
