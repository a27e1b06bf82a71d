import type { TokenCheck, TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { elideMiddle, formatTime } from '../../ui/format.ts';

/** One line of the inspector: a claim, header, parameter or member with what a check says of it. */
export interface InspectorRow {
  /** Its place: two parameters may have one name. */
  id?: string;
  name: string;
  value?: string;
  /** More about the value, quietly. */
  note?: string;
  /** The whole of a value that is shown shortened. */
  whole?: string;
  /** A check asks for it, and it was not sent. */
  isMissing?: boolean;
  /** The value is a secret that stays unseen. */
  isSecret?: boolean;
  check?: TokenCheck;
}

/** A titled group of lines. */
export interface InspectorSection {
  title: string;
  rows: InspectorRow[];
}

/** The words of the console for a value that is masked; the whole value, or its end after a scheme. */
const isMasked = (value: string) => /^(?:\S+ )?\[[^\]]*masked[^\]]*\]$/i.test(value);

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const instants = ['exp', 'iat', 'nbf', 'auth_time'];
const shortened = ['kid', 'jti', 'x5c', 'x5t#S256'];

function rowOf(name: string, value: unknown, from: number | undefined): InspectorRow {
  if (instants.includes(name) && typeof value === 'number') {
    const at = new Date(value * 1000).toISOString();
    const away = from === undefined ? undefined : value - from;
    const note = name === 'exp' && away !== undefined ? `${away} s after iat` : undefined;
    return { name, value: formatTime(at), note, whole: at };
  }
  const text = asText(value);
  if (isMasked(text)) return { name, isSecret: true };
  return shortened.includes(name) && text.length > 24
    ? { name, value: elideMiddle(text, 12, 4), whole: text }
    : { name, value: text };
}

/** Lines of these members, the well-known names first, each with its check; checks of what is not there come last. */
function rowsOf(
  members: readonly (readonly [name: string, value: unknown])[],
  checks: readonly TokenCheck[],
  first: readonly string[] = [],
): InspectorRow[] {
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length);
  const issued = members.find(([name]) => name === 'iat')?.[1];
  const from = typeof issued === 'number' ? issued : undefined;
  const named = new Set(members.map(([name]) => name));
  const rows = [...members]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => ({
      ...rowOf(name, value, from),
      check: checks.find((check) => check.name === name),
    }));
  const rest = checks.filter(({ name }) => !named.has(name)).map((check) => ({ ...checkRow(check), isMissing: true }));
  return [...rows, ...rest];
}

const checkRow = (check: TokenCheck): InspectorRow =>
  check.value !== undefined && isMasked(check.value)
    ? { name: check.name, isSecret: true, check }
    : { name: check.name, value: check.value, check };

const filled = (sections: InspectorSection[]): InspectorSection[] =>
  sections
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => ({ title, rows: rows.map((row, place) => ({ ...row, id: `${title} ${place}` })) }));

/** Members of a token answer have underscores, headers have hyphens. */
const isHeader = (name: string) => name.includes('-');

const lowerNames = (headers: readonly (readonly [string, string])[]) =>
  headers.map(([name, value]) => [name.toLowerCase(), value] as const);

const lowered = (checks: readonly TokenCheck[]): TokenCheck[] =>
  checks.filter(({ name }) => isHeader(name)).map((check) => ({ ...check, name: check.name.toLowerCase() }));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Our client assertion: key, header, claims, signature. Empty where the method makes none. */
export function assertionSections({ assertion, checks }: TokenExplanation): InspectorSection[] {
  const of = (part: TokenCheck['part']) => checks.filter((check) => check.part === part);
  const signed = of('signature');
  const alg = assertion && typeof assertion.header.alg === 'string' ? assertion.header.alg : 'signature';
  return filled([
    { title: 'Key', rows: of('key').map(checkRow) },
    { title: 'Header', rows: rowsOf(Object.entries(assertion?.header ?? {}), of('header'), ['alg', 'kid', 'typ']) },
    {
      title: 'Claims',
      rows: rowsOf(Object.entries(assertion?.claims ?? {}), of('claims'), ['iss', 'sub', 'aud', 'exp', 'iat', 'jti']),
    },
    {
      title: 'Signature',
      rows: signed.map((check, index) => (index === 0 ? { name: alg, isSecret: true, check } : checkRow(check))),
    },
  ]);
}

/** What was sent, and over which line. */
export function requestSections({ request, endpoint, checks }: TokenExplanation): InspectorSection[] {
  const of = (part: TokenCheck['part']) => checks.filter((check) => check.part === part);
  const froms = {
    connection: 'as saved in the connection',
    'smart-configuration': 'from smart-configuration',
    udap: 'from UDAP metadata',
    'capability-statement': 'from the CapabilityStatement',
  };
  const url = request?.url ?? endpoint?.tokenUrl;
  const known = of('request').find(({ name }) => name === 'token URL');
  const note = known || !endpoint ? undefined : froms[endpoint.from];
  const target: InspectorRow[] = url ? [{ name: request?.method ?? 'POST', value: url, note, check: known }] : [];
  const asked = of('request').filter((check) => check !== known);
  return filled([
    { title: 'Line', rows: of('line').map(checkRow) },
    { title: 'Sent to', rows: target },
    { title: 'Form', rows: rowsOf(request?.form ?? [], asked, ['grant_type', 'scope', 'client_id']) },
    { title: 'Headers', rows: rowsOf(request?.headers ?? [], []) },
  ]);
}

/** What came back. */
export function responseSections({ response, checks }: TokenExplanation): InspectorSection[] {
  const said = checks.filter(({ part }) => part === 'response');
  const body = response?.body;
  const members: [string, unknown][] = isRecord(body)
    ? Object.entries(body)
    : body === undefined || body === null || body === ''
      ? []
      : [['text', body]];
  const status: InspectorRow[] = response
    ? [{ name: 'status', value: String(response.status), check: said.find(({ name }) => name === 'status') }]
    : [];
  return filled([
    { title: 'Status', rows: status },
    {
      title: 'Body',
      rows: rowsOf(
        members,
        said.filter(({ name }) => name !== 'status' && !isHeader(name)),
        ['error', 'error_description', 'token_type', 'expires_in', 'scope'],
      ),
    },
    { title: 'Headers', rows: rowsOf(lowerNames(response?.headers ?? []), lowered(said)) },
  ]);
}

/** The access token as far as it shows itself. */
export function accessTokenSections({ accessToken, granted, checks }: TokenExplanation): InspectorSection[] {
  if (!granted || !accessToken) return [];
  const of = (part: TokenCheck['part']) => checks.filter((check) => check.part === part);
  const format =
    accessToken.format === 'jwt' ? 'a JWT, read without checking its signature' : 'opaque: it says nothing of itself';
  return filled([
    { title: 'Form', rows: [{ name: 'token', isSecret: true, note: format }] },
    { title: 'Header', rows: rowsOf(Object.entries(accessToken.header ?? {}), [], ['alg', 'kid', 'typ']) },
    {
      title: 'Claims',
      rows: rowsOf(Object.entries(accessToken.claims ?? {}), [], ['iss', 'sub', 'aud', 'exp', 'iat', 'scope']),
    },
    { title: 'Scopes', rows: of('scopes').map(checkRow) },
    { title: 'Binding', rows: of('binding').map(checkRow) },
  ]);
}
