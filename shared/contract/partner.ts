import { z } from 'zod';
import { cdexVersions } from '../domain/connection.ts';

/** A stored connection, by id or by name. */
const stored = z.strictObject({ connection: z.string().min(1) });

/**
 * A partner named on the spot, as the command line does. Secrets are given by name (environment variable, file), never by value;
 * a host that may not read either refuses with `capability-missing`.
 */
const named = z.strictObject({
  baseUrl: z.string().min(1),
  headerEnv: z.array(z.string()).optional(),
  tokenEnv: z.string().optional(),
  caFile: z.string().optional(),
  certFile: z.string().optional(),
  keyFile: z.string().optional(),
  timeoutMs: z.number().int().positive().max(3_600_000).optional(),
  cdexVersion: z.enum(cdexVersions).optional(),
});

/** Whom to exchange with. */
export const partnerInput = z.union([stored, named], {
  error: 'Name a partner: {"connection": id or name} or {"baseUrl": URL}.',
});
/** The same as a type. */
export type PartnerInput = z.infer<typeof partnerInput>;
