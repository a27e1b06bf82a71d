import { z } from 'zod';
import type { Role } from '../domain/role.ts';
import { read, write } from './define.ts';

/** A member of the sandbox, for pickers and examples. Identifiers are `system|value`. */
export interface SandboxMemberInfo {
  patientId: string;
  name: string;
  birthDate: string;
  memberId: string;
  claimId?: string;
  storyline: string;
}

/** What the receiver answered to a push of the sandbox provider. */
export interface SandboxPush {
  httpStatus: number;
  trackingId: string;
  outcome?: unknown;
}

const port = z.number().int().min(0).max(65535).optional();

/** The embedded provider and payer. */
export const commands = {
  'sandbox.status': read<Role>()(z.strictObject({})),
  'sandbox.start': write<Role>()(
    z.strictObject({
      providerPort: port,
      payerPort: port,
      seed: z.number().int().min(0).optional(),
      stepMs: z.number().int().min(10).max(86_400_000).optional(),
      faults: z.array(z.string()).optional(),
    }),
  ),
  /** Sets the provider's faults and no others, whichever process runs the sandbox; an empty list ends them. */
  'sandbox.faults': write<Role>()(z.strictObject({ faults: z.array(z.string()) })),
  'sandbox.stop': write<Role>()(z.strictObject({})),
  /** Back to the state of its seed, running or not. */
  'sandbox.reset': write<{ reset: true }>()(z.strictObject({})),
  'sandbox.members': read<SandboxMemberInfo[]>()(z.strictObject({})),
  /** The sandbox provider submits an unsolicited attachment; `to` defaults to this console's receiver. */
  'sandbox.submit': write<SandboxPush>()(
    z.strictObject({
      to: z.string().optional(),
      patientId: z.string().optional(),
      trackingId: z.string().optional(),
    }),
  ),
};
