import type { CommandName } from '../../shared/contract/commands.ts';
import type { Door } from '../exchange/door.ts';
import type { Ports } from '../ports.ts';
import type { Handlers, Kit } from '../services/kit.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';

/** The family of a command: what stands before the dot. */
type FamilyName = CommandName extends infer N ? (N extends `${infer F}.${string}` ? F : never) : never;

/**
 * Loads the services of a family when one of its commands first runs. A one-shot command line pays for what it uses alone: a list of
 * exchanges starts without an HTTP client, a receiver or a FHIR client.
 */
export function createFamilies(kit: Kit, heavy: Heavy): (name: CommandName) => Promise<Partial<Handlers>> {
  const host = async () => (await import('../services/host.ts')).hostHandlers(kit);
  const inbox = async () => (await import('../services/inbox.ts')).inboxHandlers(kit);
  const loaders: Record<FamilyName, () => Promise<Partial<Handlers>>> = {
    host,
    settings: host,
    operations: host,
    links: host,
    connections: async () => (await import('../services/connections.ts')).connectionHandlers(kit),
    queries: async () => (await import('../services/queries.ts')).queryHandlers(kit),
    tasks: async () => (await import('../services/tasks.ts')).taskHandlers(kit),
    inbox,
    receiver: inbox,
    documents: async () => (await import('../services/documents.ts')).documentHandlers(kit, heavy),
    exchanges: async () => (await import('../services/exchanges.ts')).exchangeHandlers(kit),
    sandbox: async () => (await import('../services/sandbox.ts')).sandboxHandlers(kit),
  };
  const loaded = new Map<FamilyName, Promise<Partial<Handlers>>>();
  return (name) => {
    const family = name.slice(0, name.indexOf('.')) as FamilyName;
    const known = loaded.get(family) ?? loaders[family]();
    loaded.set(family, known);
    return known;
  };
}

/** The door, made when something is first sent. */
export function createLateDoor(store: Store, { clock, version }: Ports): Door {
  let made: Promise<Door> | undefined;
  const door = () => {
    made ??= import('../exchange/door.ts').then(({ createDoor }) => createDoor({ store, clock, version }));
    return made;
  };
  return {
    send: async (partner, outgoing) => (await door()).send(partner, outgoing),
    async close() {
      await (await made)?.close();
    },
  };
}
