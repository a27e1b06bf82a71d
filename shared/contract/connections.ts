import { z } from 'zod';
import { type Connection, cdexVersions, roles } from '../domain/connection.ts';
import type { ServerAbilities } from '../fhir/abilities.ts';
import type { CheckUp } from '../domain/check-up.ts';
import type { Discovery } from '../domain/discovery.ts';
import type { TlsView } from '../domain/tls-view.ts';
import { authInput, filesInput, lineInput, policyInput, secretsInput } from './auth.ts';
import { read, write } from './define.ts';
import { partnerInput } from './partner.ts';

const fields = {
  name: z
    .string()
    .trim()
    .min(1, 'A connection needs a name.')
    .max(80, 'A name has 80 characters at most.')
    .regex(/^[^\p{Cc}]*$/u, 'A name has no control characters.'),
  baseUrl: z.string().trim().min(1),
  role: z.enum(roles),
  cdexVersion: z.enum(cdexVersions),
  timeoutMs: z.number().int().min(100).max(3_600_000),
  auth: authInput,
  line: lineInput,
  policy: policyInput.partial(),
  files: filesInput,
  secrets: secretsInput,
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
      auth: fields.auth.default({ method: 'none' }),
      line: fields.line.optional(),
      policy: fields.policy.optional(),
      files: fields.files.optional(),
      secrets: fields.secrets.optional(),
    }),
  ),
  /** Changes what is named. Secrets stay unless given anew, or taken away by null; a new method forgets those of the old one. */
  'connections.update': write<Connection>()(
    z.strictObject({ connection: z.string(), patch: z.strictObject(fields).partial() }),
  ),
  /** Removes it, its secrets and its tokens. */
  'connections.remove': write<{ removed: string }>()(z.strictObject({ connection: z.string() })),
  /** What the partner's CapabilityStatement says; read once and kept in memory, again with `refresh`. */
  'connections.abilities': read<ServerAbilities & { exchangeId: string; readAt: string }>()(
    z.strictObject({ partner: partnerInput, refresh: z.boolean().default(false) }),
  ),
  /** What the partner publishes about how to be let in; from the record unless `refresh`. */
  'connections.discover': write<Discovery>()(
    z.strictObject({ connection: z.string(), refresh: z.boolean().default(false), operationId: z.string().optional() }),
  ),
  /** Goes along the line step by step, changing nothing at the partner; the result is kept. */
  'connections.test': write<CheckUp>()(z.strictObject({ connection: z.string(), operationId: z.string().optional() })),
  /** The TLS side of the base URL, or of another address of the partner; no request is sent. */
  'connections.tls': read<TlsView>()(
    z.strictObject({ partner: partnerInput, url: z.url({ protocol: /^https$/ }).optional() }),
  ),
};
