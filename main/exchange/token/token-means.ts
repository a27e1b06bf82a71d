import type { KeyObject } from 'node:crypto';
import type { Reply } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Discovery } from '../../../shared/domain/discovery.ts';
import type { KeyRecord } from '../../../shared/domain/key.ts';
import type { Vault } from '../../credentials/vault.ts';
import type { Clock } from '../../ports.ts';
import type { Store } from '../../store/store.ts';
import type { Door } from '../door.ts';
import type { Partner } from '../partner.ts';

/** One of our keys, ready to sign with; in memory only. */
export interface SigningKey {
  record: KeyRecord;
  key: KeyObject;
}

/** What getting a token needs, supplied by the composition root. */
export interface TokenMeans {
  /** Where processes that share the tokens agree on who asks. */
  dataFolder: string;
  store: Store;
  vault: Vault;
  door: Door;
  clock: Clock;
  /** The current key of a name. */
  key(name: string): Promise<Reply<SigningKey>>;
  /**
   * The partner of a connection at an address that may be of another origin than its base URL: the same TLS and proxy, neither its token
   * nor its extra headers. `headers` are secret and go to the origin of `url` alone.
   */
  partnerAt(connection: Connection, url: string, headers?: Record<string, string>): Promise<Reply<Partner>>;
  /** What the partner publishes; with `refresh` read anew. */
  discover(connection: Connection, refresh?: boolean): Promise<Reply<Discovery>>;
  /** Opens an address in the person's browser; absent where the host cannot. */
  openLink?(url: string): Promise<void>;
}
