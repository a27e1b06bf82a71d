import type { CommandInput } from '../../../shared/contract/commands.ts';
import type { Auth, Line, SecretName } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';

type Patch = CommandInput<'connections.update'>['patch'];
type Said = Pick<Patch, 'secrets' | 'files' | 'line' | 'auth'>;

/** What connections.add and connections.update are given. */
export type ConnectionFields = Partial<Omit<Connection, keyof Said>> & Said;

const textOf = (given: unknown): string | undefined =>
  typeof given === 'object' && given !== null && 'value' in given ? String(given.value) : undefined;

/** How a connection stands after these were given: of secrets their names alone. */
export function kept({ secrets = {}, files = {}, line, auth }: Said, before?: Connection): Partial<Connection> {
  const names = new Set<SecretName>(before?.secrets ?? []);
  for (const [name, value] of Object.entries(secrets)) {
    if (name === 'passphrase') continue;
    const secret = (name === 'clientPfx' ? 'clientKey' : name) as SecretName;
    if (value === null) names.delete(secret);
    else names.add(secret);
  }
  const lines: Line = { ...before?.line };
  for (const [name, value] of Object.entries({ ...line, ...files })) {
    if (name === 'udapCertificate') continue;
    if (value === null) delete lines[name as keyof Line];
    else if (value !== undefined) lines[name as keyof Line] = textOf(value) ?? String(value);
  }
  return { secrets: [...names], line: lines, ...(auth ? { auth: auth as Auth } : {}) };
}
