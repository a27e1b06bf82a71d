import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readPrivateKey } from '../../../main/credentials/read-private-key.ts';
import { hasOpenssl } from '../../fakes/partner/certificates.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import {
  certificate,
  forgePfx,
  jwkOf,
  openssl,
  p256,
  p384,
  passphrase,
  pem,
  rsa,
  withLongDigest,
} from './make-keys.ts';

const read = async (content: string | Buffer, secret?: string) =>
  unwrap(await readPrivateKey(Buffer.from(content as string), secret));
const refusal = async (content: string | Buffer, secret?: string) =>
  failure(await readPrivateKey(Buffer.from(content as string), secret));

describe('keys in every form', () => {
  test.each([
    ['PKCS#8 of RSA', pem(rsa), rsa],
    ['PKCS#1', pem(rsa, 'pkcs1'), rsa],
    ['SEC1', pem(p256, 'sec1'), p256],
    ['PKCS#8 of P-384', pem(p384), p384],
    ['PEM with words around it', `Bag Attributes\n  friendlyName: x\n${pem(p256)}\nthe end`, p256],
    ['PEM with a byte order mark and CRLF', `\uFEFF${pem(rsa).replaceAll('\n', '\r\n')}`, rsa],
    ['PEM in UTF-16', Buffer.from(`\uFEFF${pem(p256)}`, 'utf16le'), p256],
    ['PKCS#8 DER', p256.export({ format: 'der', type: 'pkcs8' }), p256],
    ['SEC1 DER', p384.export({ format: 'der', type: 'sec1' }), p384],
    ['PKCS#1 DER in base64', rsa.export({ format: 'der', type: 'pkcs1' }).toString('base64'), rsa],
  ])('%s', async (_, content, key) => {
    const found = await read(content);
    expect(found.key.equals(key)).toBe(true);
    expect([found.certificates, found.kid]).toEqual([[], undefined]);
  });

  test.each([
    ['encrypted PKCS#8', pem(rsa, 'pkcs8', 'aes-256-cbc'), rsa],
    ['encrypted PKCS#8 with 3DES', pem(p384, 'pkcs8', 'des-ede3-cbc'), p384],
    ['legacy encrypted PEM of RSA', pem(rsa, 'pkcs1', 'aes-256-cbc'), rsa],
    ['legacy encrypted PEM of EC', pem(p256, 'sec1', 'aes-128-cbc'), p256],
  ])('%s', async (_, content, key) => {
    expect((await read(content, passphrase)).key.equals(key)).toBe(true);
    expect(await refusal(content)).toMatchObject({
      code: 'key-unusable',
      message: expect.stringContaining('no passphrase was given'),
    });
    expect(await refusal(content, 'another')).toMatchObject({
      code: 'key-unusable',
      message: 'The passphrase does not open the key.',
    });
  });

  test.skipIf(!hasOpenssl).each([
    ['PBKDF2 with SHA-512 and many rounds', ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512', '-iter', '300000']],
    ['PBKDF2 with SHA-1', ['-v2', 'aes128', '-v2prf', 'hmacWithSHA1']],
    ['scrypt', ['-scrypt']],
    ['a scheme of PKCS#12', ['-v1', 'PBE-SHA1-3DES']],
  ])('PKCS#8 encrypted by %s', async (_, how) => {
    const args = ['pkcs8', '-topk8', '-in', 'key', '-passout', `pass:${passphrase}`, ...how];
    const content = openssl({ key: pem(p384) }, ...args);
    expect((await read(content, passphrase)).key.equals(p384)).toBe(true);
    expect((await refusal(content, 'another')).message).toBe('The passphrase does not open the key.');
  });

  test('deriving a key from a passphrase leaves the event loop free', async () => {
    if (!hasOpenssl) return;
    const how = ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '2000000'];
    const content = openssl(
      { key: pem(p256) },
      ...['pkcs8', '-topk8', '-in', 'key', '-passout', `pass:${passphrase}`],
      ...how,
    );
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await read(content, passphrase);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  test('a passphrase that is not needed does no harm', async () => {
    expect((await read(pem(rsa), passphrase)).key.equals(rsa)).toBe(true);
  });
});

describe('JWK', () => {
  test('its kid and alg are kept', async () => {
    const found = await read(JSON.stringify({ ...jwkOf(rsa), kid: 'key-1', alg: 'RS256', use: 'sig' }));
    expect([found.key.equals(rsa), found.kid, found.alg]).toEqual([true, 'key-1', 'RS256']);
  });

  test('without kid it gets its thumbprint (RFC 7638)', async () => {
    // The example of RFC 7638, section 3.1, has a public key alone; this is one of our own, its thumbprint by another library.
    const { calculateJwkThumbprint } = await import('jose');
    const jwk = jwkOf(p384);
    const found = await read(JSON.stringify(jwk));
    expect(found.kid).toBe(await calculateJwkThumbprint(jwk as { kty: string }));
    expect(found.alg).toBeUndefined();
  });

  test('a JWKS with one private key among public ones', async () => {
    const { d: _d, ...publicKey } = jwkOf(p256);
    const found = await read(JSON.stringify({ keys: [publicKey, { ...jwkOf(p384), kid: 'ours' }] }));
    expect([found.key.equals(p384), found.kid]).toEqual([true, 'ours']);
  });

  const { d: _d, ...publicKey } = jwkOf(p256);
  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{"kty":', /neither a JWK/],
    ['other JSON', { resourceType: 'Patient' }, /neither a JWK/],
    ['a set of strings', { keys: ['a'] }, /neither a JWK/],
    ['an empty set', { keys: [] }, /public keys in it alone/],
    ['a public key', publicKey, /public keys in it alone/],
    ['two private keys', { keys: [jwkOf(p256), jwkOf(p384)] }, /2 private keys/],
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0LWNhbmFyeQ' }, /kind oct/],
    ['Ed25519', jwkOf(generateKeyPairSync('ed25519').privateKey), /kind OKP/],
    ['secp256k1', jwkOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey), /secp256k1|cannot be read/],
    ['P-521', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey), /EC P-521/],
    ['a short RSA key', jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), /1024 bits/],
    [
      'an algorithm of another curve',
      { ...jwkOf(p256), alg: 'ES384' },
      /ES384 does not fit the key, which is EC P-256/,
    ],
    ['an algorithm of another kind', { ...jwkOf(rsa), alg: 'ES384' }, /does not fit the key, which is RSA 2048/],
    ['an algorithm nobody uses', { ...jwkOf(rsa), alg: 'RSA1_5' }, /not used here/],
    ['a key for encryption', { ...jwkOf(rsa), use: 'enc' }, /encryption/],
    ['a kid that is no text', { ...jwkOf(rsa), kid: 7 }, /kid/],
    ['RSA without its primes', { kty: 'RSA', n: jwkOf(rsa).n, e: 'AQAB', d: jwkOf(rsa).d }, /no p, q/],
    [
      'halves of two keys',
      { ...jwkOf(p256), d: jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey).d },
      /do not belong together|cannot be read/,
    ],
    ['a damaged number', { ...jwkOf(rsa), n: '####' }, /cannot be read|\d bits|do not belong/],
  ])('%s is refused', async (_, jwk, message) => {
    const error = await refusal(typeof jwk === 'string' ? jwk : JSON.stringify(jwk));
    expect(error).toMatchObject({ code: 'key-unusable', message: expect.stringMatching(message) });
    expect(error.next).toMatch(/\.$/);
  });
});

