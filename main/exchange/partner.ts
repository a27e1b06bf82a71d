import type { CdexVersion, Role } from '../../shared/domain/connection.ts';
import type { Quirk } from '../../shared/domain/policy.ts';
import type { Admit, ProxyMaterial, TlsMaterial } from './admission.ts';

/** A partner ready to exchange with: addresses resolved, secrets in hand. Lives in memory only and never leaves main. */
export interface Partner {
  connectionId?: string;
  name: string;
  /** Without a trailing slash. */
  baseUrl: string;
  /** Our role. */
  role: Role;
  cdexVersion: CdexVersion;
  timeoutMs: number;
  /** Headers sent to the partner's own origin alone; their values are masked in every record. */
  secretHeaders: Record<string, string>;
  tls?: TlsMaterial;
  proxy?: ProxyMaterial;
  /** What this partner needs that the standards do not; none when absent. */
  quirks?: readonly Quirk[];
  /** Gets what lets us in, just before each exchange; absent where headers, TLS and proxy above are all. */
  admit?: Admit;
}
