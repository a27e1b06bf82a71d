import type { Vault } from '../credentials/vault.ts';
import type { Door } from '../exchange/door.ts';
import type { Tokens } from '../exchange/token/tokens.ts';
import type { Ports } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';

interface Parts {
  ports: Ports;
  store: Store;
  vault: Vault;
  door: Door;
  heavy: Heavy;
}

/** The tokens of a console, loaded when one is first needed. */
export function createLateTokens(parts: Parts): Tokens {
  let made: Promise<Tokens> | undefined;
  const tokens = () => {
    made ??= load(parts);
    return made;
  };
  return {
    authorization: async (connection, need) => (await tokens()).authorization(connection, need),
    get: async (connection, need) => (await tokens()).get(connection, need),
    explain: async (connection, signal) => (await tokens()).explain(connection, signal),
    last: async (id) => (made ? (await made).last(id) : undefined),
    signIn: async (connection, options) => (await tokens()).signIn(connection, options),
    signOut: async (connection) => (await tokens()).signOut(connection),
    letGo: async () => (await made)?.letGo(),
  };
}

async function load({ ports, store, vault, door, heavy }: Parts): Promise<Tokens> {
  const [{ createTokens }, { authorizationRoad }] = await Promise.all([
    import('../exchange/token/tokens.ts'),
    import('../exchange/authorization-road.ts'),
  ]);
  const { clock, dataFolder } = ports;
  return createTokens({
    dataFolder,
    store,
    vault,
    door,
    clock,
    ...authorizationRoad({ store, vault, door, clock, heavy }),
    key: async (name) => (await import('../credentials/keys.ts')).signingKey({ store, vault }, name),
    ...(ports.capabilities.includes('open-links') ? { openLink: (url: string) => ports.openLink(url) } : {}),
  });
}