describe('PFX', () => {
  test.each(['3des', 'aes256'] as const)('of RSA with %s, the certificate of the key first', async (algorithm) => {
    const plain = 'plain-test-words'; // node-forge writes no others as the standard says
    const other = await certificate({ key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey });
    const own = await certificate({ key: rsa });
    const pfx = forgePfx(rsa, [other, own], plain, algorithm);
    for (const form of [pfx, pfx.toString('base64')]) {
      const found = await read(form, plain);
      expect(found.key.equals(rsa)).toBe(true);
      expect(found.certificates.map((one) => one.replace(/\s/g, ''))).toEqual(
        [own, other].map((one) => one.replace(/\s/g, '')),
      );
    }
    expect((await refusal(pfx, 'another')).message).toBe('The passphrase does not open the PFX file.');
    expect((await refusal(pfx)).message).toContain('no passphrase was given');
    const damaged = Buffer.from(pfx);
    damaged[Math.floor(pfx.length / 2)] = (damaged[Math.floor(pfx.length / 2)] as number) ^ 0x55;
    expect((await refusal(damaged, plain)).code).toBe('key-unusable');
  });

  test('whose digest is longer than any is refused, and no key of that length is derived', async () => {
    const hostile = withLongDigest(forgePfx(rsa, [await certificate({ key: rsa })], 'plain', 'aes256'));
    expect((await refusal(hostile, 'plain')).message).toBe('The passphrase does not open the PFX file.');
  });

  test.skipIf(!hasOpenssl).each([
    ['of P-384 as OpenSSL 3 writes it', p384, []],
    ['of P-256 with many rounds', p256, ['-iter', '100000']],
    ['of RSA as OpenSSL 3 writes it', rsa, []],
    ['of RSA with RC2 and 3DES', rsa, ['-legacy']],
    ['with a MAC by SHA-512', p256, ['-macalg', 'sha512']],
    ['without MAC', p256, ['-nomac']],
    ['with a bare key', p384, ['-keypbe', 'NONE', '-certpbe', 'NONE']],
  ])('%s', async (_, key, how) => {
    const cert = await certificate({ key });
    const args = ['pkcs12', '-export', '-inkey', 'key', '-in', 'cert', '-passout', `pass:${passphrase}`, ...how];
    const pfx = openssl({ key: pem(key), cert }, ...args);
    const found = await read(pfx, passphrase);
    expect([found.key.equals(key), found.certificates.length]).toEqual([true, 1]);
  });

  test.skipIf(!hasOpenssl)('with an empty passphrase needs none', async () => {
    const cert = await certificate({ key: p256 });
    const pfx = openssl(
      { key: pem(p256), cert },
      'pkcs12',
      '-export',
      '-inkey',
      'key',
      '-in',
      'cert',
      '-passout',
      'pass:',
    );
    expect((await read(pfx)).key.equals(p256)).toBe(true);
  });

  test.skipIf(!hasOpenssl)('with certificates alone is refused', async () => {
    const cert = await certificate({ key: p256 });
    const args = ['pkcs12', '-export', '-nokeys', '-in', 'cert', '-passout', `pass:${passphrase}`];
    expect((await refusal(openssl({ cert }, ...args), passphrase)).message).toMatch(/no private key in the PFX/);
  });
});

