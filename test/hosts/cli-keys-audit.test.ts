import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { Jwks, KeyRecord } from '../../shared/domain/key.ts';
import { certificate, forgePfx, jwkOf, p384, pem, rsa } from '../main/credentials/make-keys.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

const dataFolder = newDataFolder();
const words = 'plain-test-words';
const environment = { SWITCHBOARD_PASSPHRASE: 'a passphrase for tests', KEY_WORDS: words, EMPTY: '' };
const options = { dataFolder, environment };
const ask = (...args: string[]) => askCli(args, options);
const file = (name: string, content?: string | Buffer) => {
  const where = path.join(dataFolder, name);
  if (content !== undefined) writeFileSync(where, content);
  return where;
};

afterAll(async () => {
  const { rmSync } = await import('node:fs');
  rmSync(dataFolder, { recursive: true, force: true });
});

it('keys are generated, imported, listed, published, rotated and removed', async () => {
  const locked = await askCli(['keys', 'generate', '--name', 'main'], {
    dataFolder,
    environment: { SWITCHBOARD_PASSPHRASE: '' },
  });
  expect([locked.code, locked.value.error.code]).toEqual([2, 'vault-missing']);
  const generated = await ask('keys', 'generate', '--alg', 'ES384', '--name', 'main');
  expect([generated.code, generated.value]).toMatchObject([0, { name: 'main', alg: 'ES384', kid: expect.any(String) }]);

  const pfx = file('key.pfx', forgePfx(rsa, [await certificate({ key: rsa })], words, 'aes256'));
  const imported = await ask('keys', 'import', pfx, '--name', 'pfx', '--passphrase-env', 'KEY_WORDS', '--alg', 'RS256');
  expect([imported.code, imported.value]).toMatchObject([0, { name: 'pfx', alg: 'RS256', origin: 'imported' }]);
  const jwk = file('key.jwk', JSON.stringify(jwkOf(p384)));
  expect((await ask('keys', 'import', jwk, '--name', 'jwk', '--kid', 'mine')).value).toMatchObject({ kid: 'mine' });

  const listed: KeyRecord[] = (await ask('keys', 'list')).value;
  expect(listed.map(({ name, alg }) => [name, alg])).toEqual([
    ['main', 'ES384'],
    ['pfx', 'RS256'],
    ['jwk', 'ES384'],
  ]);
  const jwks: Jwks = (await ask('keys', 'jwks')).value;
  expect(jwks.keys.map(({ kid }) => kid)).toEqual(listed.map(({ kid }) => kid));
  expect(JSON.stringify([jwks, listed])).not.toMatch(/"(d|p|q|dp|dq|qi|k)":/);
  const one = file('jwks.json');
  expect((await ask('keys', 'jwks', '--name', 'main', '--out', one)).value).toEqual({ file: one, keys: 1 });
  expect(JSON.parse(readFileSync(one, 'utf8')).keys[0].kid).toBe(generated.value.kid);
  const again = await ask('keys', 'jwks', '--out', one);
  expect([again.code, again.value.error.code]).toEqual([2, 'file-unwritable']);
  expect((await ask('keys', 'jwks', '--out', one, '--overwrite')).value.keys).toBe(3);

  const rotated = await ask('keys', 'rotate', 'main');
  expect(rotated.value.kid).not.toBe(generated.value.kid);
  expect(rotated.err).toContain('stays in the JWKS');
  expect((await ask('keys', 'remove', generated.value.kid)).value).toEqual({ removed: [generated.value.kid] });
  expect((await runCli(['keys', 'remove', 'main'], options)).out).toBe(`Removed: ${rotated.value.kid}\n`);
});

