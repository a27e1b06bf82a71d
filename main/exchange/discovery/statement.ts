import { readFile } from 'node:fs/promises';
import type { Found, StatementSecurity } from '../../../shared/domain/discovery.ts';
import { type ReadSecurity, readStatementSecurity } from '../../../shared/fhir/statement-security.ts';
import type { Store } from '../../store/store.ts';
import type { Heavy } from '../../wire/heavy.ts';
import { doJob } from '../../wire/jobs.ts';
import type { Door } from '../door.ts';
import type { Partner } from '../partner.ts';
import { readAddress } from './members.ts';
import { failedOf } from './published.ts';

/** CapabilityStatement.rest.security of a partner: one exchange, without credentials (FHIR R4, http.html#capabilities). */
export async function readStatement(
  { store, door, heavy }: { store: Store; door: Door; heavy?: Heavy },
  partner: Partner,
  signal?: AbortSignal,
): Promise<Found<StatementSecurity>> {
  const at = `${partner.baseUrl}/metadata`;
  const reply = await door.send(partner, {
    method: 'GET',
    url: at,
    note: 'CapabilityStatement',
    ...(signal ? { signal } : {}),
  });
  if (!reply.ok) return failedOf(reply.error);
  const { exchangeId, resource } = reply.value;
  const read = resource === undefined ? await readKept(store, exchangeId, heavy) : readStatementSecurity(resource);
  return read
    ? { state: 'found', exchangeId, ...readable(read, at) }
    : {
        state: 'failed',
        exchangeId,
        message: `The partner answered with ${reply.value.head?.resourceType ?? 'JSON'}, which is no CapabilityStatement.`,
        next: 'Check the base URL.',
      };
}

/** From the record, where the statement is too large to be at hand; in the worker, where there is one. */
async function readKept(store: Store, exchangeId: string, heavy: Heavy | undefined): Promise<ReadSecurity | undefined> {
  const file = store.exchanges.body(exchangeId, 'response')?.file;
  if (file === undefined) return undefined;
  const path = store.bodies.path(file);
  return heavy ? heavy.run('readStatementSecurity', path) : doJob('readStatementSecurity', await readFile(path), []);
}

/** Its addresses as they can be used. */
function readable(read: ReadSecurity, at: string): { value: StatementSecurity; problems: string[] } {
  const value: StatementSecurity = { services: read.services };
  const problems = [...read.problems];
  for (const name of ['tokenUrl', 'authorizeUrl', 'registerUrl'] as const) {
    const written = read[name];
    if (written === undefined) continue;
    const { url, odd } = readAddress(written, at);
    if (url) value[name] = url;
    if (odd) problems.push(`The ${name.replace('Url', '')} address of oauth-uris ${odd}`);
  }
  return { value, problems };
}
