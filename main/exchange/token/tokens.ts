import { type Failure, fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Access } from '../../../shared/domain/access.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import type { AdmissionNeed } from '../admission.ts';
import { diagnoseFailure } from './diagnose-failure.ts';
import { explainFailure } from './explain.ts';
import { createTokenKeep } from './keep-tokens.ts';
import type { Attempt, Presented } from './obtain.ts';
import { obtain } from './obtain.ts';
import { type SignInOptions, signIn } from './sign-in.ts';
import { signInNeeded } from './sign-in-needed.ts';
import { type SignedOut, signOut } from './sign-out.ts';
import { createSingleFlight } from './single-flight.ts';
import { inTurn } from './take-turn.ts';
import { clearAccess, stands, tellAccess } from './tell-access.ts';
import type { AskingAuth } from './token-endpoint.ts';
import type { TokenMeans } from './token-means.ts';
import { basisOf, bearerHeader, isFresh, type TokenSet } from './token-set.ts';

/** What a caller wants of a token. */
export interface TokenNeed extends Pick<AdmissionNeed, 'signal' | 'renew' | 'refused'> {
  /** Ask for a new one even while the one in hand lives. */
  fresh?: boolean;
}

/** How a token is asked for, kept, renewed and explained. Every set of tokens lives here and in the vault alone. */
export interface Tokens {
  /**
   * The value of Authorization for an exchange, from memory, from the vault or asked for now; `tookMs` is 0 where it was at hand. Callers
   * at the same time share one request. Fails as the diagnosis of the failure says, and with `sign-in-needed`.
   */
  authorization(connection: Connection, need: AdmissionNeed): Promise<Reply<{ header: string; tookMs: number }>>;
  /** The same as a set, for those who tell of it. */
  get(connection: Connection, need: TokenNeed): Promise<Reply<TokenSet>>;
  /** Asks for a new token and takes the attempt apart; a refusal is an explanation too. */
  explain(connection: Connection, signal?: AbortSignal): Promise<Reply<TokenExplanation>>;
  /** The last attempt of this process. */
  last(connectionId: string): Promise<TokenExplanation | undefined>;
  /** Has a person sign in by the browser (RFC 8252). */
  signIn(connection: Connection, options: SignInOptions): Promise<Reply<Access>>;
  /** Forgets the tokens of a connection, and revokes them where the partner can. */
  signOut(connection: Connection): Promise<Reply<SignedOut>>;
  /** Lets go of every token in memory, for a vault that is locked. */
  letGo(): Promise<void>;
}

