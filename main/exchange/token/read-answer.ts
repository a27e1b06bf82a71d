import { readOutcome } from '../../../shared/fhir/outcome.ts';
import { createMask } from '../../wire/mask.ts';
import { header } from '../answer.ts';
import type { FormAnswer } from './send-form.ts';

/** A token, as the partner gave it; the secret parts included. */
export interface Grant {
  accessToken: string;
  tokenType: string;
  /** Seconds. */
  expiresIn?: number;
  scope?: string;
  refreshToken?: string;
}

/** What an answer of the token endpoint is. Texts of the partner are cut, and free of secrets. */
export type TokenReading =
  | { kind: 'grant'; grant: Grant; remarks: Remark[] }
  /** An error answer (RFC 6749, section 5.2), at whatever status. */
  | { kind: 'error'; error: string; description?: string }
  /** A refusal without an OAuth error. */
  | { kind: 'bare-refusal'; body: 'empty' | 'html' | 'other'; says?: string }
  | { kind: 'failed'; error?: string; description?: string }
  | { kind: 'not-an-endpoint'; because: 'redirected' | 'html' | 'not-found' | 'fhir' }
  | { kind: 'unusable'; because: string; where?: string };

/** Something odd in an answer that can be used all the same. */
export interface Remark {
  name: string;
  value?: string;
  says: string;
}

/** Judges an answer of the token endpoint (RFC 6749, section 5). `secrets` are what we sent. */
export function readTokenAnswer(answer: FormAnswer, secrets: readonly string[]): TokenReading {
  const { status, text } = answer;
  const body = text === undefined ? undefined : parseObject(text);
  const clean: Clean = (value, most) => cleanText(value, [...secrets, ...tokensOf(body)], most);
  const error = body && typeof body.error === 'string' && body.error !== '' ? clean(body.error) : undefined;
  const description = clean(body?.error_description);
  const refusal = { ...(error ? { error } : {}), ...(description ? { description } : {}) };
  if (status >= 300 && status < 400) return { kind: 'not-an-endpoint', because: 'redirected' };
  if (status >= 500 && !/^invalid_|^un|^access_denied/.test(error ?? '')) return { kind: 'failed', ...refusal };
  if (status === 429) return { kind: 'failed', error: error ?? 'too many requests', ...refusal };
  if (error) return { kind: 'error', error, ...(description ? { description } : {}) };
  if (status >= 400) return withoutError(answer, body, clean);
  if (body) return readGrant(answer, body, clean);
  return noObject(text);
}

/** Whether a text looks like a web page. */
const isHtml = (text: string) => /^\s*<(!doctype|html|head|body|\?xml)/i.test(text);

function withoutError({ status, text }: FormAnswer, body: Body | undefined, clean: Clean): TokenReading {
  if (status === 404 || status === 405 || status === 410) return { kind: 'not-an-endpoint', because: 'not-found' };
  if (text === undefined) return { kind: 'bare-refusal', body: 'other' };
  if (text.trim() === '') return { kind: 'bare-refusal', body: 'empty' };
  if (isHtml(text)) return { kind: 'bare-refusal', body: 'html' };
  const says = body ? clean(body.message ?? body.detail ?? body.title ?? outcomeWords(body)) : clean(text);
  return { kind: 'bare-refusal', body: 'other', ...(says ? { says } : {}) };
}

/** What an OperationOutcome says, where a FHIR server answers in the place of an authorization server. */
const outcomeWords = (body: Body): string | undefined =>
  readOutcome(body)
    ?.issues.map(({ text, diagnostics }) => text || diagnostics)
    .find((words) => words !== '');

function noObject(text: string | undefined): TokenReading {
  if (text === undefined) return { kind: 'unusable', because: 'The answer is larger than a megabyte.' };
  if (text.trim() === '') return { kind: 'unusable', because: 'The answer has no body.' };
  if (isHtml(text)) return { kind: 'not-an-endpoint', because: 'html' };
  if (/^\s*\{/.test(text)) return { kind: 'unusable', because: 'The answer is JSON that cannot be read.' };
  if (/(^|&)access_token=/.test(text))
    return { kind: 'unusable', because: 'The answer is a form; a token answer is JSON.', where: 'Content-Type' };
  return { kind: 'unusable', because: 'The answer is no JSON object.' };
}

type Body = Record<string, unknown>;
type Clean = (value: unknown, most?: number) => string | undefined;

function readGrant({ headers, status }: FormAnswer, body: Body, clean: Clean): TokenReading {
  if (typeof body.resourceType === 'string') return { kind: 'not-an-endpoint', because: 'fhir' };
  const { access_token: accessToken, refresh_token: refreshToken } = body;
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) {
    const because =
      accessToken === undefined
        ? 'The answer holds no access_token.'
        : 'The access_token is no text a header can carry.';
    return { kind: 'unusable', because, where: 'access_token' };
  }
  const tokenType = clean(body.token_type);
  if (tokenType === undefined || tokenType.toLowerCase() !== 'bearer') {
    const because = tokenType
      ? `The token is of type ${tokenType}, not bearer.`
      : 'The answer does not say token_type.';
    return { kind: 'unusable', because, where: 'token_type' };
  }
  const remarks: Remark[] = [];
  const expiresIn = readSeconds(body.expires_in, remarks);
  if (status !== 200)
    remarks.push({ name: 'status', value: String(status), says: 'a token answer has status 200 (RFC 6749)' });
  if (!/no-store/i.test(header(headers, 'cache-control') ?? ''))
    remarks.push({
      name: 'Cache-Control',
      value: header(headers, 'cache-control') ?? 'absent',
      says: 'must be no-store, so that no proxy keeps the token (RFC 6749, section 5.1)',
    });
  if (body.scope !== undefined && typeof body.scope !== 'string')
    remarks.push({ name: 'scope', says: 'is no text, and was not read' });
  const scope = clean(body.scope, 20_000);
  return {
    kind: 'grant',
    remarks,
    grant: {
      accessToken,
      tokenType,
      ...(expiresIn === undefined ? {} : { expiresIn }),
      ...(scope === undefined ? {} : { scope }),
      ...(typeof refreshToken === 'string' && refreshToken !== '' ? { refreshToken } : {}),
    },
  };
}

/** Seconds as a number, or as digits in a text, which some servers send. */
function readSeconds(value: unknown, remarks: Remark[]): number | undefined {
  if (value === undefined) {
    remarks.push({
      name: 'expires_in',
      value: 'absent',
      says: 'should say how long the token lives; it is used until refused',
    });
    return undefined;
  }
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) {
    remarks.push({ name: 'expires_in', value: JSON.stringify(value), says: 'is a text; a number is right' });
    return Number(value);
  }
  remarks.push({
    name: 'expires_in',
    value: JSON.stringify(value).slice(0, 40),
    says: 'is no length of time; the token is used until refused',
  });
  return undefined;
}

function parseObject(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

const tokensOf = (body: Body | undefined): string[] =>
  [body?.access_token, body?.refresh_token, body?.id_token].filter((one) => typeof one === 'string');

/** The longest text of a partner that is repeated; a list of scopes may be longer than a sentence. */
const longest = 300;

/** A text of the partner without secrets and control characters, cut; undefined for anything else. */
function cleanText(value: unknown, secrets: readonly string[], most = longest): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const safe = createMask(secrets).json(value);
  return safe
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, most);
}
