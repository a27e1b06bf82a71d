import type { Diagnosis } from './diagnosis.ts';
import type { HeaderList } from './exchange.ts';

/** How one thing was found; not checked is a result of its own. */
export type CheckResult = 'ok' | 'warn' | 'fail' | 'unchecked';

/** One thing that was looked at: where it is, its value, and what we say of it. */
export interface TokenCheck {
  part: 'key' | 'header' | 'claims' | 'signature' | 'request' | 'response' | 'scopes' | 'binding' | 'clock' | 'line';
  /** The claim, parameter or header, or a few words. */
  name: string;
  value?: string;
  result: CheckResult;
  says: string;
}

/** One attempt to get a token, taken apart. It holds no token, assertion, secret or key: values that are secret are masked. */
export interface TokenExplanation {
  connectionId: string;
  /** ISO instant. */
  at: string;
  /** Whether a token came of it. */
  granted: boolean;
  diagnosis: Diagnosis;
  /** Where it was sent, and how we knew. */
  endpoint?: { tokenUrl: string; from: 'connection' | 'smart-configuration' | 'udap' | 'capability-statement' };
  /** Our client assertion, decoded; the signature itself is left out. */
  assertion?: { header: Record<string, unknown>; claims: Record<string, unknown> };
  /** The form as sent. */
  request?: { method: string; url: string; headers: HeaderList; form: [name: string, value: string][] };
  /** `body` is JSON, masked, or the beginning of the text that came. */
  response?: { status: number; headers: HeaderList; body: unknown };
  /** The access token as far as it shows itself. */
  accessToken?: { format: 'jwt' | 'opaque'; header?: Record<string, unknown>; claims?: Record<string, unknown> };
  scopes: { asked: string[]; granted: string[]; missing: string[]; unasked: string[] };
  /** Our clock, the partner's Date header, and the assertion's window; ISO instants, seconds. */
  clock?: { now: string; partner?: string; skewSeconds?: number; issuedAt?: string; expiresAt?: string };
  checks: TokenCheck[];
  exchangeId?: string;
}
