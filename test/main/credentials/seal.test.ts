import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { expandKey, seal, unseal, wipeKey } from '../../../main/credentials/seal.ts';
import { sealSecret, unsealSecret } from '../../../main/credentials/sealed-vault.ts';

const key = randomBytes(32);
const bound = ['format', 1, 'id', 'name'];

test('what is sealed opens with the same key and binding, and with no other', () => {
  const sealed = seal(key, bound, Buffer.from('fake secret'));
  expect(unseal(key, bound, sealed)?.toString()).toBe('fake secret');
  expect(unseal(randomBytes(32), bound, sealed)).toBeUndefined();
  for (const other of [['format', 2, 'id', 'name'], ['format', 1, 'id', 'other'], ['format', 1, 'idname'], []])
    expect(unseal(key, other, sealed), String(other)).toBeUndefined();
  expect(unseal(key, bound, seal(key, bound, Buffer.from('')))?.length).toBe(0);
});

test('any bit changed, taken away or added, and it does not open', () => {
  const { nonce, sealed } = seal(key, bound, Buffer.from('fake secret'));
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(unseal(key, bound, { nonce, sealed: changed.toString('base64url') }), `byte ${at}`).toBeUndefined();
  }
  for (const length of [0, 1, 15, 16, bytes.length - 1])
    expect(unseal(key, bound, { nonce, sealed: bytes.subarray(0, length).toString('base64url') })).toBeUndefined();
  expect(unseal(key, bound, { nonce, sealed: `${sealed}AAAA` })).toBeUndefined();
});

test('a secret moved to another reference, with its nonce, does not open there', () => {
  const vaultKey = expandKey('id', randomBytes(32));
  const sealed = sealSecret(vaultKey, 'connection/a/bearer', Buffer.from('fake secret'));
  const parts = (reference: string) => ({
    secrets: { [reference]: sealed.nonce },
    contents: { [reference]: sealed.sealed },
  });
  expect(unsealSecret(vaultKey, parts('connection/a/bearer'), 'connection/a/bearer')?.toString()).toBe('fake secret');
  expect(unsealSecret(vaultKey, parts('connection/b/bearer'), 'connection/b/bearer')).toBeUndefined();
  const elsewhere = expandKey('another', Buffer.from(vaultKey.whole));
  expect(unsealSecret(elsewhere, parts('connection/a/bearer'), 'connection/a/bearer')).toBeUndefined();
});

test('every sealing has a nonce of its own, and the keys in use are neither the random one nor each other', () => {
  const nonces = new Set(Array.from({ length: 500 }, () => seal(key, bound, key).nonce));
  expect(nonces.size).toBe(500);
  const { whole, secrets, list } = expandKey('id', Buffer.from(key));
  expect(new Set([whole, secrets, list].map((bytes) => bytes.toString('hex'))).size).toBe(3);
});

test('a wiped key has nothing left', () => {
  const wiped = expandKey('id', Buffer.from(key));
  wipeKey(wiped);
  for (const bytes of [wiped.whole, wiped.secrets, wiped.list]) expect(bytes.every((byte) => byte === 0)).toBe(true);
});
