import type { Failure } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { inspectTls } from '../inspect-tls.ts';
import { tellUse, usedOnLine } from '../tell-use.ts';
import type { TokenMeans } from './token-means.ts';

/**
 * A line that broke without a word, looked at again: many servers hang up on a client certificate they do not take, and under TLS 1.3 only
 * after the handshake, where an exchange cannot tell it from any other break. Answers the failure, with the cause where one is seen.
 */
export async function lookAtLine(
  { partnerAt, store }: Pick<TokenMeans, 'partnerAt' | 'store'>,
  connection: Connection,
  url: string,
  failure: Failure,
): Promise<Failure> {
  if (failure.code !== 'connection-lost' || failure.diagnosis || !url.startsWith('https:')) return failure;
  const partner = await partnerAt(connection, url);
  if (!partner.ok) return failure;
  tellUse(store, connection.name, usedOnLine(partner.value));
  const { problem } = await inspectTls(url, partner.value, connection.timeoutMs);
  if (!problem || problem.code === 'unreachable') return failure;
  const { message, next } = problem;
  return { ...failure, code: 'tls-failed', message, next, diagnosis: problem };
}