/** Tokens on the means of a console; one for each. */
export function createTokens(means: TokenMeans): Tokens {
  const { store, clock } = means;
  const keep = createTokenKeep(means.vault);
  const flights = createSingleFlight<Landed>();
  const explanations = new Map<string, TokenExplanation>();

  /** The Authorization header a partner refused last, by connection: whoever brings it, it is not given again. */
  const refusedHeaders = new Map<string, string>();

  const wasRefused = ({ id }: Connection, set: TokenSet) => bearerHeader(set) === refusedHeaders.get(id);
  const usable = (connection: Connection, set: TokenSet | undefined) =>
    set && isFresh(set, clock.now()) && !wasRefused(connection, set) ? set : undefined;

  async function note(connection: Connection, auth: AskingAuth, attempt: Attempt): Promise<Landed> {
    const still = usable(connection, keep.held(connection));
    const keeps = stands(store, connection);
    if (attempt.reply.ok && keeps) await keep.put(connection.id, attempt.reply.value);
    explanations.set(connection.id, attempt.explanation);
    tellAccess(store, connection, auth, attempt, still);
    return { reply: keeps ? attempt.reply : changedMeanwhile(connection), explanation: attempt.explanation };
  }

  /** One request for a token, alone among the processes of the folder; none where another has brought one meanwhile. */
  async function ask(
    connection: Connection,
    auth: AskingAuth,
    want: Want,
    signal: AbortSignal,
  ): Promise<Reply<Landed>> {
    const begin = await keep.shared(connection);
    const before = (begin.ok ? begin.value : undefined) ?? keep.held(connection);
    const landed = await inTurn(
      means.dataFolder,
      connection.id,
      { patienceMs: connection.timeoutMs, signal },
      async (): Promise<Landed> => {
        const found = await keep.shared(connection);
        const shared = found.ok ? found.value : undefined;
        const news = shared && shared.accessToken !== before?.accessToken ? shared : undefined;
        const other = usable(connection, want.fresh ? news : shared);
        if (other && !want.deep) return { reply: ok(other) };
        const presented = present(auth, shared ?? before);
        if (!presented) return found.ok ? notSignedIn(connection, auth) : unopened(connection, auth, found.error);
        const attempt = await obtain(means, connection, auth, presented, { signal, deep: want.deep });
        const noted = await note(connection, auth, attempt);
        if (attempt.reply.ok && wasRefused(connection, attempt.reply.value))
          return { ...noted, reply: sameAgain(connection) };
        if (attempt.explanation.diagnosis.code !== 'refresh-refused') return noted;
        await keep.forget(connection.id); // it would be refused each time
        return { ...noted, reply: { ok: false, error: signInNeeded(connection, attempt.explanation) } };
      },
    );
    return ok(landed);
  }

  /** A sign-in is for a person to do; that it is needed is how the connection stands. */
  function notSignedIn(connection: Connection, auth: AskingAuth): Landed {
    const refusal = store.accesses.get(connection.id)?.refusal;
    const error = signInNeeded(connection, refusal);
    const at = clock.now();
    const diagnosis = diagnoseFailure(error);
    if (!refusal) clearAccess(store, connection.id, { at: new Date(at).toISOString(), diagnosis });
    const explanation = explainFailure(connection, { at, auth, failure: error }, diagnosis);
    explanations.set(connection.id, explanation);
    return { reply: { ok: false, error }, explanation };
  }

  /** A person has signed in, but what they brought lies in a vault that does not open. */
  function unopened(connection: Connection, auth: AskingAuth, failure: Failure): Landed {
    const diagnosis = diagnoseFailure(failure);
    const explanation = explainFailure(connection, { at: clock.now(), auth, failure }, diagnosis);
    explanations.set(connection.id, explanation);
    return { reply: { ok: false, error: { ...failure, diagnosis } }, explanation };
  }

  /** Nobody joins a flight for what the connection was before it changed: that token is for another place, or for somebody else. */
  function fly(connection: Connection, auth: AskingAuth, want: Want, signal?: AbortSignal) {
    return flights.share(`${connection.id} ${basisOf(connection)}`, signal, (ours) =>
      ask(connection, auth, want, ours),
    );
  }

  async function get(connection: Connection, need: TokenNeed): Promise<Reply<TokenSet>> {
    const auth = askingAuth(connection);
    if (!auth.ok) return auth;
    const held = keep.held(connection);
    const refused = need.refused ?? (need.renew && held ? bearerHeader(held) : undefined);
    if (refused) refusedHeaders.set(connection.id, refused);
    const atHand = need.fresh ? undefined : usable(connection, held);
    if (atHand) return ok(atHand);
    const landed = await fly(connection, auth.value, { fresh: need.fresh === true, deep: false }, need.signal);
    return landed.ok ? landed.value.reply : landed;
  }

  return {
    get,
    last: async (id) => explanations.get(id),
    async authorization(connection, need) {
      const [began, since] = [performance.now(), Math.floor(clock.now())];
      const atHand = need.renew ? undefined : usable(connection, keep.held(connection));
      if (atHand) return ok({ header: bearerHeader(atHand), tookMs: 0 });
      const set = await get(connection, need);
      if (!set.ok) return set;
      // One that lay in the vault may have been taken back meanwhile: only what was asked for now cannot be renewed.
      const asked = Date.parse(set.value.state.obtainedAt) >= since;
      return ok({ header: bearerHeader(set.value), tookMs: asked ? performance.now() - began : 0 });
    },
    async explain(connection, signal) {
      const auth = askingAuth(connection);
      if (!auth.ok) return auth;
      for (;;) {
        const landed = await fly(connection, auth.value, { fresh: true, deep: true }, signal);
        if (!landed.ok) return landed;
        // A flight that was joined may have found the token of another process; then the next one is ours.
        if (landed.value.explanation) return ok(landed.value.explanation);
      }
    },
    signIn: (connection, options) => signIn({ means, note }, connection, options),
    signOut: (connection) => signOut({ means, keep, explanations }, connection),
    async letGo() {
      keep.letGo();
      refusedHeaders.clear();
    },
  };
}

/** What a flight is for: a caller that joins takes what it brings. */
interface Want {
  fresh: boolean;
  deep: boolean;
}

/** What a flight brings: a token or why there is none, and the attempt taken apart, where there was one. */
interface Landed {
  reply: Reply<TokenSet>;
  explanation?: TokenExplanation;
}

const changedMeanwhile = ({ name }: Connection) =>
  fail(
    'cancelled',
    `${name} was changed or removed while a token was asked for; the token was not kept.`,
    'Begin again with the connection as it is now.',
  );

const sameAgain = ({ name }: Connection) =>
  fail(
    'token-refused',
    `${name} gives the same token again that its FHIR server has just refused.`,
    'Ask the partner why its server does not take the tokens of its own authorization server.',
  );

/** What is presented for a token without a person: nothing where one has to sign in first. */
function present(auth: AskingAuth, set: TokenSet | undefined): Presented | undefined {
  if (auth.method !== 'code') {
    const scope: [string, string][] = auth.scope ? [['scope', auth.scope]] : [];
    return { grantType: 'client_credentials', form: scope, secrets: [] };
  }
  const refreshToken = set?.refreshToken;
  if (refreshToken === undefined) return undefined;
  return {
    grantType: 'refresh_token',
    form: [['refresh_token', refreshToken]],
    secrets: [refreshToken],
    refreshToken,
  };
}

/** How a connection asks for tokens; fails with `invalid-input` where it does not. */
export function askingAuth({ name, auth }: Connection): Reply<AskingAuth> {
  if (auth.method !== 'none' && auth.method !== 'bearer') return ok(auth);
  return fail(
    'invalid-input',
    auth.method === 'none'
      ? `${name} lets us in without a token.`
      : `${name} lets us in by a token somebody gave us; there is nothing to ask for.`,
    'Choose another method in the connection if the partner has an authorization server.',
  );
}
