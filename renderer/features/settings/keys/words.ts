import type { Connection } from '../../../../shared/domain/connection.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { KeyAlgorithm } from '../../../../shared/domain/key.ts';
import { formatDay } from '../../../ui/format.ts';

/** What each algorithm is good for. */
export const algorithmWords: Record<KeyAlgorithm, string> = {
  RS384: 'RSA, 2048 bits. SMART servers must take this or ES384; the one to begin with.',
  ES384: 'Elliptic curve P-384. Short keys and signatures; for partners that list it.',
  RS256: 'RSA, 2048 bits. For servers older than SMART 2, and for UDAP.',
  ES256: 'Elliptic curve P-256. For UDAP partners that list it; SMART does not know it.',
};

/** A day inside a sentence: "today", "on 3 Nov". */
export function dayWords(iso: string, now?: number): string {
  const day = formatDay(iso, now);
  return /^\d/.test(day) ? `on ${day}` : day.toLowerCase();
}

/** Who signs with a key, in the width of a column. */
export function usersWords(users: readonly Pick<Connection, 'name'>[]): string {
  const [first, ...more] = users;
  if (!first) return 'no connection';
  return more.length === 0 ? first.name : `${first.name} and ${more.length} more`;
}

/** Which field of the import a failure is about; undefined where it is about none. */
export function fieldOf({ code, message }: Failure): 'name' | 'source' | 'passphrase' | undefined {
  if (code === 'wrong-passphrase') return 'passphrase';
  if (code === 'key-unusable') return message.includes('no passphrase was given') ? 'passphrase' : 'source';
  if (code === 'name-taken') return message.startsWith('There is a key') ? 'name' : 'source';
  return undefined;
}

/** A file name for the public keys of a name, or of all. */
export function jwksFileName(name: string | undefined): string {
  const plain = (name ?? 'switchboard').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return `${plain.replace(/^-|-$/g, '') || 'key'}-jwks.json`;
}