it('keys that cannot be used are refused with exit 2, and nothing of them is printed', async () => {
  const canary = jwkOf(p384).d as string;
  const encrypted = file(
    'encrypted.pem',
    p384.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: words }),
  );
  for (const [args, code, message] of [
    [[encrypted, '--name', 'a'], 'key-unusable', 'no passphrase was given'],
    [[encrypted, '--name', 'a', '--passphrase-env', 'SWITCHBOARD_DATA_DIR'], 'key-unusable', 'does not open the key'],
    [[encrypted, '--name', 'a', '--passphrase-env', 'EMPTY'], 'secret-missing', 'EMPTY'],
    [[file('words', canary), '--name', 'a'], 'key-unusable', 'no private key'],
    [[file('one.pem', pem(p384)), '--name', 'a', '--alg', 'RS384'], 'key-unusable', 'does not fit'],
    [[file('one.pem'), '--name', 'a', '--alg', 'HS256'], 'invalid-input', 'HS256'],
    [[file('one.pem')], 'invalid-input', 'needs a name'],
    [['/nowhere/key.pem', '--name', 'a'], 'file-unreadable', '/nowhere/key.pem'],
  ] as const) {
    const { code: exit, value, err } = await ask('keys', 'import', ...args);
    expect([exit, value.error.code], message).toEqual([2, code]);
    expect(value.error.message).toContain(message);
    if (code === 'key-unusable') expect(value.error.message).toContain(args[0]);
    expect(JSON.stringify(value) + err).not.toContain(canary);
  }
});

it('the audit trail is listed, exported and verified; a changed one ends with exit 1', async () => {
  const list = await ask('audit', 'list', '--limit', '3');
  expect(list.value.map(({ actor }: AuditEntry) => actor.host)).toEqual(['cli', 'cli', 'cli']);
  const exports: AuditEntry[] = (await ask('audit', 'list', '--action', 'export')).value;
  expect(exports.map(({ outcome }) => outcome)).toEqual(['3 keys', '1 keys']);
  expect((await ask('audit', 'list', '--action', 'all')).value.error.code).toBe('invalid-input');
  expect((await runCli(['audit', 'list', '--limit', '1'], options)).out).toMatch(/^NO +AT +WHO/);

  const trail = file('trail.ndjson');
  const receipt = await ask('audit', 'export', trail);
  expect(receipt.value).toMatchObject({ file: trail, entries: expect.any(Number) });
  expect(statSync(trail).mode & 0o777).toBe(0o600);
  expect(readFileSync(trail, 'utf8')).not.toContain('"request"');
  expect((await ask('audit', 'export', trail)).value.error.code).toBe('file-unwritable');
  expect((await ask('audit', 'export', trail, '--overwrite', '--raw')).code).toBe(0);
  expect(readFileSync(trail, 'utf8')).toContain('"request":"generate key main');

  const whole = await ask('audit', 'verify');
  expect([whole.code, whole.value]).toEqual([0, { ok: true, entries: receipt.value.entries + 2 }]);
  const ofFile = await ask('audit', 'verify', trail);
  expect([ofFile.code, ofFile.value]).toEqual([
    0,
    { ok: true, entries: receipt.value.entries + 1, ofThisFolder: true },
  ]);
  const elsewhere = await askCli(['audit', 'verify', trail], { dataFolder: path.join(dataFolder, 'another') });
  expect([elsewhere.code, elsewhere.value.ofThisFolder]).toEqual([0, false]);
  expect(elsewhere.err).toContain('does not begin with these entries');

  writeFileSync(trail, readFileSync(trail, 'utf8').replace('generate key main', 'generate key mine'));
  const forged = await ask('audit', 'verify', trail);
  expect([forged.code, forged.value.ok]).toEqual([1, false]);
  expect(forged.err).toContain('was changed in entry');
  const missing = await ask('audit', 'verify', '/nowhere/trail');
  expect([missing.code, missing.value.error.code]).toEqual([2, 'file-unreadable']);

  const database = new DatabaseSync(path.join(dataFolder, 'switchboard.db'));
  database.exec("DROP TRIGGER audit_keeps; UPDATE audit SET record = replace(record, 'done', 'gone') WHERE seq = 2");
  database.close();
  const broken = await ask('audit', 'verify');
  expect([broken.code, broken.value]).toMatchObject([1, { ok: false, entries: 1, brokenAt: 2 }]);
  expect(broken.err).toContain('Entry 2 was changed.');
  const plain = await runCli(['audit', 'verify'], options);
  expect([plain.code, plain.out]).toEqual([1, 'Broken at entry 2; 1 before it are in order.\n']);
});
