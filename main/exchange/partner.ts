import type { CdexVersion, Role } from '../../shared/domain/connection.ts';
import type { Quirk } from '../../shared/domain/policy.ts';
import type { Admit, TlsMaterial } from './admission.ts';

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
  /** What this partner needs that the standards do not; none when absent. */
  quirks?: readonly Quirk[];
  /** Gets what lets us in, just before each exchange; absent where the headers and TLS above are all. */
  admit?: Admit;
}

/** The secret values of a partner, for masking: each header value, the token inside it, and a password inside that. */
export const secretsOf = (partner: Partner): string[] =>
  Object.values(partner.secretHeaders).flatMap((value) => {
    const token = value.replace(/^\w+ /, '');
    const pair = /^Basic /i.test(value) ? Buffer.from(token, 'base64').toString('utf8') : '';
    return [value, token, ...(pair.includes(':') ? [pair, pair.slice(pair.indexOf(':') + 1)] : [])];
  });
