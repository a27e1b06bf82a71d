import type { Connection } from '../../../shared/domain/connection.ts';
import type { Discovery, SmartConfiguration } from '../../../shared/domain/discovery.ts';
import { compareScopes, type ScopeComparison } from '../../../shared/fhir/scopes.ts';
import { header } from '../answer.ts';
import type { JwksSeen } from './look-at-jwks.ts';
import type { ClientProof } from './client-proof.ts';
import type { TokenReading } from './read-answer.ts';
import type { FormAnswer } from './send-form.ts';
import { type AskingAuth, publishedEndpoint, type TokenEndpoint } from './token-endpoint.ts';

/** How a token is asked for (RFC 6749, sections 4.1.3, 4.4.2 and 6). */
export type GrantType = 'client_credentials' | 'authorization_code' | 'refresh_token';

/** Everything known of one attempt that was answered; what a diagnosis rests on. */
export interface Evidence {
  connection: Connection;
  auth: AskingAuth;
  grantType: GrantType;
  endpoint: TokenEndpoint;
  form: readonly [name: string, value: string][];
  proof: ClientProof;
  answer: FormAnswer;
  reading: TokenReading;
  /** What the partner publishes, where it was read. */
  discovery?: Discovery;
  /** What lies at our own JWKS address, where it was looked at. */
  jwks?: JwksSeen;
}

/** Clocks may differ this much, in seconds, before it is worth a word. */
export const tolerableSkew = 30;

/** What SMART says of the partner, where it publishes it. */
export const smartOf = (discovery: Discovery | undefined): SmartConfiguration | undefined =>
  discovery?.smart.state === 'found' ? discovery.smart.value : undefined;

/** The grants the partner publishes for the way it lets us in: UDAP has a list of its own. */
export function grantsOf({ discovery, auth }: Pick<Evidence, 'discovery' | 'auth'>): string[] {
  if (auth.method !== 'udap') return smartOf(discovery)?.grantTypes ?? [];
  return discovery?.udap.state === 'found' ? discovery.udap.value.grantTypes : [];
}

/** The token endpoint the partner publishes. */
export const publishedOf = ({ discovery, auth }: Pick<Evidence, 'discovery' | 'auth'>): TokenEndpoint | undefined =>
  discovery && publishedEndpoint(discovery, auth.method);

/** How far the partner's clock, by its Date header, is ahead of ours, in whole seconds; the answer travelled a while, so the middle counts. */
export function skewOf({ headers, sentAt, receivedAt }: FormAnswer): number | undefined {
  const date = Date.parse(header(headers, 'date') ?? '');
  if (Number.isNaN(date)) return undefined;
  // The header counts whole seconds, cut off: a difference of less than one is none.
  return Math.ceil((date - (sentAt + receivedAt) / 2) / 1000) || 0;
}

/** What was asked against what was granted; without a grant all of it is missing. */
export function scopesOf(auth: AskingAuth, reading: TokenReading | undefined): ScopeComparison {
  const asked = auth.scope ?? '';
  return compareScopes(asked, reading?.kind === 'grant' ? reading.grant.scope : '');
}

/** What the partner said, in its words: `401 invalid_client, “Invalid audience”`. */
export function answerWords({ answer: { status }, reading }: Pick<Evidence, 'answer' | 'reading'>): string {
  switch (reading.kind) {
    case 'error':
    case 'failed':
      return [`${status}${reading.error ? ` ${reading.error}` : ''}`, ...quoted(reading.description)].join(', ');
    case 'bare-refusal':
      return [String(status), ...(reading.body === 'empty' ? ['no body'] : quoted(reading.says))].join(', ');
    case 'not-an-endpoint':
    case 'unusable':
    case 'grant':
      return String(status);
  }
}

const quoted = (text: string | undefined) => (text ? [`“${text}”`] : []);
