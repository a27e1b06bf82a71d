import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Access } from '../../../shared/domain/access.ts';
import type { CodeAuth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import {
  type AuthorizeEndpoint,
  authorizeUrl,
  findAuthorizeEndpoint,
  makeSignInSecrets,
  type SignInSecrets,
} from './authorize-url.ts';
import { causes } from './causes.ts';
import { diagnosed } from './diagnosed.ts';
import { type Attempt, obtain } from './obtain.ts';
import { listenForRedirect, type RedirectAnswer, type RedirectListener } from './redirect-listener.ts';
import { suggestedBy } from './read-words.ts';
import { clearAccess } from './tell-access.ts';
import type { TokenMeans } from './token-means.ts';
import type { TokenSet } from './token-set.ts';

/** How a sign-in is carried out. */
export interface SignInOptions {
  /** Whether the browser is opened here; else somebody opens the address that is announced. */
  open: boolean;
  /** Hears the address as soon as it is known. */
  announce(url: string): void;
  signal?: AbortSignal | undefined;
}

interface Desk {
  means: TokenMeans;
  /** Keeps and tells what came of the attempt. */
  note(connection: Connection, auth: CodeAuth, attempt: Attempt): Promise<{ reply: Reply<TokenSet> }>;
}

/** How long a person may take, in milliseconds. */
const patienceMs = 300_000;

/**
 * Has a person sign in with their own browser, and trades the code that comes back for tokens (SMART App Launch 2.2; RFC 6749, section
 * 4.1; RFC 7636; RFC 8252). Fails with `port-in-use`, `cancelled`, `timed-out`, and as the authorization server refuses.
 */
export async function signIn(desk: Desk, connection: Connection, options: SignInOptions): Promise<Reply<Access>> {
  const { means } = desk;
  const { auth, name } = connection;
  if (auth.method !== 'code')
    return fail(
      'invalid-input',
      `${name} does not let persons sign in: its method is ${auth.method}.`,
      'Choose the method code in the connection, or ask for a token without signing in.',
    );
  const endpoint = await findAuthorizeEndpoint(means, connection, auth);
  if (!endpoint.ok) return endpoint;
  const secrets = makeSignInSecrets();
  const listener = await listenForRedirect(auth.redirectPort, secrets.state, name);
  if (!listener.ok) return listener;
  try {
    const url = authorizeUrl(endpoint.value, connection, auth, listener.value.redirectUri, secrets);
    options.announce(url);
    if (options.open) await openBrowser(means, url);
    const answer = await waitFor(means, listener.value, connection, options.signal);
    if (!answer.ok) return answer;
    const code = codeOf(means, connection, auth, endpoint.value, answer.value);
    if (!code.ok) return code;
    return await redeem(desk, connection, auth, code.value, listener.value.redirectUri, secrets, options.signal);
  } finally {
    await listener.value.close();
  }
}

/** A browser that cannot be opened ends nothing: the address was announced, and can be opened by hand. */
async function openBrowser({ openLink }: TokenMeans, url: string): Promise<void> {
  await openLink?.(url).catch(() => undefined);
}

function waitFor(
  { clock }: TokenMeans,
  { answer }: RedirectListener,
  { name }: Connection,
  signal: AbortSignal | undefined,
): Promise<Reply<RedirectAnswer>> {
  const { promise, resolve } = Promise.withResolvers<Reply<RedirectAnswer>>();
  const cancel = () =>
    resolve(fail('cancelled', `The sign-in at ${name} was cancelled.`, 'Sign in again when you are ready.'));
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel);
  const timer = clock.after(patienceMs, () =>
    resolve(
      fail(
        'timed-out',
        `Nobody came back from signing in at ${name} within ${patienceMs / 60_000} minutes.`,
        'Sign in again; if the partner showed an error page, read there what it refuses (client id, redirect address).',
      ),
    ),
  );
  void answer.then((came) => resolve(ok(came)));
  return promise.finally(() => {
    timer.cancel();
    signal?.removeEventListener('abort', cancel);
  });
}

/** The code of an answer, if it is one of ours; an error answer is told as how the connection stands. */
function codeOf(
  means: TokenMeans,
  connection: Connection,
  auth: CodeAuth,
  { issuer }: AuthorizeEndpoint,
  answer: RedirectAnswer,
): Reply<string> {
  const refuse = (diagnosis: Diagnosis) => {
    const at = new Date(means.clock.now()).toISOString();
    if (!means.store.accesses.get(connection.id)?.token) clearAccess(means.store, connection.id, { at, diagnosis });
    return diagnosed(diagnosis);
  };
  if (answer.iss !== undefined && issuer !== undefined && answer.iss !== issuer)
    return refuse({
      code: 'code-refused',
      message: 'The answer to the sign-in is from another authorization server.',
      where: 'iss',
      why: 'Its issuer is not the one the partner publishes; the code was not used.',
      next: 'Do not go on: tell the partner, and check which page you signed in at.',
      requirement: 'RFC 9207, section 2.4',
      compare: { sent: printable(answer.iss), wanted: issuer, from: 'smart-configuration' },
    });
  if ('code' in answer) return ok(answer.code);
  return refuse(diagnoseRedirect(auth, answer));
}

const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 300);

/** An error answer of the authorization endpoint (RFC 6749, section 4.1.2.1). */
function diagnoseRedirect(
  auth: CodeAuth,
  { error, description }: Extract<RedirectAnswer, { error: string }>,
): Diagnosis {
  const words = `${printable(error)}${description ? `, “${printable(description)}”` : ''}`;
  const why = `The authorization endpoint answered ${words}.`;
  if (error === 'access_denied') return { ...causes['consent-denied'], code: 'consent-denied', why };
  if (error === 'server_error' || error === 'temporarily_unavailable')
    return {
      code: 'token-endpoint-failed',
      message: 'The partner’s authorization server failed.',
      where: 'authorization endpoint',
      why,
      next: 'Try again later; if it stays so, give the partner the time.',
      requirement: 'RFC 6749, section 4.1.2.1',
    };
  const code =
    error === 'invalid_scope'
      ? 'scope-refused'
      : error === 'unauthorized_client' || error === 'unsupported_response_type'
        ? 'grant-not-offered'
        : (suggestedBy(`${error} ${description ?? ''}`, auth, 'authorization_code') ?? 'client-refused');
  return { ...causes[code], code, why };
}

async function redeem(
  { means, note }: Desk,
  connection: Connection,
  auth: CodeAuth,
  code: string,
  redirectUri: string,
  { verifier }: SignInSecrets,
  signal: AbortSignal | undefined,
): Promise<Reply<Access>> {
  const presented = {
    grantType: 'authorization_code' as const,
    form: [
      ['code', code],
      ['redirect_uri', redirectUri],
      ['code_verifier', verifier],
    ] as [string, string][],
    secrets: [code, verifier],
  };
  const attempt = await obtain(means, connection, auth, presented, { signal });
  const { reply } = await note(connection, auth, attempt);
  return reply.ok ? ok({ id: connection.id, token: reply.value.state }) : reply;
}
