import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../main/store/store.ts';
import { patient } from '../../fakes/partner/bundles.ts';
import { type Authority, type Identity, makeAuthority } from '../../fakes/partner/authority.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { certificate, forgePfx, passphrase, pem, rsa } from '../credentials/make-keys.ts';

const baseUrl = 'https://source.example/fhir';
const secret = { value: 'canary-secret-7731\n' };
const given = (value: string) => ({ value });
const clientSecret = { method: 'client-secret', send: 'basic', clientId: 'us' } as const;

let authority: Authority;
let mine: Identity;
let other: Identity;
beforeAll(async () => {
  authority = await makeAuthority();
  mine = await authority.issue({ names: [{ type: 'url', value: 'https://payer.example/udap' }], subject: 'Us' });
  other = await authority.issue();
});

/** A console with a vault that lives in memory. */
async function withVault() {
  const opened = openConsole();
  await opened.run('vault.create', { backend: 'memory' });
  const secrets = async () => (await opened.run('vault.status', {})).secrets;
  return { ...opened, secrets };
}

describe('a connection with credentials', () => {
  test('keeps them in the vault, names them, and shows none', async () => {
    const { run, secrets } = await withVault();
    const added = await run('connections.add', {
      name: 'Mesa',
      baseUrl,
      auth: { ...clientSecret, scope: 'system/*.rs' },
      line: { serverName: 'inner.example', proxyUrl: 'http://proxy.example:3128' },
      files: { ca: given(authority.ca), clientCertificate: given(mine.cert) },
      secrets: {
        clientSecret: secret,
        clientKey: given(mine.key),
        proxyCredentials: given('me:canary-proxy-1'),
        headers: [given('X-Gateway: canary-gateway-1')],
      },
      policy: { purposeOfUse: 'required' },
    });
    expect(added).toMatchObject({
      auth: { method: 'client-secret', clientId: 'us' },
      line: { ca: authority.ca, clientCertificate: mine.cert, serverName: 'inner.example' },
      policy: { purposeOfUse: 'required', signatures: 'not-required', polling: 'cdex' },
      secrets: ['clientSecret', 'clientKey', 'proxyCredentials', 'headers'],
    });
    expect(await secrets()).toBe(4);
    const told = JSON.stringify([added, await run('connections.list', {}), await run('audit.list', {})]);
    expect(told).not.toContain('canary');
    expect(told).not.toContain('PRIVATE KEY');
  });

  test('keeps what a change does not name, and forgets what is null', async () => {
    const { run, secrets } = await withVault();
    const added = await run('connections.add', {
      name: 'Mesa',
      baseUrl,
      auth: clientSecret,
      files: { clientCertificate: given(mine.cert) },
      secrets: { clientSecret: secret, clientKey: given(mine.key), headers: [given('X-A: abcdefgh')] },
    });
    const renamed = await run('connections.update', { connection: 'Mesa', patch: { name: 'Mesa 2' } });
    expect(renamed).toEqual({ ...added, name: 'Mesa 2' });
    const without = await run('connections.update', {
      connection: 'Mesa 2',
      patch: { secrets: { headers: null }, files: { clientCertificate: null } },
    });
    expect([without.secrets, without.line, await secrets()]).toEqual([['clientSecret'], {}, 1]);
  });

  test('forgets the secret of the old method when it gets another, and its token with it', async () => {
    const { run, ports, secrets } = await withVault();
    const { id } = await run('connections.add', {
      name: 'M',
      baseUrl,
      auth: clientSecret,
      secrets: { clientSecret: secret },
    });
    const store = unwrap(openStore(ports.dataFolder));
    const token = {
      tokenType: 'Bearer',
      obtainedAt: '2026-01-01T00:00:00Z',
      granted: [],
      missing: [],
      refreshable: false,
    };
    store.write(() => store.accesses.put({ id, token }));
    await run('connections.update', { connection: 'M', patch: { name: 'N', timeoutMs: 1_000 } });
    expect(store.accesses.get(id)).toBeDefined();
    await run('connections.update', {
      connection: 'N',
      patch: { auth: { ...clientSecret, scope: 'system/Task.crus' } },
    });
    expect([store.accesses.get(id), await secrets()]).toEqual([undefined, 1]);
    store.write(() => store.accesses.put({ id, token }));
    const changed = await run('connections.update', {
      connection: 'N',
      patch: { auth: { method: 'bearer' }, secrets: { bearer: given('canary-token-1') } },
    });
    expect([changed.secrets, store.accesses.get(id), await secrets()]).toEqual([['bearer'], undefined, 1]);
    store.close();
  });

  test('is removed with its secrets and all that was learned of the partner', async () => {
    const { run, ports, secrets } = await withVault();
    const { id } = await run('connections.add', {
      name: 'M',
      baseUrl,
      auth: { method: 'bearer' },
      secrets: { bearer: given('canary-token-1') },
    });
    const store = unwrap(openStore(ports.dataFolder));
    store.write(() =>
      store.checkups.put({ id, at: '2026-01-01T00:00:00Z', durationMs: 1, ok: true, steps: [], history: [] }),
    );
    await run('connections.remove', { connection: 'M' });
    expect([await secrets(), store.checkups.get(id)]).toEqual([0, undefined]);
    store.close();
  });

  test('takes certificate and key from a PFX file', async () => {
    const { run, refused } = await withVault();
    const own = await certificate({ key: rsa });
    const pfx = given(forgePfx(rsa, [own], 'not-a-real-one', 'aes256').toString('base64'));
    const files = { name: 'P', baseUrl, secrets: { clientPfx: pfx } };
    expect((await refused('connections.add', files)).code).toBe('key-unusable');
    const wrong = { ...files, secrets: { clientPfx: pfx, passphrase: given('wrong') } };
    expect((await refused('connections.add', wrong)).code).toBe('key-unusable');
    const added = await run('connections.add', {
      ...files,
      secrets: { clientPfx: pfx, passphrase: given('not-a-real-one') },
    });
    expect(added.secrets).toEqual(['clientKey']);
    expect(new X509Certificate(added.line.clientCertificate ?? '').checkPrivateKey(rsa)).toBe(true);
  });

  test('opens the UDAP key by a passphrase of its own, beside a PFX file with another one', async () => {
    const { run, refused } = await withVault();
    const own = await certificate({ key: rsa });
    const both = {
      name: 'B',
      baseUrl,
      auth: { method: 'udap' },
      files: { udapCertificate: given(mine.cert) },
    } as const;
    const secrets = {
      clientPfx: given(forgePfx(rsa, [own], 'not-a-real-one', 'aes256').toString('base64')),
      udapKey: given(pem(createPrivateKey(mine.key), 'pkcs8', 'aes-256-cbc')),
      passphrase: given('not-a-real-one'),
    };
    expect((await refused('connections.add', { ...both, secrets })).code).toBe('key-unusable');
    const added = await run('connections.add', { ...both, secrets: { ...secrets, udapPassphrase: given(passphrase) } });
    expect(added.secrets).toEqual(['clientKey', 'udapKey']);
  });

  test('takes a key under a passphrase, and the organization of a UDAP certificate', async () => {
    const { run, refused } = await withVault();
    const key = given(pem(createPrivateKey(mine.key), 'pkcs8', 'aes-256-cbc'));
    const udap = {
      name: 'U',
      baseUrl,
      auth: { method: 'udap' },
      files: { udapCertificate: given(mine.cert) },
    } as const;
    const locked = await refused('connections.add', { ...udap, secrets: { udapKey: key } });
    expect([locked.code, locked.message]).toEqual(['key-unusable', expect.stringContaining('passphrase')]);
    const added = await run('connections.add', { ...udap, secrets: { udapKey: key, passphrase: given(passphrase) } });
    expect(added.auth).toEqual({
      method: 'udap',
      certificate: mine.cert,
      organizationId: 'https://payer.example/udap',
      purposeOfUse: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'],
    });
    const scoped = await run('connections.update', {
      connection: 'U',
      patch: { auth: { method: 'udap', scope: 'system/*.rs' } },
    });
    expect(scoped.auth).toMatchObject({ certificate: mine.cert, scope: 'system/*.rs' });
    const other1 = { udapCertificate: given(other.cert) };
    expect((await refused('connections.update', { connection: 'U', patch: { files: other1 } })).message).toMatch(
      /does not belong/,
    );
  });
});

