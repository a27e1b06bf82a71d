import type { IncomingMessage } from 'node:http';
import { authenticateClient } from './client-authentication.ts';
import { OAuthError } from './oauth-error.ts';
import { readForm } from './read-form.ts';
import type { TokenMeans } from './token-endpoint.ts';

async function readTokenForm(request: IncomingMessage, means: TokenMeans) {
  const form = await readForm(request);
  const client = await authenticateClient(request, form, means);
  const token = form.get('token');
  if (token === undefined) throw new OAuthError('invalid_request', 'There is no token.');
  return { client, token };
}

/**
 * Revokes an access or refresh token of the client (RFC 7009); the end of a refresh token is that of all that came with it. A token
 * nobody knows is as good as revoked; one of another client is refused.
 */
export async function revoke(request: IncomingMessage, means: TokenMeans): Promise<void> {
  const { client, token } = await readTokenForm(request, means);
  const refresh = means.grants.findRefresh(token);
  const read = refresh ? undefined : await means.tokens.read(token);
  const access = read && 'token' in read ? read.token : undefined;
  const owner = refresh?.clientId ?? access?.clientId;
  if (owner !== undefined && owner !== client.clientId)
    throw new OAuthError('unauthorized_client', 'The token was issued to another client.');
  if (refresh) means.grants.revoke(refresh.grant);
  if (access) means.tokens.revoke(access.jti);
}

/** What a token of the client is worth (RFC 7662); one that does not hold, or is not the client's, is not active and nothing more. */
export async function introspect(request: IncomingMessage, means: TokenMeans): Promise<Record<string, unknown>> {
  const { client, token } = await readTokenForm(request, means);
  if (client.proof === 'public')
    throw new OAuthError('unauthorized_client', 'A public client cannot introspect: it proves nothing.');
  const refresh = means.grants.findRefresh(token);
  if (refresh?.clientId === client.clientId) {
    const { scope, clientId, end, patient } = refresh;
    return { active: true, scope, client_id: clientId, exp: Math.floor(end / 1000), ...(patient ? { patient } : {}) };
  }
  const read = await means.tokens.read(token);
  if ('refusal' in read || read.token.clientId !== client.clientId) return { active: false };
  const { clientId, thumbprint, jti, iat, exp, sub, scope, patient } = read.token;
  const cnf = thumbprint ? { cnf: { 'x5t#S256': thumbprint } } : {};
  const { issuer: iss, fhir: aud } = means.urls;
  const common = { active: true, token_type: 'Bearer', iss, aud };
  return { ...common, client_id: clientId, jti, iat, exp, sub, scope, ...(patient ? { patient } : {}), ...cnf };
}
