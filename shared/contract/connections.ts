import { z } from 'zod';
import { type Connection, cdexVersions, roles } from '../domain/connection.ts';
import type { ServerAbilities } from '../fhir/abilities.ts';
import { read, write } from './define.ts';
import { partnerInput } from './partner.ts';

const fields = {
  name: z.string().trim().min(1).max(80),
  baseUrl: z.string().trim().min(1),
  role: z.enum(roles),
  cdexVersion: z.enum(cdexVersions),
  timeoutMs: z.number().int().min(100).max(3_600_000),
};

/** Partners as they are stored. */
export const commands = {
  'connections.list': read<Connection[]>()(z.strictObject({})),
  'connections.get': read<Connection>()(z.strictObject({ connection: z.string() })),
  'connections.add': write<Connection>()(
    z.strictObject({
      ...fields,
      role: fields.role.default('payer'),
      cdexVersion: fields.cdexVersion.default('2.1'),
      timeoutMs: fields.timeoutMs.default(30_000),
    }),
  ),
  'connections.update': write<Connection>()(
    z.strictObject({ connection: z.string(), patch: z.strictObject(fields).partial() }),
  ),
  'connections.remove': write<{ removed: string }>()(z.strictObject({ connection: z.string() })),
  /** What the partner's CapabilityStatement says; read once and kept in memory, again with `refresh`. */
  'connections.abilities': read<ServerAbilities & { exchangeId: string; readAt: string }>()(
    z.strictObject({ partner: partnerInput, refresh: z.boolean().default(false) }),
  ),
};
