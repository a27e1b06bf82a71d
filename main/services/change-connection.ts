import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { Auth, Line, SecretName } from '../../shared/domain/auth.ts';
import { secretNames } from '../../shared/domain/auth.ts';
import type { Connection } from '../../shared/domain/connection.ts';
import { checkPair } from '../credentials/certificates.ts';
import { connectionSecret } from '../credentials/vault.ts';
import { checkConnection, ownSecret } from './check-connection.ts';
import { about, type ReadFiles, readFiles, uriOf } from './connection-files.ts';
import { type ReadSecrets, readSecrets, secretWords } from './connection-secrets.ts';
import type { Kit } from './kit.ts';

/** What add and update share. */
export type ConnectionPatch = CommandParsed<'connections.update'>['patch'];

/** A connection as it is to be, and what the vault has to do for it. */
export interface ConnectionChange {
  connection: Connection;
  put: Map<SecretName, string>;
  forget: SecretName[];
  /** Whether a token in hand no longer fits. */
  forgetsToken: boolean;
}

type Part = { [field: string]: unknown };

/** Without what is undefined, so that records say only what was said. */
const said = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields as Part).filter(([, value]) => value !== undefined)) as T;

/** `before` changed by what was given; null takes away. */
function changed<T extends object>(before: T, given: { [F in keyof T]?: T[F] | null | undefined }): T {
  const all = { ...before, ...said(given) } as Part;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as T;
}

/** The secrets that belong to a way of being let in; all others belong to the line. */
const ofMethod: readonly SecretName[] = ['bearer', 'clientSecret', 'udapKey'];

/**
 * Works out what a patch makes of a connection: reads files and secrets, checks them, and that nothing is missing. Changes nothing.
 * `baseUrl` of the patch is in the spelling that is stored.
 */
export async function changeConnection(
  kit: Kit,
  before: Connection,
  { files, secrets, auth, line, policy, ...fields }: ConnectionPatch,
): Promise<Reply<ConnectionChange>> {
  const readPem = await readFiles(kit.ports, files);
  if (!readPem.ok) return readPem;
  const readSecret = await readSecrets(kit.ports, secrets);
  if (!readSecret.ok) return readSecret;
  const pem = readPem.value;
  const nextLine = lineAfter(before.line, line, pem, readSecret.value);
  const nextAuth = authAfter(before.auth, auth, pem);
  const forget = forgotten(before, nextAuth, nextLine, readSecret.value);
  const { put } = readSecret.value;
  const connection: Connection = {
    ...before,
    ...said(fields),
    auth: nextAuth,
    line: nextLine,
    policy: { ...before.policy, ...said(policy ?? {}) },
    secrets: secretNames.filter((name) => put.has(name) || (before.secrets.includes(name) && !forget.includes(name))),
  } as Connection;
  const checked = checkConnection(kit.store, connection);
  if (!checked.ok) return checked;
  const paired = await checkPairs(kit, before, connection, put);
  if (!paired.ok) return paired;
  return ok({ connection, put, forget, forgetsToken: outdatesToken(before, connection, put) });
}

function lineAfter(before: Line, given: ConnectionPatch['line'], pem: ReadFiles, read: ReadSecrets): Line {
  return changed<Line>(before, {
    ...given,
    ca: pem.ca,
    clientCertificate: read.clientCertificate ?? pem.clientCertificate,
  });
}

function authAfter(before: Auth, given: ConnectionPatch['auth'], pem: ReadFiles): Auth {
  const auth = given ?? before;
  if (auth.method === 'code') {
    const { key, ...rest } = auth;
    return said({ ...rest, key: auth.client === 'asymmetric' ? key : undefined }) as Auth;
  }
  if (auth.method !== 'udap') return said(auth) as Auth;
  const known = before.method === 'udap' ? before.certificate : '';
  const certificate = pem.udapCertificate === null ? '' : (pem.udapCertificate ?? known);
  const organizationId = auth.organizationId ?? (certificate ? uriOf(certificate) : undefined) ?? '';
  return said({ ...auth, certificate, organizationId }) as Auth;
}

function forgotten(before: Connection, auth: Auth, line: Line, { put, forget }: ReadSecrets): SecretName[] {
  const own = ownSecret(auth);
  const stale = ofMethod.filter((name) => name !== own || before.auth.method !== auth.method);
  const gone = new Set<SecretName>([...forget, ...stale]);
  if (!line.clientCertificate) gone.add('clientKey');
  if (!line.proxyUrl) gone.add('proxyCredentials');
  return [...gone].filter((name) => before.secrets.includes(name) && !put.has(name));
}

/** A token was got for an address, as somebody, and may be bound to a client certificate (RFC 8705). */
function outdatesToken(before: Connection, after: Connection, put: Map<SecretName, string>): boolean {
  const basis = ({ baseUrl, auth, line }: Connection) => JSON.stringify([baseUrl, auth, line.clientCertificate]);
  const own = ownSecret(after.auth);
  return basis(before) !== basis(after) || (own !== undefined && put.has(own));
}

async function checkPairs(
  kit: Kit,
  before: Connection,
  after: Connection,
  put: Map<SecretName, string>,
): Promise<Reply<void>> {
  const udap = (auth: Auth) => (auth.method === 'udap' ? auth.certificate : undefined);
  for (const [name, certificate, known] of [
    ['clientKey', after.line.clientCertificate, before.line.clientCertificate],
    ['udapKey', udap(after.auth), udap(before.auth)],
  ] as const) {
    if (!certificate || (certificate === known && !put.has(name))) continue;
    const given = put.get(name);
    const pair = (key: string) => checkPair(new X509Certificate(certificate), createPrivateKey(key));
    const reply = given
      ? ok(pair(given))
      : await kit.vault.use(connectionSecret(before.id, name), `${secretWords[name]} of ${before.name}`, pair);
    if (!reply.ok) return reply;
    const checked = about(name === 'udapKey' ? 'the UDAP certificate' : 'the client certificate', reply.value);
    if (!checked.ok) return checked;
  }
  return ok(undefined);
}
