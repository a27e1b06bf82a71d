import type { Discovery, Found } from '../../../shared/domain/discovery.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Door } from '../door.ts';
import type { Partner } from '../partner.ts';
import { withoutCredentials } from './plain-partner.ts';
import { readStatement } from './statement.ts';
import { readDavinci, readSmart, readUdap } from './well-known.ts';

/** What reading needs; with `heavy`, statements too large to be at hand are read in the worker. */
export interface DiscoveryMeans {
  store: Store;
  door: Door;
  clock: Clock;
  heavy?: Heavy;
}

/** A document that failed is tried again when asked for after this many milliseconds. */
const retryMs = 60_000;

type Documents = Omit<Discovery, 'id' | 'baseUrl' | 'at'>;
const names = ['smart', 'udap', 'statement', 'davinci'] as const satisfies (keyof Documents)[];

/** Readings under way, so that those who need one at the same time share it. */
const underWay = new WeakMap<Store, Map<string, Promise<Discovery>>>();

/**
 * What a partner publishes about how to be let in: from the record, or read now, all documents at once and each for itself. `partner` is
 * the connection's without its token; its headers are not sent. Never fails as a whole: each document carries its own failure. With
 * `refresh` all are read again; what was found before and cannot be read now is kept, and says so.
 */
export async function ensureDiscovery(
  means: DiscoveryMeans,
  partner: Partner,
  connectionId: string,
  refresh = false,
  signal?: AbortSignal,
): Promise<Discovery> {
  const kept = means.store.discoveries.get(connectionId);
  const earlier = kept?.baseUrl === partner.baseUrl ? kept : undefined;
  const old = earlier !== undefined && means.clock.now() - Date.parse(earlier.at) >= retryMs;
  const wanted = names.filter((name) => refresh || !earlier || (old && earlier[name].state === 'failed'));
  if (earlier && wanted.length === 0) return earlier;
  if (refresh || signal) return read(means, partner, connectionId, wanted, earlier, signal);
  const shared = underWay.get(means.store) ?? new Map<string, Promise<Discovery>>();
  underWay.set(means.store, shared);
  const key = `${connectionId} ${partner.baseUrl}`;
  const reading =
    shared.get(key) ??
    read(means, partner, connectionId, wanted, earlier).finally(() => {
      shared.delete(key);
    });
  shared.set(key, reading);
  return reading;
}

async function read(
  means: DiscoveryMeans,
  partner: Partner,
  id: string,
  wanted: readonly (keyof Documents)[],
  earlier: Discovery | undefined,
  signal?: AbortSignal,
): Promise<Discovery> {
  const { store, clock } = means;
  const at = new Date(clock.now()).toISOString();
  const plain = withoutCredentials(partner);
  const ca = store.connections.get(id)?.line.ca;
  const readers: { [K in keyof Documents]: () => Promise<Documents[K]> } = {
    smart: () => readSmart(means.door, plain, signal),
    udap: () => readUdap(means.door, plain, { now: clock.now(), ...(ca ? { ca } : {}) }, signal),
    statement: () => readStatement(means, plain, signal),
    davinci: () => readDavinci(means.door, plain, signal),
  };
  async function settle<K extends keyof Documents>(name: K): Promise<Documents[K]> {
    if (earlier && !wanted.includes(name)) return earlier[name];
    return keepFound(earlier?.[name], await readers[name](), at);
  }
  const [smart, udap, statement, davinci] = await Promise.all([
    settle('smart'),
    settle('udap'),
    settle('statement'),
    settle('davinci'),
  ]);
  const discovery: Discovery = { id, baseUrl: partner.baseUrl, at, smart, udap, statement, davinci };
  // What was broken off says nothing of the partner; a connection removed meanwhile has no discovery.
  if (!signal?.aborted && store.connections.get(id)) store.write(() => store.discoveries.put(discovery));
  return discovery;
}

/** A reading that failed does not take away what was found before: it stands beside it. */
function keepFound<F extends Found<unknown>>(earlier: F | undefined, now: F, at: string): F {
  if (earlier?.state !== 'found' || now.state !== 'failed') return now;
  const { state: _failed, ...why } = now;
  return { ...earlier, stale: { at, ...why } };
}
