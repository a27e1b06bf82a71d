import { expect, test } from 'vitest';
import type { Vault } from '../../../main/credentials/vault.ts';
import { keepConnection } from '../../../main/services/keep-connection.ts';
import type { Kit } from '../../../main/services/kit.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { fail, ok } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { defaultPolicy } from '../../../shared/domain/policy.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

const connection: Connection = {
  id: 'c1',
  name: 'Mesa',
  baseUrl: 'https://source.example',
  role: 'payer',
  cdexVersion: '2.1',
  timeoutMs: 1_000,
  origin: 'user',
  auth: { method: 'bearer' },
  line: {},
  policy: defaultPolicy,
  secrets: ['bearer', 'headers'],
  createdAt: '2026-01-01T00:00:00Z',
};

/** A vault and a store that note in which order they are written; `failing` names the secret the vault does not take. */
function noting(failing?: string) {
  const steps: string[] = [];
  const secrets = new Map<string, string>([['connection/c1/bearer', 'old']]);
  const store: Store = unwrap(openStore(throwAwayFolder()));
  cleanUp(() => store.close());
  const vault = {
    has: (reference: string) => secrets.has(reference),
    use: async (reference: string, _what: string, work: (secret: string) => unknown) =>
      ok(await work(secrets.get(reference) ?? '')),
    async put(reference: string, secret: string) {
      if (reference.endsWith(`/${failing}`)) return fail('vault-damaged', 'It is damaged.', 'Mend it.');
      steps.push(`put ${reference} ${secret}`);
      secrets.set(reference, secret);
      return ok(undefined);
    },
    async forget(reference: string) {
      steps.push(`forget ${reference}`);
      secrets.delete(reference);
      return ok(undefined);
    },
  } as unknown as Vault;
  const write: Store['write'] = (work) => {
    const value = store.write(work);
    steps.push('write');
    return value;
  };
  return { steps, secrets, store, kit: { vault, store: { ...store, write } } as unknown as Kit };
}

const change = (put: [name: 'bearer' | 'headers', secret: string][], forget: 'headers'[] = []) => ({
  connection: { ...connection, name: 'Mesa 2' },
  put: new Map(put),
  forget,
  forgetsToken: true,
});

test('secrets are kept before the record names them, and forgotten after it does not', async () => {
  const { kit, steps, store } = noting();
  store.write(() => store.connections.put(connection));
  unwrap(await keepConnection(kit, connection, change([['bearer', 'new']], ['headers'])));
  expect(steps).toEqual([
    'put connection/c1/bearer new',
    'write',
    'forget connection/c1/headers',
    'forget connection/c1/token',
  ]);
});

test('what cannot be kept whole leaves the vault as it was: a vault that fails, a record that cannot be written', async () => {
  const first = noting('headers');
  first.store.write(() => first.store.connections.put(connection));
  const both = change([
    ['bearer', 'new'],
    ['headers', '{}'],
  ]);
  expect((await keepConnection(first.kit, connection, both)).ok).toBe(false);
  expect([...first.secrets]).toEqual([['connection/c1/bearer', 'old']]);
  expect(first.store.connections.get('c1')).toEqual(connection);

  const second = noting();
  second.kit.store.write = () => {
    throw new Error('the disk is full');
  };
  await expect(keepConnection(second.kit, undefined, both)).rejects.toThrow('full');
  expect([...second.secrets]).toEqual([['connection/c1/bearer', 'old']]);
});

test('a connection somebody else changed meanwhile is not overwritten', async () => {
  const { kit, store, secrets } = noting();
  store.write(() => store.connections.put({ ...connection, timeoutMs: 9_000 }));
  const reply = await keepConnection(kit, connection, change([['bearer', 'new']]));
  expect(reply).toMatchObject({ ok: false, error: { message: expect.stringContaining('meanwhile') } });
  expect([store.connections.get('c1')?.timeoutMs, secrets.get('connection/c1/bearer')]).toEqual([9_000, 'old']);
});
