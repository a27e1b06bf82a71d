import { createHash, randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { AuthFaults } from './auth-faults.ts';
import { OAuthError } from './oauth-error.ts';

/** What a person allowed a client. */
export interface Consent {
  /** Names it; everything that comes of it is revoked together. */
  grant: string;
  clientId: string;
  scope: string;
  /** Logical id of the chosen Patient. */
  patient?: string;
}

interface Code extends Consent {
  redirectUri: string;
  /** base64url of the SHA-256 of the verifier (RFC 7636). */
  challenge: string;
  end: number;
  isUsed: boolean;
}

interface Refresh extends Consent {
  end: number;
  isUsed: boolean;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** How long things live, in milliseconds. A used one is remembered as long, so that a second use is noticed. */
const LIFE = { code: MINUTE, online: DAY / 3, offline: 30 * DAY };

const opaque = (): string => randomBytes(32).toString('base64url');

const refused = (text: string) => new OAuthError('invalid_grant', text);

/** The authorization codes and refresh tokens of one server. */
export class Grants {
  readonly #clock: SandboxClock;
  readonly #tokens: AccessTokens;
  readonly #faults: AuthFaults;
  readonly #codes = new Map<string, Code>();
  readonly #refreshes = new Map<string, Refresh>();

  constructor(clock: SandboxClock, tokens: AccessTokens, faults: AuthFaults) {
    this.#clock = clock;
    this.#tokens = tokens;
    this.#faults = faults;
  }

  #forgetOld(): void {
    for (const list of [this.#codes, this.#refreshes]) {
      for (const [key, { end }] of list) if (end + DAY <= this.#clock.now()) list.delete(key);
    }
  }

  /** A code for what was allowed. */
  makeCode(code: Omit<Code, 'end' | 'isUsed'>): string {
    this.#forgetOld();
    const text = opaque();
    this.#codes.set(text, { ...code, end: this.#clock.now() + LIFE.code, isUsed: false });
    return text;
  }

  /** A refresh token, where the scope asks for one (SMART App Launch 2.2: offline_access, online_access). */
  makeRefresh(consent: Consent): string | undefined {
    const { clientId, scope, patient, grant } = consent;
    const scopes = scope.split(' ');
    const life = scopes.includes('offline_access') ? LIFE.offline : scopes.includes('online_access') ? LIFE.online : 0;
    if (!life) return undefined;
    const text = opaque();
    const whose = { clientId, scope, grant, ...(patient === undefined ? {} : { patient }) };
    this.#refreshes.set(text, { ...whose, end: this.#clock.now() + life, isUsed: false });
    return text;
  }

  /** Ends all that came of a consent. */
  revoke(grant: string): void {
    this.#tokens.revokeGrant(grant);
    for (const list of [this.#codes, this.#refreshes]) {
      for (const one of list.values()) if (one.grant === grant) one.isUsed = true;
    }
  }

  /** Takes a code in: once, in time, for its client, its redirect URI and its verifier. A second use ends what the first one gave. */
  redeemCode(clientId: string, form: ReadonlyMap<string, string>): Consent {
    const code = this.#codes.get(form.get('code') ?? '');
    const isOurs = code !== undefined && code.clientId === clientId;
    if (isOurs && code.isUsed) this.revoke(code.grant);
    const isGood = isOurs && !code.isUsed && code.end > this.#clock.now();
    const why = !isOurs ? 'is none of this client' : code.isUsed ? 'was used before' : 'is older than a minute';
    this.#faults.check('code-refused', isGood, () => refused(`The authorization code ${why}.`));
    const { redirectUri, challenge, ...consent } = code as Code;
    this.#faults.check('redirect-refused', form.get('redirect_uri') === redirectUri, () =>
      refused(`The redirect_uri must be exactly the one of the authorization request, ${redirectUri}.`),
    );
    const verifier = form.get('code_verifier');
    if (verifier === undefined) throw new OAuthError('invalid_request', 'There is no code_verifier.');
    const found = createHash('sha256').update(verifier).digest('base64url');
    this.#faults.check('pkce-refused', found === challenge, () =>
      refused('The code_verifier does not fit the code_challenge.'),
    );
    (code as Code).isUsed = true;
    return consent;
  }

  /** Takes a refresh token in; its client gets a new one. A second use means that somebody else has it: all of the grant ends. */
  redeemRefresh(clientId: string, form: ReadonlyMap<string, string>): Consent {
    const text = form.get('refresh_token');
    if (text === undefined) throw new OAuthError('invalid_request', 'There is no refresh_token.');
    const refresh = this.#refreshes.get(text);
    const isOurs = refresh !== undefined && refresh.clientId === clientId;
    if (isOurs && refresh.isUsed) this.revoke(refresh.grant);
    const isGood = isOurs && !refresh.isUsed && refresh.end > this.#clock.now();
    const why = !isOurs ? 'is none of this client' : refresh.isUsed ? 'was used or revoked before' : 'has expired';
    this.#faults.check('refresh-refused', isGood, () => refused(`The refresh token ${why}.`));
    (refresh as Refresh).isUsed = true;
    return refresh as Refresh;
  }

  /** The consent behind a refresh token that is still good. */
  findRefresh(text: string): (Consent & { end: number }) | undefined {
    const refresh = this.#refreshes.get(text);
    return refresh && !refresh.isUsed && refresh.end > this.#clock.now() ? refresh : undefined;
  }

  clear(): void {
    this.#codes.clear();
    this.#refreshes.clear();
  }
}
