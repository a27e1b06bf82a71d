import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { SandboxClock } from '../clock.ts';
import type { AuthUrls } from './urls.ts';

/** What an access token says beside its dates. */
export interface TokenSubject {
  clientId: string;
  sub: string;
  scope: string;
  /** Logical id of the one Patient it opens, where a member was chosen. */
  patient?: string;
  /** SHA-256 thumbprint of the client certificate it is bound to (RFC 8705, section 3.1). */
  thumbprint?: string;
}

/** A token that holds, read. Dates in seconds. */
export interface ReadToken extends TokenSubject {
  jti: string;
  iat: number;
  exp: number;
}

const ALGORITHM = 'ES256';

/** Makes and reads the access tokens of one server: JWTs (RFC 9068) signed with a key that lives as long as the server. */
export class AccessTokens {
  readonly #clock: SandboxClock;
  readonly #urls: () => AuthUrls;
  readonly #keys = generateKeyPair(ALGORITHM);
  readonly #kid = randomUUID();
  /** By jti, the grant each living token came from and when it ends, in milliseconds. A token that is not here is revoked. */
  readonly #living = new Map<string, { grant: string; end: number }>();

  constructor(clock: SandboxClock, urls: () => AuthUrls) {
    this.#clock = clock;
    this.#urls = urls;
  }

  /** The public keys that verify the tokens. */
  async jwks(): Promise<{ keys: JWK[] }> {
    const { publicKey } = await this.#keys;
    return { keys: [{ ...(await exportJWK(publicKey)), kid: this.#kid, alg: ALGORITHM, use: 'sig' }] };
  }

  /** A token that is good for so many seconds; `grant` names what it came from, to be revoked with. */
  async issue(
    { clientId, sub, scope, patient, thumbprint }: TokenSubject,
    grant: string,
    seconds: number,
  ): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1000);
    const jti = randomUUID();
    for (const [old, { end }] of this.#living) if (end <= this.#clock.now()) this.#living.delete(old);
    this.#living.set(jti, { grant, end: (now + seconds) * 1000 });
    const { issuer, fhir } = this.#urls();
    const claims: JWTPayload = {
      client_id: clientId,
      scope,
      ...(patient === undefined ? {} : { patient }),
      ...(thumbprint === undefined ? {} : { cnf: { 'x5t#S256': thumbprint } }),
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid: this.#kid })
      .setIssuer(issuer)
      .setAudience(fhir)
      .setSubject(sub)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .setJti(jti)
      .sign((await this.#keys).privateKey);
  }

  /** What a token says, or why it does not hold, in words. */
  async read(token: string): Promise<{ token: ReadToken } | { refusal: string }> {
    const { issuer, fhir } = this.#urls();
    try {
      const { payload } = await jwtVerify(token, (await this.#keys).publicKey, {
        issuer,
        audience: fhir,
        typ: 'at+jwt',
        algorithms: [ALGORITHM],
        currentDate: new Date(this.#clock.now()),
      });
      const { jti = '', sub = '', iat = 0, exp = 0, client_id: clientId, scope, patient, cnf } = payload;
      if (!this.#living.has(jti)) return { refusal: 'The access token was revoked.' };
      const thumbprint = (cnf as { 'x5t#S256'?: string } | undefined)?.['x5t#S256'];
      return {
        token: {
          jti,
          sub,
          iat,
          exp,
          clientId: String(clientId),
          scope: String(scope),
          ...(typeof patient === 'string' ? { patient } : {}),
          ...(thumbprint ? { thumbprint } : {}),
        },
      };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ERR_JWT_EXPIRED') return { refusal: 'The access token has expired.' };
      if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED')
        return { refusal: 'The access token is meant for another server.' };
      return { refusal: 'The access token is none of this server.' };
    }
  }

  /** Ends one token. */
  revoke(jti: string): void {
    this.#living.delete(jti);
  }

  /** Ends every token of a grant. */
  revokeGrant(grant: string): void {
    for (const [jti, one] of this.#living) if (one.grant === grant) this.#living.delete(jti);
  }

  clear(): void {
    this.#living.clear();
  }
}
