import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createVault } from '../../../main/credentials/open-vault.ts';
import { signingKey } from '../../../main/credentials/keys.ts';
import { keySecret } from '../../../main/credentials/vault.ts';
import { openStore } from '../../../main/store/store.ts';
import type { Jwks, KeyRecord, PublicJwk } from '../../../shared/domain/key.ts';
import { cleanUp, failure, openConsole, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { jwkOf, p256, p384, passphrase, pem, rsa } from '../credentials/make-keys.ts';

/** Members a JWK of a private or symmetric key has beside the public ones (RFC 7518). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

async function withVault(environment: Record<string, string> = {}) {
  const opened = openConsole({ environment: (name) => environment[name] });
  await opened.run('vault.create', { backend: 'memory' });
  return opened;
}

test.each([
  ['RS384', 'RSA', ['e', 'n']],
  ['RS256', 'RSA', ['e', 'n']],
  ['ES384', 'EC', ['crv', 'x', 'y']],
  ['ES256', 'EC', ['crv', 'x', 'y']],
] as const)(
  'a generated %s key is public in its record and in the JWKS, its private half nowhere',
  async (alg, kty, numbers) => {
    const { run } = await withVault();
    const key = await run('keys.generate', { name: 'main', alg });
    expect(key).toMatchObject({ name: 'main', alg, origin: 'generated', state: 'current', kid: key.jwk.kid });
    expect(key.kid).toMatch(/^[\w-]{43}$/);
    const jwks = await run('keys.jwks', {});
    expect(jwks).toEqual({ keys: [key.jwk] });
    expect(Object.keys(key.jwk).sort()).toEqual(['alg', 'key_ops', 'kid', 'kty', 'use', ...numbers].sort());
    expect(key.jwk).toMatchObject({ kty, use: 'sig', key_ops: ['verify'], alg });
    if (kty === 'RSA')
      expect(createPublicKey({ key: { ...key.jwk }, format: 'jwk' }).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(await run('keys.list', {})).toEqual([key]);
  },
);

test('imported keys keep the kid of their JWK, and take one that is given', async () => {
  const folder = throwAwayFolder();
  const file = path.join(folder, 'key.pem');
  writeFileSync(file, pem(rsa, 'pkcs8', 'aes-256-cbc'));
  const { run, refused } = await withVault({ KEY_PASSPHRASE: passphrase });
  const jwk = JSON.stringify({ ...jwkOf(p384), kid: 'theirs' });
  expect((await run('keys.import', { name: 'a', source: { value: jwk } })).kid).toBe('theirs');
  const second = await run('keys.import', { name: 'b', source: { value: pem(p256) }, kid: 'given' });
  expect([second.kid, second.alg, second.origin, second.jwk.kid]).toEqual(['given', 'ES256', 'imported', 'given']);
  const asked = { name: 'c', source: { file }, alg: 'RS256' as const };
  expect(await refused('keys.import', asked)).toMatchObject({
    code: 'key-unusable',
    details: ['passphrase: It is missing.'],
  });
  const third = await run('keys.import', { ...asked, passphrase: { env: 'KEY_PASSPHRASE' } });
  expect([third.alg, third.jwk.kty]).toEqual(['RS256', 'RSA']);
  writeFileSync(path.join(folder, 'words'), `${passphrase}\n`);
  const again = { ...asked, name: 'd', kid: 'd', passphrase: { file: path.join(folder, 'words') } };
  expect((await run('keys.import', again)).alg).toBe('RS256');
});

test('names and kids are unique, whatever their case', async () => {
  const { run, refused } = await withVault();
  await run('keys.import', { name: 'Main', source: { value: pem(p384) } });
  for (const name of ['Main', 'MAIN'])
    expect(await refused('keys.generate', { name, alg: 'ES256' })).toMatchObject({ code: 'name-taken' });
  const again = await refused('keys.import', { name: 'copy', source: { value: pem(p384) } });
  expect([again.code, again.message]).toEqual(['name-taken', expect.stringMatching(/The key Main has the kid/)]);
  expect((await run('keys.list', {})).length).toBe(1);
  expect((await run('vault.status', {})).secrets).toBe(1); // nothing is left of the refused one
  const wrong = { name: 'rsa', source: { value: pem(rsa) }, alg: 'ES384' as const };
  expect(await refused('keys.import', wrong)).toMatchObject({ code: 'key-unusable' });
});

test('without a vault no key is kept', async () => {
  const { refused, run } = openConsole();
  const error = await refused('keys.generate', { name: 'main', alg: 'ES256' });
  expect(['vault-missing', 'vault-locked']).toContain(error.code);
  expect(await run('keys.list', {})).toEqual([]);
});

test('a rotated key keeps its name; the old one retires, stays in the JWKS and goes by its kid', async () => {
  const { run, refused } = await withVault();
  const first = await run('keys.import', { name: 'main', source: { value: pem(p384) } });
  const second = await run('keys.rotate', { name: 'MAIN' });
  const third = await run('keys.rotate', { name: 'main' });
  expect([second.name, second.alg, second.origin]).toEqual(['main', 'ES384', 'generated']);
  const states = (keys: KeyRecord[]) => keys.map(({ kid, state, retiredAt }) => [kid, state, retiredAt !== undefined]);
  expect(states(await run('keys.list', {}))).toEqual([
    [first.kid, 'retired', true],
    [second.kid, 'retired', true],
    [third.kid, 'current', false],
  ]);
  expect((await run('keys.jwks', { name: 'main' })).keys.map(({ kid }) => kid)).toEqual([
    first.kid,
    second.kid,
    third.kid,
  ]);
  expect(await run('keys.remove', { key: first.kid })).toEqual({ removed: [first.kid] });
  expect(await run('keys.remove', { key: 'main' })).toEqual({ removed: [second.kid, third.kid] });
  expect([await run('keys.list', {}), (await run('vault.status', {})).secrets]).toEqual([[], 0]);
  expect((await refused('keys.rotate', { name: 'main' })).code).toBe('not-found');
  expect((await refused('keys.remove', { key: 'main' })).code).toBe('not-found');
  expect((await refused('keys.jwks', { name: 'main' })).code).toBe('not-found');
});

test('a key that a connection signs with stays, unless it is only a retired one', async () => {
  const { run, refused } = await withVault();
  const old = await run('keys.generate', { name: 'main', alg: 'ES384' });
  const current = await run('keys.rotate', { name: 'main' });
  await run('connections.add', {
    name: 'Mesa',
    baseUrl: 'https://mesa.example/fhir',
    auth: { method: 'backend', clientId: 'us', key: 'main' },
  });
  for (const key of ['main', current.kid])
    expect(await refused('keys.remove', { key })).toMatchObject({
      code: 'invalid-input',
      message: 'The connection Mesa signs with the key main.',
    });
  expect(await run('keys.remove', { key: old.kid })).toEqual({ removed: [old.kid] });
});

test('the JWKS goes to a file that others may read, and over another one only when told', async () => {
  const { run, refused } = await withVault();
  const key = await run('keys.generate', { name: 'main', alg: 'ES384' });
  const file = path.join(throwAwayFolder(), 'jwks.json');
  expect(await run('keys.export', { file })).toEqual({ file, keys: 1 });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ keys: [key.jwk] });
  expect(statSync(file).mode & 0o077).toBe(0o044 & ~process.umask());
  await run('keys.rotate', { name: 'main' });
  expect(await refused('keys.export', { file })).toMatchObject({
    code: 'file-unwritable',
    message: `${file} is there already.`,
  });
  expect((JSON.parse(readFileSync(file, 'utf8')) as Jwks).keys.length).toBe(1);
  expect(await run('keys.export', { file, overwrite: true })).toEqual({ file, keys: 2 });
  expect((await refused('keys.export', { file: '/nowhere/at/all.json' })).code).toBe('file-unwritable');
  const exports = await run('audit.list', { action: 'export' });
  expect(exports.map(({ request, outcome }) => [request, outcome])).toEqual([
    [`export the public keys to ${file}`, '2 keys'],
    [`export the public keys to ${file}`, '1 keys'],
  ]);
});

test('nothing private is in a reply, a record, the trail or the database', async () => {
  const { run, ports, close } = await withVault();
  const replies = [
    await run('keys.import', { name: 'a', source: { value: pem(rsa) } }),
    await run('keys.import', { name: 'b', source: { value: JSON.stringify(jwkOf(p256)) } }),
    await run('keys.jwks', {}),
    await run('audit.list', {}),
  ];
  await close();
  const canaries = [rsa, p256].map((key) => jwkOf(key).d as string);
  const kept = readFileSync(path.join(ports.dataFolder, 'switchboard.db'), 'latin1') + JSON.stringify(replies);
  for (const canary of canaries) expect(kept).not.toContain(canary);
  for (const jwk of (replies[2] as Jwks).keys)
    expect(Object.keys(jwk).filter((name) => privateMembers.includes(name))).toEqual([]);
});

test('the receiver serves the public keys, rotated or not, while the vault is locked; every look is told', async () => {
  const { run } = await withVault();
  const { receiver } = await run('receiver.start', { port: 0 });
  const url = receiver?.jwksUrl ?? '';
  expect(new URL(url).pathname).toBe('/.well-known/jwks.json');
  const look = async (method = 'GET') => {
    const answer = await fetch(url, { method, headers: { 'user-agent': 'PartnerServer/2' } });
    return { answer, text: await answer.text() };
  };
  expect(JSON.parse((await look()).text)).toEqual({ keys: [] });
  const first = await run('keys.generate', { name: 'main', alg: 'ES384' });
  const second = await run('keys.rotate', { name: 'main' });
  await run('vault.lock', {});
  const { answer, text } = await look();
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'application/json',
    'public, max-age=300',
  ]);
  expect((JSON.parse(text) as Jwks).keys).toEqual([first.jwk, second.jwk] satisfies PublicJwk[]);
  expect((await look('HEAD')).text).toBe('');
  expect((await fetch(`${url}/other`)).status).toBe(404);
  await run('receiver.stop', {});
  expect(await run('inbox.list', {})).toEqual([]);
  const told = await run('audit.list', { action: 'exchange' });
  expect(told.filter(({ request }) => request?.includes('jwks.json ') || request?.endsWith('jwks.json')).length).toBe(
    3,
  );
  expect(told[0]).toMatchObject({ outcome: expect.stringContaining('404') });
});

test('a signing key signs; one that is unknown, retired or out of reach does not', async () => {
  const folder = throwAwayFolder();
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  const vault = createVault({ folder, note: () => undefined });
  unwrap(await vault.create('memory'));
  const { generateKey, removeKey, rotateKey } = await import('../../../main/credentials/keys.ts');
  const at = '2026-10-01T12:00:00.000Z';
  const old = unwrap(await generateKey({ store, vault }, 'main', 'ES384', at));
  const current = unwrap(await rotateKey({ store, vault }, 'main', at));
  const { record, key } = unwrap(await signingKey({ store, vault }, 'Main'));
  expect(record).toEqual(current);
  const data = Buffer.from('assertion');
  const publicKey = createPublicKey({ key: { ...current.jwk }, format: 'jwk' });
  expect(verify('sha384', data, publicKey, sign('sha384', data, key))).toBe(true);
  expect(failure(await signingKey({ store, vault }, 'other'))).toMatchObject({ code: 'not-found' });
  await vault.put(keySecret(current.id), 'no key');
  const damaged = failure(await signingKey({ store, vault }, 'main'));
  expect([damaged.code, damaged.message]).toEqual(['key-unusable', 'The private half of the key main cannot be read.']);
  await vault.forget(keySecret(current.id));
  expect(failure(await signingKey({ store, vault }, 'main')).code).toBe('secret-missing');
  unwrap(await removeKey({ store, vault }, current.kid));
  expect(failure(await signingKey({ store, vault }, 'main')).code).toBe('not-found');
  expect(unwrap(await rotateKey({ store, vault }, 'main', at)).alg).toBe(old.alg);
  expect(
    createPrivateKey(unwrap(await signingKey({ store, vault }, 'main')).key.export({ format: 'pem', type: 'pkcs8' }))
      .type,
  ).toBe('private');
});
