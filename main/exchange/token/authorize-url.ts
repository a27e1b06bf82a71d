import { createHash, randomBytes } from 'node:crypto';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { CodeAuth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { diagnosed } from './diagnosed.ts';
import { smartOf } from './evidence.ts';
import { checkSecure, lookUp, publishedAuthorizeUrl, unreadable } from './token-endpoint.ts';
import type { TokenMeans } from './token-means.ts';

/** The secrets of one sign-in: 256 bits each, base64url. */
export interface SignInSecrets {
  /** Comes back with the answer, and proves that it answers this request. */
  state: string;
  /** Shown with the code, and proves that who began the sign-in ends it (RFC 7636). */
  verifier: string;
}

/** Fresh ones. */
export const makeSignInSecrets = (): SignInSecrets => ({
  state: randomBytes(32).toString('base64url'),
  verifier: randomBytes(32).toString('base64url'),
});

/** The S256 challenge of a verifier (RFC 7636, section 4.2). */
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Where a person signs in, and the issuer that answers, where the partner publishes it (RFC 9207). */
export interface AuthorizeEndpoint {
  url: string;
  issuer?: string;
}

/** The authorization endpoint of a connection: its own, or the published one. */
export async function findAuthorizeEndpoint(
  means: Pick<TokenMeans, 'discover' | 'store'>,
  connection: Connection,
  auth: CodeAuth,
): Promise<Reply<AuthorizeEndpoint>> {
  const published = await lookUp(means, connection, (each) => auth.authorizeUrl ?? publishedAuthorizeUrl(each));
  if (!published.ok) return published;
  const { discovery, found: url } = published.value;
  if (!url)
    return (
      unreadable(connection.baseUrl, [discovery.smart, discovery.statement], 'No address to sign in at is set') ??
      diagnosed({
        code: 'token-endpoint-unknown',
        message: `${connection.baseUrl} publishes no address to sign in at.`,
        where: '.well-known/smart-configuration',
        why: 'Neither smart-configuration nor the CapabilityStatement names an authorization endpoint.',
        next: 'Ask the partner for it and set it at the connection.',
        requirement: 'SMART 2.2',
      })
    );
  const secure = checkSecure(url, 'The address to sign in at');
  if (!secure.ok) return secure;
  const issuer = smartOf(discovery)?.issuer;
  return ok({ url, ...(issuer ? { issuer } : {}) });
}

/** The address the browser opens (SMART App Launch 2.2, standalone launch; RFC 7636). */
export function authorizeUrl(
  endpoint: AuthorizeEndpoint,
  { baseUrl }: Connection,
  auth: CodeAuth,
  redirectUri: string,
  { state, verifier }: SignInSecrets,
): string {
  const url = new URL(endpoint.url);
  const parameters: Record<string, string> = {
    response_type: 'code',
    client_id: auth.clientId,
    redirect_uri: redirectUri,
    ...(auth.scope ? { scope: auth.scope } : {}),
    state,
    aud: baseUrl,
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
