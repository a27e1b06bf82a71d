import type { IncomingMessage } from 'node:http';
import { problem } from '../fhir/problems.ts';
import type { Rights } from '../fhir/rights.ts';
import { peerThumbprint } from '../tls/peer.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { AuthFaults } from './auth-faults.ts';
import { asciiText } from './oauth-error.ts';
import { TokenRights } from './rights.ts';

/** What the guard of one server works with. */
export interface GuardMeans {
  tokens: AccessTokens;
  faults: AuthFaults;
  /** Whether a request without a token is refused. */
  requiresToken(): boolean;
}

const REALM = 'Bearer realm="sandbox"';

/** The refusal (401) with its challenge (RFC 6750, section 3); without a reason the request showed nothing at all. */
function unauthorized(text: string, reason?: 'invalid_token' | 'invalid_request'): Error {
  const detail = reason ? `, error="${reason}", error_description="${asciiText(text)}"` : '';
  const diagnostics =
    'Get an access token from the token URL of .well-known/smart-configuration and send it as Authorization: Bearer.';
  return Object.assign(problem(401, text, { diagnostics }), { headers: { 'www-authenticate': REALM + detail } });
}

/**
 * What a FHIR request may do. A token that is sent is checked, whether it is needed or not. Undefined: everything, for no token is
 * needed and none was sent. Rejects with 401.
 */
export async function guard(request: IncomingMessage, path: string, means: GuardMeans): Promise<Rights | undefined> {
  if (path === 'metadata') return undefined;
  const [scheme = '', token = '', ...more] = (request.headers.authorization ?? '').trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'bearer') {
    if (!means.requiresToken()) return undefined;
    const text = scheme
      ? `This server takes Bearer tokens, not ${asciiText(scheme)}.`
      : 'This server needs an access token.';
    throw unauthorized(text);
  }
  if (!token || more.length)
    throw unauthorized('The Authorization header must be Bearer and one token.', 'invalid_request');
  const read = await means.tokens.read(token);
  if ('refusal' in read) throw unauthorized(read.refusal, 'invalid_token');
  const { jti, scope, patient, thumbprint } = read.token;
  if (means.faults.strikeOnce()) {
    means.tokens.revoke(jti);
    throw unauthorized('The access token was revoked.', 'invalid_token');
  }
  if (thumbprint && thumbprint !== peerThumbprint(request)) {
    throw unauthorized(
      'The access token is bound to another client certificate than the one of this connection.',
      'invalid_token',
    );
  }
  return new TokenRights(scope, patient);
}
