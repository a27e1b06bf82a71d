import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { PartnerInput } from '../../shared/contract/partner.ts';
import { type Connection, normalBaseUrl } from '../../shared/domain/connection.ts';
import { type Policy, defaultPolicy } from '../../shared/domain/policy.ts';
import { needsAdmission, plainLine } from '../exchange/line.ts';
import type { Partner } from '../exchange/partner.ts';
import type { Kit } from './kit.ts';
import { readTls } from './read-tls.ts';
import { saidVariable, setVariable } from './say-source.ts';

const defaultTimeoutMs = 30_000;

/** The stored connection an input names, by id or by name. */
export function findConnection(kit: Pick<Kit, 'store'>, idOrName: string): Reply<Connection> {
  const connection = kit.store.connections.find(idOrName);
  if (connection) return ok(connection);
  const names = kit.store.connections.list().map(({ name }) => name);
  return fail(
    'not-found',
    `No connection is called ${JSON.stringify(idOrName)}.`,
    names.length ? `Use one of: ${names.join(', ')}.` : 'Add a connection first.',
  );
}

/**
 * The connection of something a server holds. One that a person moved to another server has nothing to do with what the old one holds;
 * the sandbox's own follow its ports.
 */
export function connectionOf(
  { store }: Pick<Kit, 'store'>,
  { connectionId, baseUrl }: { connectionId?: string; baseUrl: string },
): Connection | undefined {
  const connection = connectionId ? store.connections.get(connectionId) : undefined;
  return connection && (connection.baseUrl === baseUrl || connection.origin !== 'user') ? connection : undefined;
}

/** A base URL in the spelling that is stored; credentials inside one are refused, and not repeated. */
export function checkBaseUrl(text: string): Reply<string> {
  const baseUrl = normalBaseUrl(text);
  if (baseUrl) return ok(baseUrl);
  return fail(
    'invalid-input',
    `${/^[\w.:/-]*\/[\w.:/-]*$/.test(text) ? JSON.stringify(text) : 'What was given'} is not a FHIR base URL.`,
    'Give an http or https URL without a query, and without a name or password in it.',
    { details: ['baseUrl: an http or https URL without a query and without credentials'] },
  );
}

/** Makes an input into a partner: looks the connection up, or reads the secrets that were named. */
export function resolvePartner(kit: Pick<Kit, 'store' | 'ports' | 'admit'>, input: PartnerInput): Reply<Partner> {
  if ('connection' in input) {
    const found = findConnection(kit, input.connection);
    return found.ok ? ok(fromConnection(kit, found.value)) : found;
  }
  const checked = checkBaseUrl(input.baseUrl);
  if (!checked.ok) return checked;
  const baseUrl = checked.value;
  const secrets = readSecrets(kit, input);
  if (!secrets.ok) return secrets;
  return ok({
    // A partner we know is called by its name, however it was addressed.
    name: kit.store.connections.list().find((known) => known.baseUrl === baseUrl)?.name ?? new URL(baseUrl).host,
    baseUrl,
    role: 'payer',
    cdexVersion: input.cdexVersion ?? '2.1',
    timeoutMs: input.timeoutMs ?? defaultTimeoutMs,
    ...secrets.value,
  });
}

/** A stored connection as a partner; what of it is secret comes by its admission, just before each exchange. */
export const fromConnection = (kit: Pick<Kit, 'admit'>, connection: Connection): Partner => ({
  connectionId: connection.id,
  name: connection.name,
  baseUrl: connection.baseUrl,
  role: connection.role,
  cdexVersion: connection.cdexVersion,
  timeoutMs: connection.timeoutMs,
  secretHeaders: {},
  quirks: connection.policy.quirks,
  ...plainLine(connection),
  ...(needsAdmission(connection) ? { admit: kit.admit(connection.id) } : {}),
});

/** What was agreed with a partner; nothing with one that is not stored. */
export const policyOf = ({ store }: Pick<Kit, 'store'>, { connectionId }: Partner): Policy =>
  (connectionId ? store.connections.get(connectionId)?.policy : undefined) ?? defaultPolicy;

type Named = Exclude<PartnerInput, { connection: string }>;

/** Reads what the input names by environment variable or file; only a host whose user typed those names may do so. */
function readSecrets({ ports }: Pick<Kit, 'ports'>, input: Named): Reply<Pick<Partner, 'secretHeaders' | 'tls'>> {
  const wanted = [input.tokenEnv, ...(input.headerEnv ?? []), input.caFile, input.certFile, input.keyFile];
  if (wanted.some((name) => name !== undefined) && !ports.capabilities.includes('environment'))
    return fail(
      'capability-missing',
      'This host reads no environment variables and no files for a request.',
      'Use the command line, or add a connection.',
    );
  const secretHeaders: Record<string, string> = {};
  for (const name of input.headerEnv ?? []) {
    const value = ports.environment(name);
    const colon = value?.indexOf(':') ?? -1;
    if (value === undefined || colon < 1)
      return fail(
        'secret-missing',
        `The ${saidVariable(name)} holds no header.`,
        `Set ${setVariable(name)} to "Name: value".`,
      );
    secretHeaders[value.slice(0, colon).trim().toLowerCase()] = value.slice(colon + 1).trim();
  }
  if (input.tokenEnv) {
    const token = ports.environment(input.tokenEnv)?.trim();
    if (!token)
      return fail(
        'secret-missing',
        `The ${saidVariable(input.tokenEnv)} is empty.`,
        `Set ${setVariable(input.tokenEnv)} to the access token.`,
      );
    secretHeaders.authorization = `Bearer ${token}`;
  }
  const tls = readTls(input);
  if (!tls.ok) return tls;
  return ok({ secretHeaders, ...(tls.value ? { tls: tls.value } : {}) });
}
