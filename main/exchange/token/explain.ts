import type { Failure } from '../../../shared/contract/errors.ts';
import { letsIn } from '../../../shared/contract/diagnosis-codes.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { compareScopes } from '../../../shared/fhir/scopes.ts';
import type { Store } from '../../store/store.ts';
import { masked } from '../../wire/mask.ts';
import { header } from '../answer.ts';
import { tokenChecks } from './checks.ts';
import { type Evidence, scopesOf, skewOf } from './evidence.ts';
import { openJwt } from './jwt.ts';
import type { ClientProof } from './client-proof.ts';
import type { AskingAuth, TokenEndpoint } from './token-endpoint.ts';

/** Parameters of a form whose value is secret. */
const secretParameters = new Set([
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'token',
]);

type Form = readonly [name: string, value: string][];
const maskedForm = (form: Form): [string, string][] =>
  form.map(([name, value]) => [name, secretParameters.has(name) ? masked : value]);

/** An attempt that was answered, taken apart. Request and response are shown as they were recorded, masked. */
export function explainAnswer(store: Store, evidence: Evidence, diagnosis: Diagnosis): TokenExplanation {
  const { connection, auth, endpoint, proof, answer, reading, form } = evidence;
  const detail = store.exchanges.detail(answer.exchangeId);
  return {
    ...common(connection, answer.sentAt, diagnosis, proof, endpoint),
    request: { method: 'POST', url: endpoint.tokenUrl, headers: detail?.request.headers ?? [], form: maskedForm(form) },
    response: {
      status: answer.status,
      headers: detail?.response.headers ?? [],
      body: asJson(detail?.response.bodyText),
    },
    ...(reading.kind === 'grant' ? { accessToken: tokenShape(reading.grant.accessToken) } : {}),
    scopes: scopesOf(auth, reading),
    clock: clockOf(evidence),
    checks: tokenChecks(evidence, diagnosis),
    exchangeId: answer.exchangeId,
  };
}

/** What is known of an attempt that got no answer. */
export interface Unanswered {
  at: number;
  auth?: AskingAuth;
  endpoint?: TokenEndpoint;
  proof?: ClientProof;
  form?: Form;
  failure: Failure;
}

/** An attempt that never got an answer, as far as it came. */
export function explainFailure(connection: Connection, attempt: Unanswered, diagnosis: Diagnosis): TokenExplanation {
  const { at, auth, endpoint, proof, form, failure } = attempt;
  const asked = auth?.scope ?? '';
  return {
    ...common(connection, at, diagnosis, proof, endpoint),
    ...(endpoint && form
      ? { request: { method: 'POST', url: endpoint.tokenUrl, headers: [], form: maskedForm(form) } }
      : {}),
    scopes: compareScopes(asked, ''),
    checks: [
      ...(proof?.key
        ? [{ part: 'key' as const, name: 'key', value: proof.key.name, result: 'ok' as const, says: 'opened' }]
        : []),
      { part: proof ? 'line' : 'key', name: diagnosis.where ?? 'line', result: 'fail', says: failure.message },
    ],
    ...(failure.exchangeId ? { exchangeId: failure.exchangeId } : {}),
  };
}

function common(
  { id }: Connection,
  at: number,
  diagnosis: Diagnosis,
  proof: ClientProof | undefined,
  endpoint: TokenEndpoint | undefined,
): Pick<TokenExplanation, 'connectionId' | 'at' | 'granted' | 'diagnosis' | 'endpoint' | 'assertion'> {
  return {
    connectionId: id,
    at: new Date(at).toISOString(),
    granted: letsIn(diagnosis.code),
    diagnosis,
    ...(endpoint ? { endpoint } : {}),
    ...(proof?.assertion ? { assertion: { header: proof.assertion.header, claims: proof.assertion.claims } } : {}),
  };
}

/** A token as far as it shows itself: the signature, without which it opens nothing, is left out. */
function tokenShape(token: string): NonNullable<TokenExplanation['accessToken']> {
  const open = openJwt(token);
  return open ? { format: 'jwt', ...open } : { format: 'opaque' };
}

/** As much of a text that is no JSON is shown. */
const beginning = 2_000;

function asJson(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text.slice(0, beginning);
  }
}

function clockOf({ answer, proof }: Evidence): NonNullable<TokenExplanation['clock']> {
  const skewSeconds = skewOf(answer);
  const date = Date.parse(header(answer.headers, 'date') ?? '');
  const { iat, exp } = proof.assertion?.claims ?? {};
  const instant = (seconds: unknown) => new Date(Number(seconds) * 1000).toISOString();
  return {
    now: new Date(answer.receivedAt).toISOString(),
    ...(skewSeconds === undefined ? {} : { partner: new Date(date).toISOString(), skewSeconds }),
    ...(iat === undefined ? {} : { issuedAt: instant(iat) }),
    ...(exp === undefined ? {} : { expiresAt: instant(exp) }),
  };
}