test('an unauthenticated connection needs no vault', async () => {
  const { run } = openConsole();
  const server = await startPartner();
  server.otherwise(json(200, patient('a')));
  await run('connections.add', { name: 'Open', baseUrl: server.baseUrl, policy: { quirks: ['no-compression'] } });
  await run('queries.read', { partner: { connection: 'Open' }, reference: 'Patient/a' });
  expect(server.seen[0]?.headers['accept-encoding']).toBe('identity');
});

test('bearer, extra headers and quirks are used; the trail tells of it', async () => {
  const { run } = await withVault();
  const server = await startPartner();
  server.otherwise(json(200, { resourceType: 'Bundle', type: 'searchset' }));
  await run('connections.add', {
    name: 'M',
    baseUrl: server.baseUrl,
    auth: { method: 'bearer' },
    secrets: { bearer: given('canary-token-1'), headers: [given('X-Gateway: canary-gateway-1')] },
    policy: { quirks: ['post-searches', 'plain-json'] },
  });
  await run('queries.search', { partner: { connection: 'M' }, query: 'Patient?name=x' });
  expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/fhir/Patient/_search', body: 'name=x' });
  expect(server.seen[0]?.headers).toMatchObject({
    authorization: 'Bearer canary-token-1',
    'x-gateway': 'canary-gateway-1',
    accept: 'application/json',
  });
  const trail = await run('audit.list', { action: 'credential' });
  expect(trail.map(({ request }) => request)).toContain('use bearer token, extra headers');
  await run('vault.lock', {});
});

