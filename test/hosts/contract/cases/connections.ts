import { expect } from 'vitest';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { TlsView } from '../../../../shared/domain/tls-view.ts';
import { get, heard, ifCan, refused } from '../host.ts';
import type { Case } from '../suite.ts';
import { haveVault } from '../vault.ts';

const add = { name: 'Alder Clinic', baseUrl: 'https://alder.example/fhir/' };

export const connectionCases: readonly Case[] = [
  {
    name: 'a connection is added, read by id and by name, changed and removed',
    async run(host) {
      const added = await get<Connection>(host, 'connections.add', add);
      expect(added).toMatchObject({
        name: 'Alder Clinic',
        baseUrl: 'https://alder.example/fhir',
        role: 'payer',
        cdexVersion: '2.1',
        timeoutMs: 30_000,
        origin: 'user',
        auth: { method: 'none' },
      });
      for (const connection of [added.id, 'Alder Clinic'])
        expect(await get(host, 'connections.get', { connection })).toEqual(added);
      const patch = { name: 'Alder Hospital', timeoutMs: 5_000, baseUrl: 'http://alder.example/r4' };
      const changed = await get(host, 'connections.update', { connection: added.id, patch });
      expect(changed).toEqual({ ...added, ...patch });
      expect(await get(host, 'connections.list')).toContainEqual(changed);
      expect(await get(host, 'connections.remove', { connection: 'Alder Hospital' })).toEqual({ removed: added.id });
      expect((await refused(host, 'connections.get', { connection: added.id })).code).toBe('not-found');
    },
  },
  {
    name: 'two connections never share a name',
    async run(host) {
      const one = await get<Connection>(host, 'connections.add', { ...add, name: 'Birch' });
      const two = await get<Connection>(host, 'connections.add', { ...add, name: 'Beech' });
      expect((await refused(host, 'connections.add', { ...add, name: 'Birch' })).code).toBe('name-taken');
      const taken = await refused(host, 'connections.update', { connection: two.id, patch: { name: 'Birch' } });
      expect(taken.code).toBe('name-taken');
      const own = await get(host, 'connections.update', { connection: one.id, patch: { name: 'Birch' } });
      expect(own).toEqual(one);
    },
  },
  {
    name: 'a name with a line break is refused, for it would break every list it stands in',
    async run(host) {
      const { code, message } = await refused(host, 'connections.add', { ...add, name: 'Al\nder' });
      expect([code, message]).toEqual(['invalid-input', expect.stringMatching(/control characters\.$/)]);
      expect(message).not.toMatch(/\.\.$/);
    },
  },
  {
    name: 'a base URL that is none is refused, added or changed',
    async run(host) {
      const { id } = await get<Connection>(host, 'connections.add', { ...add, name: 'Cedar' });
      for (const baseUrl of ['cedar.example/fhir', 'ftp://cedar.example', 'https://cedar.example/fhir?a=1', '']) {
        const asNew = await refused(host, 'connections.add', { name: 'Cedar 2', baseUrl });
        const asChange = await refused(host, 'connections.update', { connection: id, patch: { baseUrl } });
        for (const { code, details } of [asNew, asChange]) {
          expect(code, baseUrl).toBe('invalid-input');
          expect(details?.join(), baseUrl).toContain('baseUrl');
        }
      }
      expect(await get(host, 'connections.get', { connection: id })).toMatchObject({
        baseUrl: 'https://alder.example/fhir',
      });
    },
  },
  {
    name: 'the secrets of a connection are named, used, never told, and forgotten with it',
    async run(host, partner) {
      await haveVault(host);
      const token = 'canary-token-of-holly';
      const added = await get<Connection>(host, 'connections.add', {
        name: 'Holly',
        baseUrl: partner.base,
        auth: { method: 'bearer' },
        secrets: { bearer: { value: token }, headers: [{ value: 'X-Gateway: canary-gateway' }] },
        policy: { polling: 'hrex', quirks: ['no-compression'] },
      });
      expect(added).toMatchObject({
        auth: { method: 'bearer' },
        secrets: ['bearer', 'headers'],
        policy: { polling: 'hrex', purposeOfUse: 'optional', quirks: ['no-compression'] },
      });
      await host.restart();
      await haveVault(host);
      await host.call('queries.search', { partner: { connection: 'Holly' }, query: 'Patient?holly=1' });
      const asked = partner.requests.find(({ path }) => path === 'Patient?holly=1');
      expect(asked?.headers).toMatchObject({
        authorization: `Bearer ${token}`,
        'x-gateway': 'canary-gateway',
        'accept-encoding': 'identity',
      });
      const patch = { auth: { method: 'code', clientId: 'us', scope: 'user/*.rs' }, secrets: { headers: null } };
      const changed = await get<Connection>(host, 'connections.update', { connection: added.id, patch });
      expect(changed).toMatchObject({ auth: { ...patch.auth, client: 'public' }, secrets: [] });
      const back = { connection: added.id, patch: { auth: { method: 'bearer' } } };
      expect((await refused(host, 'connections.update', back)).code).toBe('secret-missing');
      await get(host, 'connections.remove', { connection: added.id });
      const told = JSON.stringify([added, changed, await get(host, 'exchanges.list'), await get(host, 'audit.list')]);
      expect(told).not.toContain('canary');
    },
  },
  {
    name: 'credentials that are incomplete, unusable or in the clear are refused, and nothing of them repeated',
    async run(host) {
      await haveVault(host);
      const bearer = { auth: { method: 'bearer' }, secrets: { bearer: { value: 'canary-token' } } };
      const refusals: [fields: object, code: string][] = [
        [{ auth: { method: 'bearer' } }, 'secret-missing'],
        [{ ...bearer, baseUrl: 'http://ivy.example/fhir' }, 'invalid-input'],
        [{ auth: { method: 'backend', clientId: 'us', key: 'nobody has it' } }, 'not-found'],
        [{ files: { ca: { value: 'canary' } } }, 'certificate-unusable'],
        [{ secrets: { clientPfx: { value: 'canary' } } }, 'key-unusable'],
        [{ secrets: { headers: [{ value: 'X-A: canary\r\nX-B: b' }] } }, 'invalid-input'],
        [{ line: { proxyUrl: 'http://me:canary@proxy.example' } }, 'invalid-input'],
      ];
      for (const [fields, code] of refusals) {
        const failure = await refused(host, 'connections.add', { ...add, name: 'Ivy', ...fields });
        expect(failure.code, JSON.stringify(fields)).toBe(code);
        expect(JSON.stringify(failure)).not.toContain('canary');
      }
      expect((await refused(host, 'connections.get', { connection: 'Ivy' })).code).toBe('not-found');
    },
  },
  {
    name: 'secrets by environment variable are taken where the host reads it',
    async run(host) {
      await haveVault(host);
      const input = {
        ...add,
        name: 'Juniper',
        auth: { method: 'bearer' },
        secrets: { bearer: { env: host.secret.name } },
      };
      const added = await ifCan<Connection>(host, 'environment', 'connections.add', input);
      if (added) expect(added.secrets).toEqual(['bearer']);
      else expect((await refused(host, 'connections.get', { connection: 'Juniper' })).code).toBe('not-found');
    },
  },
  {
    name: 'the TLS side of an address is looked at, and plain http has none',
    async run(host, partner) {
      const plain = await refused(host, 'connections.tls', { partner: { baseUrl: partner.base } });
      expect([plain.code, plain.requirement]).toEqual(['invalid-input', 'CONF-014']);
      const baseUrl = partner.base.replace('http:', 'https:');
      const view = await get<TlsView>(host, 'connections.tls', { partner: { baseUrl } });
      expect(view).toMatchObject({ trusted: false, chain: [], problem: { code: 'tls-failed' } });
    },
  },
  {
    name: 'a connection nobody added is not found',
    async run(host) {
      const connection = 'Nobody';
      for (const [name, input] of [
        ['connections.get', { connection }],
        ['connections.update', { connection, patch: { timeoutMs: 1_000 } }],
        ['connections.remove', { connection }],
        ['connections.abilities', { partner: { connection } }],
        ['queries.search', { partner: { connection }, query: 'Patient' }],
      ] as const)
        expect((await refused(host, name, input)).code, name).toBe('not-found');
    },
  },
  {
    name: 'what is written arrives as changes, in the order of the journal',
    async run(host) {
      const hearing = await host.listen();
      const { id } = await get<Connection>(host, 'connections.add', { ...add, name: 'Dogwood' });
      // Two changes of a record that follow each other at once may be told as one, the newer.
      await heard(hearing, 'the addition', (event) => {
        return event.type === 'change' && event.change.id === id && event.change.op === 'put';
      });
      await get(host, 'connections.remove', { connection: id });
      const gone = await heard(hearing, 'the removal', (event) => {
        return event.type === 'change' && event.change.id === id && event.change.op === 'delete';
      });
      const changes = (await hearing.events()).flatMap((event) => (event.type === 'change' ? [event.change] : []));
      const ours = changes.filter((change) => change.id === id);
      expect(ours.map(({ kind, op }) => [kind, op])).toEqual([
        ['connection', 'put'],
        ['connection', 'delete'],
      ]);
      expect(ours[0]).toMatchObject({ record: { name: 'Dogwood' } });
      expect(gone.type === 'change' && gone.change.seq).toBeGreaterThan(ours[0]?.seq ?? Number.POSITIVE_INFINITY);
      await hearing.stop();
    },
  },
];
