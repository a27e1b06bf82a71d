import type { Failure } from '../../../../shared/contract/errors.ts';
import { normalBaseUrl } from '../../../../shared/domain/connection.ts';
import type { ConnectionDraft } from './draft.ts';
import { nameOf } from './input.ts';

/** What is wrong, by the path of the field in the contract. */
export type Problems = Record<string, string>;

/** An address as it may be shown and kept: without a name and password in it. */
function isAddress(text: string): boolean {
  if (!/^https?:\/\//.test(text.trim()) || !URL.canParse(text.trim())) return false;
  const { username, password } = new URL(text.trim());
  return username === '' && password === '';
}
const noAddress = 'Write an http or https address, without a name and password in it.';

function authProblems({ auth }: ConnectionDraft): Problems {
  const found: Problems = {};
  const { method } = auth;
  if (method === 'none' || method === 'bearer') return found;
  if (method !== 'udap' && auth.clientId.trim() === '')
    found['auth.clientId'] = 'Write the client id the partner gave you.';
  const signs = method === 'backend' || (method === 'code' && auth.client === 'asymmetric');
  if (signs && auth.key === '') found['auth.key'] = 'Choose the key that signs, or make one.';
  if (method === 'udap') {
    if (auth.certificate.trim() === '') found['files.udapCertificate'] = 'Give the certificate of the trust community.';
  }
  const addresses = { tokenUrl: true, jku: method === 'backend', authorizeUrl: method === 'code' };
  for (const [name, isShown] of Object.entries(addresses)) {
    const text = auth[name as keyof typeof addresses];
    if (isShown && text.trim() !== '' && !isAddress(text)) found[`auth.${name}`] = noAddress;
  }
  const port = Number(auth.redirectPort);
  if (
    method === 'code' &&
    auth.redirectPort.trim() !== '' &&
    !(Number.isInteger(port) && port >= 1 && port <= 65_535)
  ) {
    found['auth.redirectPort'] = 'A port is a whole number from 1 to 65535.';
  }
  return found;
}

/** What can be told before the host is asked. */
export function problemsOf(draft: ConnectionDraft): Problems {
  const found: Problems = authProblems(draft);
  const timeoutMs = Math.round(Number(draft.seconds) * 1000);
  if (!normalBaseUrl(draft.baseUrl.trim())) found.baseUrl = 'Write an http or https address without a query.';
  else if (nameOf(draft) === '') found.name = 'Give it a name.';
  if (!(timeoutMs >= 100 && timeoutMs <= 3_600_000)) found.timeoutMs = 'Between 0.1 and 3600 seconds.';
  const { proxyUrl } = draft.line;
  if (proxyUrl.trim() !== '' && !isAddress(proxyUrl)) found['line.proxyUrl'] = noAddress;
  return found;
}

/** Fields a failure is about by its code alone. */
const byCode: Partial<Record<Failure['code'], string>> = { 'name-taken': 'name' };

/** What the host said, at the fields it is about: `path: sentence` lines, and codes that mean one field. */
export function problemsIn({ code, message, next, details = [] }: Failure): Problems {
  const field = byCode[code];
  if (field) return { [field]: `${message} ${next}` };
  const found: Problems = {};
  for (const detail of details) {
    const at = detail.indexOf(': ');
    if (at < 0) continue;
    const path = detail
      .slice(0, at)
      .replace(/^patch\./, '')
      .replace(/\.(?:\d+|value)(?=\.|$)/g, '');
    found[path] ??= detail.slice(at + 2);
  }
  return found;
}

/** The sections of the form, and the paths their fields have. */
const sections = {
  auth: /^(auth|files\.udap|secrets\.(bearer|clientSecret|udapKey|udapPassphrase))/,
  line: /^(line|files\.(ca|client)|secrets\.(client(Key|Pfx)|proxy|headers|passphrase))/,
  policy: /^policy/,
};
/** One of them. */
export type Section = keyof typeof sections;

/** How many fields of a section are to be corrected. */
export const countIn = (problems: Problems, section: Section): number =>
  Object.keys(problems).filter((path) => sections[section].test(path)).length;

/** Whether every problem stands at a field that shows it; else the failure itself must be shown. */
export const isShownAtField = (problems: Problems): boolean => {
  const paths = Object.keys(problems);
  const plain = ['name', 'baseUrl', 'timeoutMs', 'role', 'cdexVersion'];
  return (
    paths.length > 0 &&
    paths.every((path) => plain.includes(path) || Object.values(sections).some((shape) => shape.test(path)))
  );
};