describe('what is no usable key', () => {
  const secret = 'canaryCanaryCanary7';
  test.each<[string, string | Buffer | Promise<string>, RegExp]>([
    ['nothing', '  \n', /empty/],
    ['words', `this is ${secret}`, /no private key/],
    ['base64 of words', Buffer.from(secret.repeat(9)).toString('base64'), /no private key/],
    ['bytes', Buffer.from([0x30, 0x82, 0xff, 0xff, 1, 2, 3]), /no private key/],
    ['a public key', createPublicKey(rsa).export({ format: 'pem', type: 'spki' }).toString(), /public key in it alone/],
    ['a certificate', certificate(), /certificates in it, and no private key/],
    ['PEM cut off', pem(rsa).slice(0, 400), /no private key/],
    ['PEM with garbage inside', `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`, /no private key/],
    [
      'encrypted PEM with garbage',
      `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${secret}\n-----END ENCRYPTED PRIVATE KEY-----`,
      /no/,
    ],
    ['two keys', pem(p256) + pem(p384), /2 private keys/],
    ['an OpenSSH key', `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`, /OpenSSH/],
    ['Ed25519', pem(generateKeyPairSync('ed25519').privateKey), /ed25519/],
    ['secp256k1', pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey), /secp256k1/],
    ['RSA-PSS', pem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey), /rsa-pss/],
    ['a short RSA key', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), /1024 bits/],
    ['far too much', Buffer.alloc(1_000_001, 65), /too large/],
  ])('%s is refused', async (_, content, message) => {
    const error = await refusal(await content, passphrase);
    expect(error).toMatchObject({ code: 'key-unusable', message: expect.stringMatching(message) });
    expect(error.next).toMatch(/\.$/);
    expect(JSON.stringify(error)).not.toContain(secret);
  });

  test('a text of many beginnings is read in one pass', async () => {
    const error = await refusal('-----BEGIN A PRIVATE KEY-----'.repeat(30_000));
    expect(error.code).toBe('key-unusable');
  });
});
