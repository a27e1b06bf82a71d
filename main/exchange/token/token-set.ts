import { createHash } from 'node:crypto';
import type { TokenState } from '../../../shared/domain/access.ts';
import type { Connection } from '../../../shared/domain/connection.ts';

/** What a partner gave us, with the secrets. In memory and in the vault, nowhere else. */
export interface TokenSet {
  /** What it was asked with; a connection that has changed since asks anew. */
  basis: string;
  accessToken: string;
  refreshToken?: string;
  /** What may be told of it. */
  state: TokenState;
}

/** Before this much of a token's life is left, in milliseconds, it is renewed rather than used; or a tenth of its life, if that is less. */
const margin = 30_000;

/** What a token depends on: where, and how it is asked for. A digest, to compare only. */
export const basisOf = ({ baseUrl, auth, line }: Connection): string =>
  createHash('sha256')
    .update(JSON.stringify([baseUrl, auth, line.clientCertificate ?? null]))
    .digest('base64url');

/** Whether it may still be used at `now` (ms). One without a known end is good until it is refused. */
export function isFresh({ state }: TokenSet, now: number): boolean {
  if (state.expiresAt === undefined) return true;
  const [begin, end] = [Date.parse(state.obtainedAt), Date.parse(state.expiresAt)];
  return now < end - Math.min(margin, (end - begin) / 10);
}

/** The value of the Authorization header. */
export const bearerHeader = ({ accessToken }: TokenSet): string => `Bearer ${accessToken}`;

/** A token set as the vault keeps it; undefined for what is none. */
export function parseTokenSet(text: string): TokenSet | undefined {
  try {
    const set = JSON.parse(text) as Partial<TokenSet> | null;
    return set?.basis && set.accessToken && set.state?.obtainedAt ? (set as TokenSet) : undefined;
  } catch {
    return undefined;
  }
}
