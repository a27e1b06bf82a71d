import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { peerThumbprint } from '../tls/peer.ts';
import type { AccessTokens } from './access-tokens.ts';
import { type ScopeSurroundings, scopeObjection } from './check-scopes.ts';
import { authenticateClient, type ProofMeans } from './client-authentication.ts';
import type { KnownClient } from './clients.ts';
import type { Consent, Grants } from './grants.ts';
import { OAuthError } from './oauth-error.ts';
import { readForm } from './read-form.ts';
import { grantable, narrowed, typicalScope } from './scopes.ts';

/** What the token endpoint works with. */
export interface TokenMeans extends ProofMeans {
  tokens: AccessTokens;
  grants: Grants;
  surroundings: ScopeSurroundings;
  /** How long an access token lives, in seconds. */
  seconds: number;
}

/** The answer of RFC 6749, section 5.1; `patient` as SMART has it. */
export interface TokenAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  scope: string;
  refresh_token?: string;
  patient?: string;
}

/** How long a token lives while `short-token` is set, in seconds. */
const SHORT = 5;

const grantTypes = ['client_credentials', 'authorization_code', 'refresh_token'] as const;

/** The part of the wished scopes that is granted; rejects with invalid_scope where none is. */
export function scopeFor(
  wish: string | undefined,
  client: KnownClient,
  context: Parameters<typeof grantable>[2],
  { faults, surroundings }: Pick<TokenMeans, 'faults' | 'surroundings'>,
): string {
  const objection = scopeObjection(wish ?? '', surroundings);
  if (objection) throw new OAuthError('invalid_scope', objection);
  const granted = grantable(wish ?? typicalScope, client.scope, context);
  const why =
    context === 'service' ? 'A client without a person gets system scopes' : 'A person grants user and patient scopes';
  faults.check(
    'scope-refused',
    granted !== '',
    () =>
      new OAuthError(
        'invalid_scope',
        `Nothing of ${wish ?? '(no scope)'} can be granted to ${client.clientId}. ${why}, of those it is registered for: ${client.scope}.`,
      ),
  );
  return faults.has('scope-narrowed') ? narrowed(granted) : granted;
}

async function answerFor(
  consent: Consent,
  sub: string,
  request: IncomingMessage,
  means: TokenMeans,
): Promise<TokenAnswer> {
  const { clientId, scope, patient, grant } = consent;
  const seconds = means.faults.has('short-token') ? SHORT : means.seconds;
  const thumbprint = peerThumbprint(request);
  const member = patient === undefined ? {} : { patient };
  const subject = { clientId, sub, scope, ...member, ...(thumbprint ? { thumbprint } : {}) };
  const token = await means.tokens.issue(subject, grant, seconds);
  return { access_token: token, token_type: 'Bearer', expires_in: seconds, scope, ...member };
}

/** Client credentials (SMART App Launch 2.2, backend services): no person, no refresh token. */
function forService(
  client: KnownClient,
  form: ReadonlyMap<string, string>,
  request: IncomingMessage,
  means: TokenMeans,
) {
  const { clientId } = client;
  if (client.proof === 'public')
    throw new OAuthError('unauthorized_client', 'A public client cannot use client_credentials: it proves nothing.');
  const scope = scopeFor(form.get('scope'), client, 'service', means);
  return answerFor({ clientId, scope, grant: randomUUID() }, clientId, request, means);
}

/** What a person allowed, by code or by refresh token; a refresh may ask for less (RFC 6749, section 6). */
async function forPerson(
  consent: Consent,
  wish: string | undefined,
  request: IncomingMessage,
  means: TokenMeans,
): Promise<TokenAnswer> {
  const asked = wish === undefined ? consent.scope : grantable(wish, consent.scope, 'person');
  means.faults.check(
    'scope-refused',
    asked !== '',
    () => new OAuthError('invalid_scope', `Nothing of ${wish} was allowed by the person.`),
  );
  const scope = means.faults.has('scope-narrowed') ? narrowed(asked) : asked;
  const answer = await answerFor({ ...consent, scope }, PERSON, request, means);
  const refresh = means.grants.makeRefresh(consent);
  return { ...answer, ...(refresh ? { refresh_token: refresh } : {}) };
}

/** The person at the consent page, as tokens name them. */
const PERSON = 'sandbox-person';

/** Answers a token request (RFC 6749, section 5); rejects with an OAuthError. */
export async function answerTokenRequest(request: IncomingMessage, means: TokenMeans): Promise<TokenAnswer> {
  const form = await readForm(request);
  const type = form.get('grant_type');
  if (type === undefined) throw new OAuthError('invalid_request', 'There is no grant_type.');
  const known = grantTypes.find((one) => one === type);
  means.faults.check(
    'grant-not-offered',
    known !== undefined,
    () =>
      new OAuthError(
        'unsupported_grant_type',
        `The grant_type ${type} is not offered; use ${grantTypes.filter((one) => one !== type).join(', ')}.`,
      ),
  );
  const client = await authenticateClient(request, form, means);
  switch (known) {
    case 'authorization_code':
      return forPerson(means.grants.redeemCode(client.clientId, form), undefined, request, means);
    case 'refresh_token':
      return forPerson(means.grants.redeemRefresh(client.clientId, form), form.get('scope'), request, means);
    default:
      return forService(client, form, request, means);
  }
}