describe('what is refused', () => {
  const shown = (text: string) => ({ clientCertificate: given(text) });
  test.each<[string, () => object, string, RegExp]>([
    ['a bearer connection without token', () => ({ auth: { method: 'bearer' } }), 'secret-missing', /token/],
    ['a client secret without it', () => ({ auth: clientSecret }), 'secret-missing', /secret/],
    ['a key nobody has', () => ({ auth: { method: 'backend', clientId: 'us', key: 'k' } }), 'not-found', /"k"/],
    [
      'an asymmetric client without key',
      () => ({ auth: { method: 'code', clientId: 'us', client: 'asymmetric' } }),
      'invalid-input',
      /key/,
    ],
    ['UDAP without certificate', () => ({ auth: { method: 'udap' } }), 'certificate-unusable', /certificate/],
    [
      'UDAP for nobody',
      () => ({
        auth: { method: 'udap' },
        files: { udapCertificate: given(other.cert) },
        secrets: { udapKey: given(other.key) },
      }),
      'invalid-input',
      /URI/,
    ],
    ['a certificate without key', () => ({ files: shown(mine.cert) }), 'invalid-input', /needs its key/],
    [
      'a key without certificate',
      () => ({ secrets: { clientKey: given(mine.key) } }),
      'invalid-input',
      /its certificate/,
    ],
    [
      'a certificate and another key',
      () => ({ files: shown(mine.cert), secrets: { clientKey: given(other.key) } }),
      'certificate-unusable',
      /does not belong/,
    ],
    [
      'what is no certificate',
      () => ({ files: { ca: given('hello') } }),
      'certificate-unusable',
      /^The authorities to trust/,
    ],
    [
      'a key that is none',
      () => ({ files: shown(mine.cert), secrets: { clientKey: given('hello') } }),
      'key-unusable',
      /key of the client/,
    ],
    ['a header in two lines', () => ({ secrets: { headers: [given('X-A: a\r\nX-B: b')] } }), 'invalid-input', /header/],
    ['a header without a name', () => ({ secrets: { headers: [given('canary-header')] } }), 'invalid-input', /header/],
    ['a header of the transport', () => ({ secrets: { headers: [given('Host: a')] } }), 'invalid-input', /itself/],
    [
      'a token with spaces',
      () => ({ auth: { method: 'bearer' }, secrets: { bearer: given('canary a b') } }),
      'invalid-input',
      /spaces/,
    ],
    [
      'credentials in the proxy URL',
      () => ({ line: { proxyUrl: 'http://me:canary@p.example' } }),
      'invalid-input',
      /credentials/,
    ],
    [
      'proxy credentials without proxy',
      () => ({ secrets: { proxyCredentials: given('a:canary') } }),
      'invalid-input',
      /no proxy/,
    ],
    [
      'a credential in the clear',
      () => ({ baseUrl: 'http://source.example', auth: { method: 'bearer' }, secrets: { bearer: given('canary') } }),
      'invalid-input',
      /in the clear/,
    ],
    [
      'a token URL in the clear',
      () => ({ auth: { ...clientSecret, tokenUrl: 'http://auth.example/token' }, secrets: { clientSecret: secret } }),
      'invalid-input',
      /in the clear/,
    ],
  ])('%s', async (_, fields, code, message) => {
    const { run, refused, secrets } = await withVault();
    const error = await refused('connections.add', { name: 'M', baseUrl, ...fields() } as never);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.next).toMatch(/\.$/);
    expect(JSON.stringify(error)).not.toContain('canary');
    expect([await run('connections.list', {}), await secrets()]).toEqual([[], 0]);
  });

  test('an expired client certificate, an RSA key that is too short', async () => {
    const { refused } = await withVault();
    const old = await authority.issue({ to: '2021-01-01' });
    const expired = await refused('connections.add', {
      name: 'M',
      baseUrl,
      files: shown(old.cert),
      secrets: { clientKey: given(old.key) },
    });
    expect(expired).toMatchObject({ code: 'certificate-unusable' });
    expect(expired.message).toContain('expired on 2021-01-01');
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs1',
      format: 'pem',
    });
    const weak = await refused('connections.add', {
      name: 'M',
      baseUrl,
      files: shown(mine.cert),
      secrets: { clientKey: given(short.toString()) },
    });
    expect(weak.code).toBe('key-unusable');
  });

  test('a change that is refused leaves connection and vault as they were', async () => {
    const { run, refused, secrets } = await withVault();
    const added = await run('connections.add', {
      name: 'M',
      baseUrl,
      auth: clientSecret,
      secrets: { clientSecret: secret },
    });
    await run('connections.add', { name: 'Other', baseUrl });
    const error = await refused('connections.update', {
      connection: 'M',
      patch: { name: 'other', secrets: { clientSecret: given('another-secret') } },
    });
    expect(error.code).toBe('name-taken');
    expect(
      await refused('connections.update', { connection: 'M', patch: { secrets: { clientSecret: null } } }),
    ).toMatchObject({
      code: 'secret-missing',
    });
    expect([await run('connections.get', { connection: 'M' }), await secrets()]).toEqual([added, 1]);
  });

  test('a secret where no vault can be had; a file where the host reads none', async () => {
    const { run, refused } = openConsole();
    const auth = { method: 'bearer' } as const;
    const none = await refused('connections.add', {
      name: 'M',
      baseUrl,
      auth,
      secrets: { bearer: given('canary-token') },
    });
    expect(none.code).toBe('vault-missing');
    expect(await run('connections.list', {})).toEqual([]);
    const page = openConsole({ capabilities: ['stay'] });
    const file = path.join(throwAwayFolder(), 'token');
    writeFileSync(file, 'canary-token');
    for (const bearer of [{ file }, { env: 'HOME' }])
      expect(await page.refused('connections.add', { name: 'M', baseUrl, auth, secrets: { bearer } })).toMatchObject({
        code: 'capability-missing',
      });
  });
});
