import { createDoor, type Door } from '../../../main/exchange/door.ts';
import type { Outgoing } from '../../../main/exchange/outgoing.ts';
import type { Partner } from '../../../main/exchange/partner.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';

/** A door with a store of its own on a throw-away folder. */
export interface OpenDoor {
  door: Door;
  store: Store;
  folder: string;
  /** The newest record. */
  last(): ExchangeDetail;
}

export function openDoor(): OpenDoor {
  const folder = throwAwayFolder();
  const store = unwrap(openStore(folder));
  cleanUp(() => store.close());
  const door = createDoor({ store, clock: createFakeClock(), version: '9.9.9' });
  cleanUp(() => door.close());
  return {
    door,
    store,
    folder,
    last: () => store.exchanges.detail(store.exchanges.list(1)[0]?.id ?? '') as ExchangeDetail,
  };
}

/** A partner at a base URL, let in without credentials unless `more` says how. */
export const partnerAt = (baseUrl: string, more: Partial<Partner> = {}): Partner => ({
  name: 'Test partner',
  baseUrl,
  role: 'payer',
  cdexVersion: '2.1',
  timeoutMs: 5_000,
  secretHeaders: {},
  ...more,
});

/** A GET below the base. */
export const get = (partner: Partner, path: string, more: Partial<Outgoing> = {}): Outgoing => ({
  method: 'GET',
  url: `${partner.baseUrl}${path}`,
  ...more,
});
