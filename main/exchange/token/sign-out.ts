import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import type { TokenKeep } from './keep-tokens.ts';
import { proveClient } from './prove-client.ts';
import { sendForm } from './send-form.ts';
import { inTurn } from './take-turn.ts';
import { clearAccess } from './tell-access.ts';
import { type AskingAuth, checkSecure, findTokenEndpoint, publishedRevocationUrl } from './token-endpoint.ts';
import type { TokenMeans } from './token-means.ts';
import type { TokenSet } from './token-set.ts';

/** What became of the tokens of a connection. */
export interface SignedOut {
  forgotten: boolean;
  /** Whether the partner says that it does not take them any more. */
  revoked: boolean;
}

interface Desk {
  means: TokenMeans;
  keep: TokenKeep;
  explanations: Map<string, TokenExplanation>;
}

/**
 * Forgets the tokens of a connection, here and in the vault, and has the partner revoke them where it publishes how (RFC 7009): the
 * refresh token first, without which the other lives but minutes. That the partner cannot be reached keeps nothing from being forgotten.
 */
export async function signOut({ means, keep, explanations }: Desk, connection: Connection): Promise<Reply<SignedOut>> {
  const { timeoutMs: patienceMs } = connection;
  // In turn: a token that is being asked for meanwhile, here or by another process, would be kept after this has forgotten.
  return inTurn(means.dataFolder, connection.id, { patienceMs }, () =>
    forgetAll({ means, keep, explanations }, connection),
  );
}

async function forgetAll({ means, keep, explanations }: Desk, connection: Connection): Promise<Reply<SignedOut>> {
  const shared = await keep.shared(connection);
  const set = (shared.ok ? shared.value : undefined) ?? keep.held(connection);
  const { auth } = connection;
  const revoked =
    set && auth.method !== 'none' && auth.method !== 'bearer' ? await revoke(means, connection, auth, set) : false;
  const forgotten = await keep.forget(connection.id);
  explanations.delete(connection.id);
  clearAccess(means.store, connection.id);
  return ok({ forgotten, revoked });
}

async function revoke(means: TokenMeans, connection: Connection, auth: AskingAuth, set: TokenSet): Promise<boolean> {
  const discovery = await means.discover(connection);
  const url = discovery.ok ? publishedRevocationUrl(discovery.value) : undefined;
  if (!url || !checkSecure(url, 'The revocation endpoint').ok) return false;
  const tokens: [token: string, hint: string][] = [
    ...(set.refreshToken ? [[set.refreshToken, 'refresh_token'] as [string, string]] : []),
    [set.accessToken, 'access_token'],
  ];
  let all = true;
  for (const [token, hint] of tokens) all = (await revokeOne(means, connection, auth, { url, token, hint })) && all;
  return all;
}

async function revokeOne(
  means: TokenMeans,
  connection: Connection,
  auth: AskingAuth,
  { url, token, hint }: { url: string; token: string; hint: string },
): Promise<boolean> {
  // The audience of an assertion is the token URL at every endpoint of the server (RFC 7523, section 3).
  const endpoint = await findTokenEndpoint(means, connection, auth);
  const proof = await proveClient(means, connection, auth, endpoint.ok ? endpoint.value.tokenUrl : url);
  if (!proof.ok) return false;
  const { form, headers, secrets } = proof.value;
  const answer = await sendForm(means, connection, {
    url,
    form: [['token', token], ['token_type_hint', hint], ...form],
    headers,
    secrets: [token, ...secrets],
    note: 'revocation',
  });
  const revoked = answer.ok && answer.value.status === 200;
  means.store.write(() =>
    means.store.audit.add({
      action: 'credential',
      peer: connection.name,
      request: `revoke the ${hint.replace('_', ' ')} at ${url}`,
      outcome: revoked ? 'done' : `refused: ${answer.ok ? answer.value.status : answer.error.code}`,
      ...(answer.ok ? { exchangeId: answer.value.exchangeId } : {}),
    }),
  );
  return revoked;
}
