import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import { findType, type ServerAbilities } from '../../shared/fhir/abilities.ts';
import { ensureDiscovery } from '../exchange/discovery/ensure-discovery.ts';
import type { Partner } from '../exchange/partner.ts';
import { readCapabilities } from '../exchange/read.ts';
import type { Heavy } from '../wire/heavy.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { workOnBody } from './work-on-body.ts';

/** What was read is believed for this many milliseconds. */
const goodForMs = 600_000;

interface Known {
  at: number;
  abilities: ServerAbilities;
  exchangeId: string;
}

/** What a server declares, and the exchange that shows it. */
export type Declared = Omit<Known, 'at'>;

const known = new WeakMap<Kit['store'], Map<string, Known>>();
/** Statements that discovery kept, by exchange; that they are of a connection's server is looked up each time. */
const statements = new WeakMap<Kit['store'], Map<string, Declared>>();

/**
 * What a partner's CapabilityStatement says it can do: of a stored connection as its discovery read it, else read now; believed for ten
 * minutes. Fails as the reading fails.
 */
export async function abilitiesOf(kit: Kit, heavy: Heavy, partner: Partner): Promise<Reply<Declared>> {
  const held = known.get(kit.store) ?? new Map<string, Known>();
  known.set(kit.store, held);
  const now = kit.ports.clock.now();
  const earlier = held.get(partner.baseUrl);
  if (earlier && now - earlier.at < goodForMs && now >= earlier.at) return ok(earlier);
  const stored = await discovered(kit, heavy, partner);
  const found = stored ?? (await readNow(kit, heavy, partner));
  if (found.ok) held.set(partner.baseUrl, { at: now, ...found.value });
  return found;
}

/**
 * The same without asking anybody: what was read before, however long ago, or what discovery of the connection kept; undefined where
 * neither says anything. For what happens by itself, which should not read a statement just for that.
 */
export async function keptAbilities(kit: Kit, heavy: Heavy, partner: Partner): Promise<Declared | undefined> {
  const held = known.get(kit.store)?.get(partner.baseUrl);
  if (held || !partner.connectionId) return held;
  const discovery = kit.store.discoveries.get(partner.connectionId);
  if (discovery?.baseUrl !== partner.baseUrl || discovery.statement.state !== 'found') return undefined;
  const { exchangeId } = discovery.statement;
  const earlier = statements.get(kit.store)?.get(exchangeId);
  if (earlier) return earlier;
  const read = await readKept(kit, heavy, exchangeId);
  if (!read.ok) return undefined;
  const all = statements.get(kit.store) ?? new Map<string, Declared>();
  statements.set(kit.store, all.set(exchangeId, read.value));
  return read.value;
}

/** The statement that discovery read without credentials; some partners show it to known clients alone. */
async function discovered(kit: Kit, heavy: Heavy, partner: Partner): Promise<Reply<Declared> | undefined> {
  if (!partner.connectionId) return undefined;
  const means = { store: kit.store, door: kit.door, clock: kit.ports.clock, heavy };
  const { statement } = await ensureDiscovery(means, partner, partner.connectionId);
  if (statement.state !== 'found' || statement.stale) return undefined;
  const read = await readKept(kit, heavy, statement.exchangeId);
  return read.ok ? read : undefined;
}

async function readNow(kit: Kit, heavy: Heavy, partner: Partner): Promise<Reply<Declared>> {
  const reply = await readCapabilities(kit.door, partner);
  return reply.ok ? readKept(kit, heavy, reply.value.exchangeId) : reply;
}

async function readKept(kit: Kit, heavy: Heavy, exchangeId: string): Promise<Reply<Declared>> {
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  const abilities = await workOnBody(heavy, body.value, 'readAbilities');
  if (abilities.types.length > 0 || abilities.fhirVersion || abilities.software) return ok({ abilities, exchangeId });
  return fail('not-fhir', 'The partner’s CapabilityStatement says nothing.', 'Check the base URL.', { exchangeId });
}

/** Whether a server declares an interaction (`delete`) or, with `$` before it, an operation of a type. */
export function declares({ abilities }: Declared, type: string, what: string): boolean {
  const ability = findType(abilities, type);
  if (!what.startsWith('$')) return ability?.interactions.includes(what) === true;
  const name = what.slice(1);
  return ability?.operations.some((one) => one.replace(/^\$/, '').replace(/^Patient-/, '') === name) === true;
}
