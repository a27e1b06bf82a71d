import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { Jwks, KeyRecord } from '../../../../shared/domain/key.ts';
import { get, ifCan, refused } from '../host.ts';
import type { Case } from '../suite.ts';
import { haveVault } from '../vault.ts';

const kids = ({ keys }: Jwks) => keys.map(({ kid }) => kid);

export const keyCases: readonly Case[] = [
  {
    name: 'a key is generated, rotated, exported and removed; what is public of it is all that is shown',
    async run(host) {
      await haveVault(host);
      const old = await get<KeyRecord>(host, 'keys.generate', { name: 'Signing', alg: 'ES384' });
      expect(old).toMatchObject({ name: 'Signing', alg: 'ES384', origin: 'generated', state: 'current' });
      const key = await get<KeyRecord>(host, 'keys.rotate', { name: 'Signing' });
      expect((await get<KeyRecord[]>(host, 'keys.list')).map(({ kid, state }) => [kid, state])).toEqual([
        [old.kid, 'retired'],
        [key.kid, 'current'],
      ]);
      const jwks = await get<Jwks>(host, 'keys.jwks', { name: 'Signing' });
      expect(jwks).toEqual({ keys: [old.jwk, key.jwk] });
      expect(JSON.stringify(jwks)).not.toMatch(/"(d|p|q|dp|dq|qi|k)":/);
      const file = path.join(host.dataFolder, 'jwks.json');
      const exported = await ifCan(host, 'write-files', 'keys.export', { name: 'Signing', file });
      if (exported) expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(jwks);
      expect(await get(host, 'keys.remove', { key: old.kid })).toEqual({ removed: [old.kid] });
      expect(kids(await get<Jwks>(host, 'keys.jwks'))).toEqual([key.kid]);
      expect(await get(host, 'keys.remove', { key: 'Signing' })).toEqual({ removed: [key.kid] });
      expect((await refused(host, 'keys.remove', { key: 'Signing' })).code).toBe('not-found');
    },
  },
  {
    name: 'a private JWK is imported with its kid; a key that is none is refused, and nothing of it repeated',
    async run(host) {
      await haveVault(host);
      const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
      const source = { value: JSON.stringify({ ...jwk, kid: 'from-elsewhere' }) };
      const key = await get<KeyRecord>(host, 'keys.import', { name: 'Imported', source });
      expect(key).toMatchObject({ name: 'Imported', kid: 'from-elsewhere', alg: 'ES256', origin: 'imported' });
      expect(JSON.stringify(await get(host, 'keys.list'))).not.toContain(jwk.d);
      expect((await refused(host, 'keys.import', { name: 'Imported', source })).code).toBe('name-taken');
      const odd = await refused(host, 'keys.import', { name: 'Odd', source: { value: `canary ${jwk.d}` } });
      expect([odd.code, JSON.stringify(odd).includes(jwk.d as string)]).toEqual(['key-unusable', false]);
      expect(await get(host, 'keys.remove', { key: 'from-elsewhere' })).toEqual({ removed: ['from-elsewhere'] });
    },
  },
];
