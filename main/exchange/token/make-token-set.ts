import type { Connection } from '../../../shared/domain/connection.ts';
import { compareScopes } from '../../../shared/fhir/scopes.ts';
import { boundTo } from './jwt.ts';
import type { Grant } from './read-answer.ts';
import type { FormAnswer } from './send-form.ts';
import type { AskingAuth } from './token-endpoint.ts';
import { basisOf, type TokenSet } from './token-set.ts';

/**
 * A grant as the set that is kept. Its life counts from when it was asked for, so that it never ends later than the partner thinks.
 * `refreshToken` is the one used, which stays good where the partner gives no new one (RFC 6749, section 6).
 */
export function makeTokenSet(
  connection: Connection,
  auth: AskingAuth,
  grant: Grant,
  { sentAt, exchangeId }: FormAnswer,
  refreshToken?: string,
): TokenSet {
  const { granted, missing } = compareScopes(auth.scope ?? '', grant.scope);
  const refresh = grant.refreshToken ?? refreshToken;
  const bound = boundTo(grant.accessToken);
  return {
    basis: basisOf(connection),
    accessToken: grant.accessToken,
    ...(refresh ? { refreshToken: refresh } : {}),
    state: {
      tokenType: 'Bearer',
      obtainedAt: new Date(sentAt).toISOString(),
      ...(grant.expiresIn === undefined
        ? {}
        : { expiresAt: new Date(sentAt + Math.min(grant.expiresIn, longestLife) * 1000).toISOString() }),
      ...(grant.scope === undefined ? {} : { scope: grant.scope }),
      granted,
      missing,
      refreshable: refresh !== undefined,
      ...(bound ? { boundTo: bound } : {}),
      exchangeId,
    },
  };
}

/** Ten years, in seconds: longer lives would leave the range of dates. */
const longestLife = 315_360_000;
