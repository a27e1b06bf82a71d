import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { SandboxClock } from '../clock.ts';
import type { Clients, KnownClient } from './clients.ts';
import { type Choice, consentPage, errorPage } from './consent-page.ts';
import { OAuthError } from './oauth-error.ts';
import { pageHeaders } from './page.ts';
import { readForm, single } from './read-form.ts';
import { scopeFor, type TokenMeans } from './token-endpoint.ts';
import type { AuthUrls } from './urls.ts';

/** What the authorization endpoint works with. */
export interface AuthorizeMeans extends TokenMeans {
  /** Whose record it is, for people. */
  holder: string;
  members(): Promise<Choice[]>;
  pending: Pending;
}

/** What goes back to the browser. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body?: string;
}

interface Question {
  client: KnownClient;
  redirectUri: string;
  state: string;
  scope: string;
  challenge: string;
  needsMember: boolean;
  memberIds: string[];
  cookieHash: string;
  end: number;
}

/** How long a person may think, in milliseconds. */
const PATIENCE = 600_000;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The requests a person has not answered yet. */
export class Pending {
  readonly #clock: SandboxClock;
  readonly #questions = new Map<string, Question>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Keeps a question; answers its name and the cookie that must come back with the answer. */
  keep(question: Omit<Question, 'cookieHash' | 'end'>): { name: string; cookie: string } {
    const now = this.#clock.now();
    for (const [old, { end }] of this.#questions) if (end <= now) this.#questions.delete(old);
    const [name, cookie] = [randomUUID(), randomBytes(24).toString('base64url')];
    this.#questions.set(name, { ...question, cookieHash: digest(cookie), end: now + PATIENCE });
    return { name, cookie };
  }

  /** Takes a question out, for the browser it was put to alone. */
  take(name: string, request: IncomingMessage): Question | undefined {
    const question = this.#questions.get(name);
    const cookies = (request.headers.cookie ?? '').split(';').map((one) => one.trim().split('='));
    const cookie = cookies.find(([key]) => key === cookieName(name))?.[1] ?? '';
    if (!question || question.end <= this.#clock.now() || question.cookieHash !== digest(cookie)) return undefined;
    this.#questions.delete(name);
    return question;
  }

  clear(): void {
    this.#questions.clear();
  }
}

const cookieName = (name: string): string => `consent-${name}`;

const shown = (text: string): Reply => ({ status: 400, headers: pageHeaders(), body: errorPage(text) });

/** Whether a redirect URI is one of the client's. A registered one without path stands for every port and path of that host. */
function isRegistered(client: KnownClient, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri) || redirectUri.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(redirectUri);
  if (username || password) return false;
  return client.redirectUris.some((one) => {
    if (one === redirectUri) return true;
    const known = new URL(one);
    return one === `${known.protocol}//${known.hostname}` && known.protocol === protocol && known.hostname === hostname;
  });
}

function redirect(redirectUri: string, urls: AuthUrls, parameters: Record<string, string | undefined>): Reply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...parameters, iss: urls.issuer }))
    if (value !== undefined) url.searchParams.set(name, value);
  return {
    status: 303,
    headers: { location: url.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  };
}

/** Checks what may be told to the client; rejects with the OAuthError to be sent back. */
function checkRequest(query: ReadonlyMap<string, string>, client: KnownClient, means: AuthorizeMeans) {
  const require = (name: string): string => {
    const value = query.get(name);
    if (value === undefined) throw new OAuthError('invalid_request', `There is no ${name}.`);
    return value;
  };
  if (require('response_type') !== 'code')
    throw new OAuthError('unsupported_response_type', 'The response_type must be code.');
  const state = require('state');
  const aud = require('aud').replace(/\/+$/, '');
  if (aud !== means.urls.fhir)
    throw new OAuthError('invalid_request', `The aud is ${aud}; it must be the FHIR base URL ${means.urls.fhir}.`);
  const challenge = require('code_challenge');
  const method = query.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256')
    throw new OAuthError('invalid_request', `The code_challenge_method must be S256, not ${method}.`);
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge))
    throw new OAuthError('invalid_request', 'The code_challenge is no base64url of a SHA-256.');
  const scope = scopeFor(require('scope'), client, 'person', means);
  return { state, challenge, scope };
}

/** GET: the consent page. What is wrong with the client or its redirect URI is shown; everything else goes back to the client. */
export async function askConsent(search: string, clients: Clients, means: AuthorizeMeans): Promise<Reply> {
  const parameters = new URLSearchParams(search);
  const [clientId, redirectUri] = [parameters.getAll('client_id'), parameters.getAll('redirect_uri')];
  const client = clientId.length === 1 ? clients.find(clientId[0] as string) : undefined;
  if (!client || means.faults.has('unknown-client'))
    return shown(`No client is registered under the id ${clientId.join(' ') || '(none)'}.`);
  const [uri] = redirectUri;
  if (
    uri === undefined ||
    redirectUri.length !== 1 ||
    !isRegistered(client, uri) ||
    means.faults.has('redirect-refused')
  )
    return shown(`The redirect_uri ${redirectUri.join(' ') || '(none)'} is not registered for ${client.clientId}.`);
  try {
    const { state, challenge, scope } = checkRequest(single(parameters), client, means);
    const needsMember = scope.split(' ').some((one) => one.startsWith('patient/') || one === 'launch/patient');
    const members = await means.members();
    const memberIds = members.map(({ id }) => id);
    const { name, cookie } = means.pending.keep({
      client,
      redirectUri: uri,
      state,
      scope,
      challenge,
      needsMember,
      memberIds,
    });
    const secure = means.urls.issuer.startsWith('https:') ? '; Secure' : '';
    const setCookie = `${cookieName(name)}=${cookie}; HttpOnly; SameSite=Strict; Path=/auth; Max-Age=${PATIENCE / 1000}${secure}`;
    const question = {
      request: name,
      clientId: client.clientId,
      holder: means.holder,
      scope,
      members,
      needsMember,
      redirectUri: uri,
    };
    return {
      status: 200,
      headers: { ...pageHeaders([new URL(uri).origin]), 'set-cookie': setCookie },
      body: consentPage(question),
    };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const state = parameters.get('state') ?? undefined;
    return redirect(uri, means.urls, { error: error.code, error_description: error.message, state });
  }
}

/** POST: the person's answer, from the page this server gave this browser. */
export async function takeConsent(request: IncomingMessage, means: AuthorizeMeans): Promise<Reply> {
  const { origin } = new URL(means.urls.issuer);
  const from = request.headers.origin;
  if (from !== undefined && from !== origin) return shown('The answer came from another site.');
  const form = await readForm(request);
  const question = means.pending.take(form.get('request') ?? '', request);
  if (!question)
    return shown('This question was answered before, is older than ten minutes, or was put to another browser.');
  const { redirectUri, state, client, scope, challenge, needsMember, memberIds } = question;
  const denied = (description: string) =>
    redirect(redirectUri, means.urls, { error: 'access_denied', error_description: description, state });
  if (form.get('decision') !== 'allow') return denied('The person did not allow it.');
  const patient = form.get('member');
  if (patient === undefined ? needsMember : !memberIds.includes(patient)) return denied('No member was chosen.');
  const member = patient === undefined ? {} : { patient };
  const code = means.grants.makeCode({
    grant: randomUUID(),
    clientId: client.clientId,
    scope,
    ...member,
    redirectUri,
    challenge,
  });
  return redirect(redirectUri, means.urls, { code, state });
}
