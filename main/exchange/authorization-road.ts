import { ok } from '../../shared/contract/errors.ts';
import type { Vault } from '../credentials/vault.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { Heavy } from '../wire/heavy.ts';
import { ensureDiscovery } from './discovery/ensure-discovery.ts';
import type { Door } from './door.ts';
import { linePartner } from './line.ts';
import type { TokenMeans } from './token/token-means.ts';

/** How the authorization side of a partner is reached: over the connection's line without its token, by what the partner publishes. */
export function authorizationRoad(means: {
  store: Store;
  vault: Vault;
  door: Door;
  clock: Clock;
  heavy?: Heavy;
}): Pick<TokenMeans, 'partnerAt' | 'discover'> {
  const partnerAt: TokenMeans['partnerAt'] = (connection, url, headers) => linePartner(means, connection, url, headers);
  return {
    partnerAt,
    async discover(connection, refresh) {
      const partner = await partnerAt(connection, connection.baseUrl);
      if (!partner.ok) return partner;
      return ok(await ensureDiscovery(means, partner.value, connection.id, refresh));
    },
  };
}
