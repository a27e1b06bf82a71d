import { type Failure, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import type { Discovery } from '../../../shared/domain/discovery.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { diagnoseAnswer } from './diagnose-answer.ts';
import { diagnoseFailure } from './diagnose-failure.ts';
import { diagnosed } from './diagnosed.ts';
import { answerWords, type Evidence, type GrantType } from './evidence.ts';
import { explainAnswer, explainFailure, type Unanswered } from './explain.ts';
import { lookAtJwks } from './look-at-jwks.ts';
import { lookAtLine } from './look-at-line.ts';
import { makeTokenSet } from './make-token-set.ts';
import { proveClient } from './prove-client.ts';
import { readTokenAnswer } from './read-answer.ts';
import { sendForm } from './send-form.ts';
import { type AskingAuth, findTokenEndpoint, publishedEndpoint } from './token-endpoint.ts';
import type { TokenMeans } from './token-means.ts';
import type { TokenSet } from './token-set.ts';

/** What is presented for a token. */
export interface Presented {
  grantType: GrantType;
  /** Parameters beside grant_type and those of the client's proof. */
  form: [name: string, value: string][];
  /** Values among them that are secret. */
  secrets: string[];
  /** The refresh token that stays good when the partner gives no new one. */
  refreshToken?: string;
}

/** How thoroughly an attempt is looked at. */
export interface Effort {
  signal?: AbortSignal | undefined;
  /** Somebody wants it explained: what the partner publishes is read anew, our published keys are looked at, whatever the answer. */
  deep?: boolean;
}

/** What came of one attempt. */
export interface Attempt {
  reply: Reply<TokenSet>;
  explanation: TokenExplanation;
  /** Whether a key or secret was used. */
  proved: boolean;
}

/**
 * Asks for a token, and takes the attempt apart. Keeps nothing. Where the published token URL has moved since it was read, the new one is
 * asked; not with an authorization code, which is good once.
 */
export async function obtain(
  means: TokenMeans,
  connection: Connection,
  auth: AskingAuth,
  presented: Presented,
  effort: Effort,
): Promise<Attempt> {
  const first = await obtainOnce(means, connection, auth, presented, effort);
  const { endpoint } = first.explanation;
  if (first.reply.ok || !endpoint || endpoint.from === 'connection') return first;
  if (presented.grantType === 'authorization_code' || effort.signal?.aborted) return first;
  const discovery = await readAgain(means, connection, false);
  const published = discovery && publishedEndpoint(discovery, auth.method);
  if (!published || published.tokenUrl === endpoint.tokenUrl) return first;
  return obtainOnce(means, connection, auth, presented, effort);
}

/** One attempt, at the token URL as it is known now. */
async function obtainOnce(
  means: TokenMeans,
  connection: Connection,
  auth: AskingAuth,
  presented: Presented,
  { signal, deep = false }: Effort,
): Promise<Attempt> {
  const attempt: Omit<Unanswered, 'failure'> = { at: means.clock.now(), auth };
  const fails = (failure: Failure) => unanswered(connection, { ...attempt, failure });

  const endpoint = await findTokenEndpoint(means, connection, auth);
  if (!endpoint.ok) return fails(endpoint.error);
  attempt.endpoint = endpoint.value;
  const { tokenUrl } = endpoint.value;
  const proof = await proveClient(means, connection, auth, tokenUrl);
  if (!proof.ok) return fails(proof.error);
  attempt.proof = proof.value;
  const form: [string, string][] = [['grant_type', presented.grantType], ...presented.form, ...proof.value.form];
  attempt.form = form;
  const secrets = [...presented.secrets, ...proof.value.secrets];
  const { headers } = proof.value;
  const answer = await sendForm(means, connection, { url: tokenUrl, form, headers, secrets, note: 'token', signal });
  if (!answer.ok) return fails(await lookAtLine(means, connection, tokenUrl, answer.error));

  const reading = readTokenAnswer(answer.value, secrets);
  const lookCloser = deep || reading.kind !== 'grant';
  const discovery = lookCloser ? await readAgain(means, connection, deep) : means.store.discoveries.get(connection.id);
  const { key, assertion } = proof.value;
  const jku = assertion?.header.jku;
  const jwks =
    lookCloser && key && typeof jku === 'string' ? await lookAtJwks(means, connection, jku, key, signal) : undefined;
  const evidence: Evidence = {
    connection,
    auth,
    grantType: presented.grantType,
    endpoint: endpoint.value,
    form,
    proof: proof.value,
    answer: answer.value,
    reading,
    ...(discovery?.baseUrl === connection.baseUrl ? { discovery } : {}),
    ...(jwks ? { jwks } : {}),
  };
  const diagnosis = diagnoseAnswer(evidence);
  const explanation = explainAnswer(means.store, evidence, diagnosis);
  const reply =
    reading.kind === 'grant'
      ? ok(makeTokenSet(connection, auth, reading.grant, answer.value, presented.refreshToken))
      : refused(evidence, diagnosis);
  return { reply, explanation, proved: true };
}

/** What a partner publishes may have moved since it was read, in milliseconds; that is what many a refusal comes from. */
const staleMs = 60_000;

async function readAgain(means: TokenMeans, connection: Connection, deep: boolean): Promise<Discovery | undefined> {
  const known = means.store.discoveries.get(connection.id);
  const stale = known !== undefined && (deep || means.clock.now() - Date.parse(known.at) > staleMs);
  const read = await means.discover(connection, stale);
  return read.ok ? read.value : known;
}

function unanswered(connection: Connection, attempt: Unanswered): Attempt {
  const { failure, proof } = attempt;
  const diagnosis = diagnoseFailure(failure);
  return {
    reply: { ok: false, error: { ...failure, next: diagnosis.next, diagnosis } },
    explanation: explainFailure(connection, attempt, diagnosis),
    proved: proof !== undefined,
  };
}

function refused(evidence: Evidence, diagnosis: Diagnosis): { ok: false; error: Failure } {
  const { connection, answer } = evidence;
  const { error } = diagnosed(diagnosis, { httpStatus: answer.status, exchangeId: answer.exchangeId });
  const message = `${connection.name} gave no token (${answerWords(evidence)}). ${diagnosis.message}`;
  return { ok: false, error: { ...error, message } };
}
