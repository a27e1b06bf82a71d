import type { Connection } from '../../../shared/domain/connection.ts';
import type { KeyRecord } from '../../../shared/domain/key.ts';
import { withoutClientCertificate } from '../discovery/plain-partner.ts';
import type { TokenMeans } from './token-means.ts';

/** What was found at the address where the partner looks for our public keys. */
export type JwksSeen = { url: string } & (
  | { state: 'unreadable'; says: string }
  /** `same`: our key is there; `other`: its kid is, with another key under it. */
  | { state: 'read'; kids: string[]; ours: 'same' | 'other' | 'absent' }
);

/** Looks whether our key is at its published address, as the partner would: without credentials. */
export async function lookAtJwks(
  { partnerAt, door }: Pick<TokenMeans, 'partnerAt' | 'door'>,
  connection: Connection,
  url: string,
  key: KeyRecord,
  signal?: AbortSignal,
): Promise<JwksSeen> {
  const partner = await partnerAt(connection, url);
  if (!partner.ok) return { url, state: 'unreadable', says: partner.error.message };
  const answer = await door.send(withoutClientCertificate(partner.value), {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    expects: 'any-status',
    note: 'our JWKS',
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return { url, state: 'unreadable', says: answer.error.message };
  if (answer.value.failure) return { url, state: 'unreadable', says: answer.value.failure.message };
  const keys = readKeys(answer.value.body?.toString('utf8') ?? '');
  if (!keys) return { url, state: 'unreadable', says: 'What lies there is no JWKS.' };
  const named = keys.filter(({ kid }) => kid === key.kid);
  const same = named.some((one) => (['n', 'e', 'crv', 'x', 'y'] as const).every((part) => one[part] === key.jwk[part]));
  return {
    url,
    state: 'read',
    kids: keys.flatMap(({ kid }) => (typeof kid === 'string' ? [kid.slice(0, 100)] : [])).slice(0, 20),
    ours: same ? 'same' : named.length > 0 ? 'other' : 'absent',
  };
}

function readKeys(text: string): Record<string, unknown>[] | undefined {
  try {
    const value = JSON.parse(text) as { keys?: unknown } | null;
    if (!Array.isArray(value?.keys)) return undefined;
    return value.keys.filter((key) => typeof key === 'object' && key !== null);
  } catch {
    return undefined;
  }
}
