import { errorCodeOf } from '../../../shared/contract/diagnosis-codes.ts';
import { failureClass } from '../../../shared/contract/errors.ts';
import type { Diagnosis, DiagnosisCode } from '../../../shared/domain/diagnosis.ts';
import type { TokenCheck, TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { connectionSecret } from '../../credentials/vault.ts';
import { publishedEndpoint } from '../../exchange/token/token-endpoint.ts';
import { failedStep, type Note, notChecked, type StepResult, type Walk, worstOf } from './step.ts';

/** Gets in the way the connection says, as far as that needs nobody; nothing at the partner is changed by it. */
export async function checkAuthorization(walk: Walk): Promise<StepResult> {
  const result = await byMethod(walk);
  if (result.status === 'fail') walk.notLetIn = 'authorization failed';
  else if (result.status === 'not-checked') walk.notLetIn = 'there is no token';
  return result;
}

async function byMethod(walk: Walk): Promise<StepResult> {
  const { auth } = walk.connection;
  switch (auth.method) {
    case 'none':
      return open(walk);
    case 'bearer':
      return bearer(walk);
    case 'code':
      return signedIn(walk);
    default:
      if (walk.lineBroken && !isElsewhere(auth.tokenUrl, walk.connection.baseUrl))
        return notChecked(`not checked: ${walk.lineBroken}`);
      return asked(walk);
  }
}

const isElsewhere = (tokenUrl: string | undefined, baseUrl: string): boolean =>
  tokenUrl !== undefined && new URL(tokenUrl).origin !== new URL(baseUrl).origin;

function open({ discovery }: Walk): StepResult {
  const tokenUrl = discovery && publishedEndpoint(discovery, 'none')?.tokenUrl;
  return {
    status: 'ok',
    detail: 'open server: the connection uses no token',
    notes: tokenUrl
      ? [{ result: 'unchecked', text: 'The partner publishes a token URL; it may want a token', value: tokenUrl }]
      : [],
    exchangeIds: [],
  };
}

function bearer({ kit, connection }: Walk): StepResult {
  if (kit.vault.has(connectionSecret(connection.id, 'bearer')))
    return {
      status: 'ok',
      detail: 'the token in the vault is sent; whether the partner takes it shows in the search',
      notes: [{ result: 'ok', text: 'Access token stored', value: 'in the vault' }],
      exchangeIds: [],
    };
  const message = 'No access token is stored for this connection.';
  return {
    status: 'fail',
    detail: message,
    notes: [],
    side: 'ours',
    diagnosis: {
      code: 'secret-missing',
      message,
      next: 'Edit the connection and give it the token agreed with the partner.',
    },
    exchangeIds: [],
  };
}

/** Where a person has to sign in, only what they left behind can be used. */
async function signedIn({ kit, connection, signal }: Walk): Promise<StepResult> {
  if (!kit.store.accesses.get(connection.id)?.token) return needsSignIn();
  const reply = await kit.tokens.authorization(connection, { signal });
  if (!reply.ok) return reply.error.code === 'sign-in-needed' ? needsSignIn() : failedStep(reply.error);
  const token = kit.store.accesses.get(connection.id)?.token;
  const notes: Note[] = [
    {
      result: 'ok',
      text: 'Signed in',
      ...(token?.expiresAt ? { value: `until ${token.expiresAt.slice(0, 16)}Z` } : {}),
    },
    scopesNote(token?.granted.length ?? 0, token?.missing ?? []),
  ];
  return { status: worstOf(notes), detail: 'a person has signed in; their token is used', notes, exchangeIds: [] };
}

const needsSignIn = () => notChecked('not checked: it needs a sign-in, which only a person can do');

async function asked(walk: Walk): Promise<StepResult> {
  const { kit, connection, signal } = walk;
  const reply = await kit.tokens.explain(connection, signal);
  if (!reply.ok) return failedStep(reply.error);
  const explanation = reply.value;
  const published = walk.discovery && publishedEndpoint(walk.discovery, connection.auth.method)?.tokenUrl;
  const used = explanation.endpoint?.tokenUrl;
  const moved = published !== undefined && used !== undefined && published !== used ? { used, published } : undefined;
  const elsewhere = isElsewhere(used, connection.baseUrl);
  const notes = notesOf(explanation, published, { moved: moved !== undefined, elsewhere });
  const exchangeIds = explanation.exchangeId ? [explanation.exchangeId] : [];
  const diagnosis = moved ? withMove(explanation, moved) : explanation.diagnosis;
  if (!explanation.granted)
    return {
      status: 'fail',
      detail: diagnosis.message,
      notes,
      side: failureClass(errorCodeOf(diagnosis.code, explanation.response?.status)),
      diagnosis,
      exchangeIds,
    };
  const status = worstOf(notes);
  return {
    status,
    detail: grantedWords(explanation),
    notes,
    ...(status === 'warn' && diagnosis.code !== 'granted' ? { diagnosis } : {}),
    exchangeIds,
  };
}

function grantedWords({ scopes, clock }: TokenExplanation): string {
  const many = scopes.granted.length;
  const skew = Math.abs(clock?.skewSeconds ?? 0);
  return `token granted, ${many === 1 ? 'one scope' : `${many} scopes`}${skew > 60 ? `; the clocks are ${Math.round(skew)} s apart` : ''}`;
}

/** `elsewhere`: the token endpoint is of another origin than the base URL, whose line another step has looked at. */
function notesOf(
  explanation: TokenExplanation,
  published: string | undefined,
  { moved, elsewhere }: { moved: boolean; elsewhere: boolean },
): Note[] {
  const { assertion, response, granted, scopes, checks, endpoint } = explanation;
  const notes: Note[] = [];
  if (assertion) {
    notes.push({ result: 'ok', text: 'Signing key opened', ...textValue(assertion.header.kid) });
    notes.push({ result: 'ok', text: 'Assertion signed', ...textValue(assertion.header.alg) });
  }
  if (moved)
    notes.push({ result: granted ? 'warn' : 'fail', text: 'Token URL is not the discovered one', value: '2 URLs' });
  else if (endpoint && published) notes.push({ result: 'ok', text: 'Token URL is the discovered one' });
  else if (endpoint) notes.push({ result: 'unchecked', text: 'Token URL is not published', value: 'connection' });
  if (response)
    notes.push({ result: granted ? 'ok' : 'fail', text: 'Token endpoint answered', value: String(response.status) });
  else notes.push({ result: endpoint ? 'fail' : 'unchecked', text: 'Token endpoint answered', value: 'no answer' });
  notes.push(
    granted
      ? scopesNote(scopes.granted.length, scopes.missing)
      : { result: 'unchecked', text: 'Scopes granted against scopes asked', value: 'no token' },
  );
  const told = (part: TokenCheck['part']) => part === 'scopes' || (part === 'line' && !elsewhere);
  const shown = checks.filter(({ result, part }) => (result === 'warn' || result === 'fail') && !told(part));
  return [...notes, ...shown.map(({ result, name, says }): Note => ({ result, text: `${name}: ${says}` }))];
}

const textValue = (value: unknown) => (typeof value === 'string' ? { value } : {});

const scopesNote = (granted: number, missing: string[]): Note =>
  missing.length > 0
    ? { result: 'warn', text: `Scopes not granted: ${missing.join(' ')}`, value: `${missing.length} missing` }
    : { result: 'ok', text: 'Scopes granted against scopes asked', value: String(granted) };

/** Refusals that an outdated token URL explains. */
const byMoving: DiagnosisCode[] = [
  'wrong-audience',
  'unknown-client',
  'client-refused',
  'wrong-secret',
  'token-endpoint-wrong',
  'token-endpoint-failed',
  'token-endpoint-silent',
  'answer-unusable',
  'unreachable',
  'unknown',
];

function withMove(
  { granted, diagnosis, assertion }: TokenExplanation,
  moved: { used: string; published: string },
): Diagnosis {
  const compare = { sent: moved.used, wanted: moved.published, from: 'discovery' };
  const next = 'Take the token URL from discovery and run this step again.';
  const where = diagnosis.where ?? 'token URL';
  if (granted)
    return {
      code: 'token-endpoint-wrong',
      message: 'The token URL of the connection is not the one the partner publishes.',
      where,
      why: 'It still answers, but a partner that moved its token endpoint will close the old one some day.',
      next,
      requirement: 'SMART 2.2',
      compare,
    };
  if (!byMoving.includes(diagnosis.code)) return diagnosis;
  return {
    ...diagnosis,
    where,
    why: `The connection names another token URL than the partner publishes; ${
      assertion ? 'the audience (aud) must equal the published one exactly' : 'the old address may answer, and refuse'
    }.`,
    next,
    compare,
  };
}
