import type { Access } from '../../shared/domain/access.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import type { DiagnosisCode } from '../../shared/domain/diagnosis.ts';

/** How a connection stands with its partner's authorization, for a ring and a few words beside it. */
export interface AccessState {
  st: 'ok' | 'warn' | 'fail' | 'idle';
  words: string;
  /** What is left of the token, 0 to 1, where its end is known. */
  share?: number;
}

/** Less than this many milliseconds left is worth a warning. */
const soon = 60_000;

/** A time to go in one unit: "42 s", "4 min", "3 h", "12 d". */
export function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** What stands in the place of an HTTP status when there was none to refuse with. */
const withoutStatus: Partial<Record<DiagnosisCode, string>> = {
  'vault-locked': 'no token, vault locked',
  'secret-missing': 'no token, secret missing',
  'sign-in-needed': 'signed out',
  cancelled: 'no token, stopped',
  unreachable: 'no token, no answer',
  'token-endpoint-silent': 'no token, no answer',
  'token-endpoint-unknown': 'no token, no token URL',
  'tls-failed': 'no token, TLS failed',
  'certificate-untrusted': 'no token, TLS failed',
  'certificate-expired': 'no token, TLS failed',
  'hostname-mismatch': 'no token, TLS failed',
  'client-certificate-missing': 'no token, TLS failed',
  'client-certificate-refused': 'no token, TLS failed',
};

function heldToken(token: NonNullable<Access['token']>, now: number): AccessState {
  if (!token.expiresAt) return { st: 'ok', words: 'token held' };
  const left = Date.parse(token.expiresAt) - now;
  if (left <= 0)
    return { st: 'idle', words: token.refreshable ? 'token expired, refreshed when used' : 'token expired' };
  const whole = Date.parse(token.expiresAt) - Date.parse(token.obtainedAt);
  return {
    st: left < soon ? 'warn' : 'ok',
    words: `token ${timeLeft(left)} left`,
    share: whole > 0 ? Math.min(1, left / whole) : undefined,
  };
}

/**
 * The state at `now` (milliseconds). `refusedWith` is the HTTP status of the refusal where one is recorded, or of the last exchange
 * of a connection that sends no credentials.
 */
export function accessState(
  connection: Pick<Connection, 'auth' | 'secrets'>,
  access: Access | undefined,
  now: number,
  refusedWith?: number,
): AccessState {
  const { auth, secrets } = connection;
  if (auth.method === 'none') {
    return refusedWith
      ? { st: 'fail', words: `no token, refused ${refusedWith}` }
      : { st: 'idle', words: 'none, open server' };
  }
  if (auth.method === 'bearer') {
    if (!secrets.includes('bearer')) return { st: 'fail', words: 'no bearer token' };
    return refusedWith ? { st: 'fail', words: `bearer refused ${refusedWith}` } : { st: 'ok', words: 'bearer token' };
  }
  if (access?.token) return heldToken(access.token, now);
  if (access?.refusal) {
    const special = withoutStatus[access.refusal.diagnosis.code];
    const signedOut = access.refusal.diagnosis.code === 'sign-in-needed';
    return {
      st: signedOut ? 'idle' : 'fail',
      words: special ?? `no token, refused${refusedWith ? ` ${refusedWith}` : ''}`,
    };
  }
  return { st: 'idle', words: auth.method === 'code' ? 'signed out' : 'no token yet' };
}
