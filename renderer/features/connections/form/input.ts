import type { SecretsInput } from '../../../../shared/contract/auth.ts';
import type { CommandInput } from '../../../../shared/contract/commands.ts';
import { secretNames } from '../../../../shared/domain/auth.ts';
import { type Connection, normalBaseUrl } from '../../../../shared/domain/connection.ts';
import { defaultPolicy } from '../../../../shared/domain/policy.ts';
import { authInputOf } from '../../../parts/auth-input.ts';
import type { AuthDraft, ConnectionDraft } from './draft.ts';

type Patch = CommandInput<'connections.update'>['patch'];
/** How we are let in, as it is written: what has a default may be left out. */
type AuthGiven = NonNullable<Patch['auth']>;

const some = (text: string): string | undefined => text.trim() || undefined;
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** The name a connection gets when none was written: its host. */
export const nameOf = ({ name, baseUrl }: ConnectionDraft): string => {
  const base = normalBaseUrl(baseUrl.trim());
  return name.trim() || (base ? new URL(base).host : '');
};

/** How we are let in, as the contract wants it; fields of other methods are left out. */
function authInput(auth: AuthDraft): AuthGiven {
  const asks = { clientId: auth.clientId.trim(), tokenUrl: some(auth.tokenUrl), scope: some(auth.scope) };
  switch (auth.method) {
    case 'none':
    case 'bearer':
      return { method: auth.method };
    case 'client-secret':
      return { method: 'client-secret', send: auth.send, ...asks };
    case 'backend':
      return { method: 'backend', ...asks, key: auth.key, jku: some(auth.jku), audience: some(auth.audience) };
    case 'code':
      return {
        method: 'code',
        ...asks,
        client: auth.client,
        key: auth.client === 'asymmetric' ? some(auth.key) : undefined,
        authorizeUrl: some(auth.authorizeUrl),
        redirectPort: auth.redirectPort.trim() === '' ? undefined : Number(auth.redirectPort),
      };
    case 'udap':
      return {
        method: 'udap',
        ...asks,
        clientId: some(auth.clientId),
        registrationUrl: some(auth.registrationUrl),
        organizationId: some(auth.organizationId),
        organizationName: some(auth.organizationName),
        purposeOfUse: auth.purposeOfUse.trim() === '' ? undefined : words(auth.purposeOfUse),
        contact: some(auth.contact),
      };
  }
}

/** Whether two values are the same as JSON; members that are undefined do not count, nor does their order. */
function isSame(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** What was typed into the secret fields, and what is to be forgotten, as the contract wants it. */
function secretsInput({ plans }: ConnectionDraft, typed: Readonly<Record<string, string>>): SecretsInput {
  const { headers, clientPfx, passphrase, udapPassphrase } = typed;
  const given: SecretsInput = {};
  for (const name of secretNames) {
    const value = typed[name];
    if (plans[name] === 'forget') given[name] = null;
    else if (name !== 'headers' && value !== undefined) given[name] = { value };
  }
  if (headers !== undefined) {
    const lines = headers.split('\n').map((line) => line.trim());
    given.headers = lines.filter((line) => line !== '').map((value) => ({ value }));
  }
  if (clientPfx !== undefined) given.clientPfx = { value: clientPfx };
  if (passphrase !== undefined) given.passphrase = { value: passphrase };
  if (udapPassphrase !== undefined) given.udapPassphrase = { value: udapPassphrase };
  return given;
}

type Files = NonNullable<Patch['files']>;

/** Certificates that changed; null takes one away. */
function filesInput({ auth, line }: ConnectionDraft, before: Connection | undefined): Files {
  const file = (text: string, known: string | undefined) => {
    const now = text.trim();
    if (now === (known ?? '').trim()) return undefined;
    return now === '' ? null : { value: now };
  };
  const certificate = line.client === 'pem' ? line.clientCertificate : '';
  const known = before?.auth.method === 'udap' ? before.auth.certificate : undefined;
  const client = line.client === 'pfx' ? undefined : file(certificate, before?.line.clientCertificate);
  const files: Files = {
    ca: file(line.ca, before?.line.ca),
    clientCertificate: client,
    udapCertificate: auth.method === 'udap' ? file(auth.certificate, known) : undefined,
  };
  return Object.fromEntries(Object.entries(files).filter(([, value]) => value !== undefined));
}

const hasAny = (value: object) => Object.keys(value).length > 0;

/** What saving sends: the plain facts always, the rest only where it changed. `typed` goes into the answer and nowhere else. */
export function patchOf(
  draft: ConnectionDraft,
  before: Connection | undefined,
  typed: Readonly<Record<string, string>>,
): Patch & { name: string; baseUrl: string } {
  const { role, cdexVersion, policy, line } = draft;
  const auth = authInput(draft.auth);
  const files = filesInput(draft, before);
  const secrets = secretsInput(draft, typed);
  if (files.clientCertificate === null && before?.secrets.includes('clientKey')) secrets.clientKey = null;
  const names = { serverName: some(line.serverName), proxyUrl: some(line.proxyUrl) };
  const known = { serverName: before?.line.serverName, proxyUrl: before?.line.proxyUrl };
  return {
    name: nameOf(draft),
    baseUrl: normalBaseUrl(draft.baseUrl.trim()) ?? draft.baseUrl.trim(),
    role,
    cdexVersion,
    timeoutMs: Math.round(Number(draft.seconds) * 1000),
    ...(isSame(auth, before ? authInputOf(before.auth) : { method: 'none' }) ? {} : { auth }),
    ...(isSame(names, known)
      ? {}
      : { line: { serverName: names.serverName ?? null, proxyUrl: names.proxyUrl ?? null } }),
    ...(isSame(policy, before?.policy ?? defaultPolicy) ? {} : { policy }),
    ...(hasAny(files) ? { files } : {}),
    ...(hasAny(secrets) ? { secrets } : {}),
  };
}
