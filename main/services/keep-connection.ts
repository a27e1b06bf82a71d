import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SecretName } from '../../shared/domain/auth.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { connectionSecret } from '../credentials/vault.ts';
import type { ConnectionChange } from './change-connection.ts';
import type { Kit } from './kit.ts';

/** The failure of giving a connection the name of another one; undefined when the name is free. */
export function nameTaken({ store }: Pick<Kit, 'store'>, name: string, self: string) {
  const namesake = store.connections.find(name);
  return namesake && namesake.id !== self
    ? fail('name-taken', `Another connection is called ${namesake.name}.`, 'Choose a name of its own.')
    : undefined;
}

/**
 * Keeps a change: new secrets in the vault first, then the record that names them, then what it no longer names is forgotten. Broken off
 * anywhere, no record names a secret that is not there. When the record cannot be written, the vault gets back what it had.
 */
export async function keepConnection(
  kit: Kit,
  before: Connection | undefined,
  { connection, put, forget, forgetsToken }: ConnectionChange,
): Promise<Reply<Connection>> {
  const undo: (() => Promise<unknown>)[] = [];
  const takeBack = async () => {
    for (const one of undo.reverse()) await one();
  };
  for (const [name, secret] of put) {
    const old = await oldSecret(kit, connection, name);
    const kept = await kit.vault.put(connectionSecret(connection.id, name), secret);
    if (!kept.ok) {
      await takeBack();
      return kept;
    }
    undo.push(() =>
      old === undefined
        ? kit.vault.forget(connectionSecret(connection.id, name))
        : kit.vault.put(connectionSecret(connection.id, name), old),
    );
  }
  const written = await write(kit, before, connection, forgetsToken).catch(async (error: unknown) => {
    await takeBack();
    throw error;
  });
  if (!written.ok) {
    await takeBack();
    return written;
  }
  const gone = [...forget, ...(forgetsToken && before ? (['token'] as const) : [])];
  for (const name of gone) {
    const forgotten = await forgetSecret(kit, connection.id, name);
    if (!forgotten.ok) return forgotten;
  }
  return ok(connection);
}

async function oldSecret(kit: Kit, { id, name: called }: Connection, name: SecretName): Promise<string | undefined> {
  const reference = connectionSecret(id, name);
  if (!kit.vault.has(reference)) return undefined;
  const old = await kit.vault.use(reference, `the old ${name} of ${called}`, (secret) => secret);
  return old.ok ? old.value : undefined;
}

async function write(
  { store }: Kit,
  before: Connection | undefined,
  connection: Connection,
  forgetsToken: boolean,
): Promise<Reply<undefined>> {
  return store.write(() => {
    // Reading files and secrets took a while; somebody else may have been faster.
    const taken = nameTaken({ store }, connection.name, connection.id);
    if (taken) return taken;
    if (before && JSON.stringify(store.connections.get(connection.id)) !== JSON.stringify(before))
      return fail(
        'invalid-input',
        `${before.name} was changed by somebody else meanwhile.`,
        'Look at it, and try again.',
      );
    if (before && forgetsToken) store.accesses.remove(connection.id);
    if (before && before.baseUrl !== connection.baseUrl) store.discoveries.remove(connection.id);
    store.connections.put(connection);
    return ok(undefined);
  });
}

/** A vault that was never made has nothing to forget. */
const forgetSecret = async (kit: Kit, id: string, name: SecretName | 'token' | ''): Promise<Reply<void>> => {
  const forgotten = await kit.vault.forget(connectionSecret(id, name));
  return forgotten.ok || forgotten.error.code === 'vault-missing' ? ok(undefined) : forgotten;
};

/** Removes a connection with all that hangs on it: what we know of the partner, then every secret. */
export async function removeConnection(kit: Kit, { id, name }: Connection): Promise<Reply<{ removed: string }>> {
  const { store } = kit;
  store.write(() => {
    store.connections.remove(id);
    for (const table of [store.accesses, store.discoveries, store.checkups]) table.remove(id);
  });
  const forgotten = await forgetSecret(kit, id, '');
  if (forgotten.ok) return ok({ removed: id });
  const { message } = forgotten.error;
  return {
    ok: false,
    error: { ...forgotten.error, message: `${name} is removed, but its secrets are still in the vault: ${message}` },
  };
}
