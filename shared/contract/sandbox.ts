import { z } from 'zod';
import type { Connection } from '../domain/connection.ts';
import type { Role } from '../domain/role.ts';
import {
  afterFinalWays,
  answeringWays,
  noHitsWays,
  outputPlaces,
  trackingWays,
  unknownMemberWays,
} from '../domain/sandbox-answering.ts';
import { certificateKinds, type SandboxClient, sandboxTls } from '../domain/sandbox-access.ts';
import type { SandboxClaim } from '../domain/sandbox-parties.ts';
import { sampleNames } from '../domain/sandbox-samples.ts';
import { read, write } from './define.ts';
import { given } from './given.ts';

/** A member of the sandbox, for pickers and examples. Identifiers are `system|value`. */
export interface SandboxMemberInfo {
  patientId: string;
  name: string;
  birthDate: string;
  memberId: string;
  claimId?: string;
  /** What was billed and asked to be authorized, oldest first; what attachments can be sent to. */
  claims?: SandboxClaim[];
  storyline: string;
}

/** What the receiver answered to a push of the sandbox provider; to the last one where there were several. */
export interface SandboxPush {
  httpStatus: number;
  trackingId: string;
  outcome?: unknown;
  /** Of each, where the sample is several submissions. */
  answers?: { httpStatus: number; outcome?: unknown }[];
}

/** The files written, PEM. */
export interface SavedCertificates {
  /** The authority to trust. */
  ca: string;
  /** Client certificate with its chain, and its key. */
  certificate: string;
  key: string;
  udapCertificate: string;
  udapKey: string;
}

const port = z.number().int().min(0).max(65535).optional();

/** How the sandbox locks its doors. `clientJwks`: public keys (a JWKS as text) it takes from whichever client id presents them. */
const locks = {
  requireAuth: z.boolean().optional(),
  tls: z.enum(sandboxTls).optional(),
  clientJwks: given.optional(),
};

/** How the provider answers Tasks, and the payer submissions; what is left out stays as it is. */
const answering = {
  answering: z.enum(answeringWays).optional(),
  /** Rejects Tasks without a purpose of use (CONF-018). */
  requirePurpose: z.boolean().optional(),
  /** Lets clients reopen Tasks that have ended (CONF-060). */
  reopen: z.boolean().optional(),
  noHits: z.enum(noHitsWays).optional(),
  outputs: z.enum(outputPlaces).optional(),
  /** Milliseconds a Task stays in each status. */
  stepMs: z.number().int().min(10).max(86_400_000).optional(),
  tracking: z.enum(trackingWays).optional(),
  afterFinal: z.enum(afterFinalWays).optional(),
  unknownMember: z.enum(unknownMemberWays).optional(),
};

/** The embedded provider and payer. */
export const commands = {
  'sandbox.status': read<Role>()(z.strictObject({})),
  'sandbox.start': write<Role>()(
    z.strictObject({
      providerPort: port,
      payerPort: port,
      seed: z.number().int().min(0).optional(),
      faults: z.array(z.string()).optional(),
      ...locks,
      ...answering,
    }),
  ),
  /** Changes how the running sandbox locks its doors; its addresses stay, but for http and https. */
  'sandbox.locks': write<Role>()(z.strictObject(locks)),
  /** Changes how its provider answers Tasks, by itself or by hand at a work queue, and its payer submissions. Tasks under way go on in the new way. */
  'sandbox.answering': write<Role>()(z.strictObject(answering)),
  /** Makes a connection's client known to the sandbox: its id with its public keys, its secret or its certificate's authority. */
  'sandbox.admit': write<{ clientId: string }>()(z.strictObject({ connection: z.string().min(1) })),
  /** Gives a connection a certificate of the sandbox's authority; its private key goes to the vault. `udap` makes UDAP its method. */
  'sandbox.certificate': write<Connection>()(
    z.strictObject({ connection: z.string().min(1), kind: z.enum(certificateKinds).default('client') }),
  ),
  /** Writes certificates with their keys into a folder, to try TLS and UDAP by hand; needs the capability `write-files`. */
  'sandbox.saveCertificates': write<SavedCertificates>()(z.strictObject({ folder: z.string().min(1) })),
  /** The clients its authorization servers know. */
  'sandbox.clients': read<SandboxClient[]>()(z.strictObject({})),
  /** Sets these faults and no others, whichever process runs the sandbox; an empty list ends them. */
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
      /** What is submitted; a note and a C-CDA when left out. */
      sample: z.enum(sampleNames).optional(),
    }),
  ),
};
