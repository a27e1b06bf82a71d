import type { Resource } from '@medplum/fhirtypes';
import type { SandboxClaim } from '../../../shared/domain/sandbox-parties.ts';

/** A business identifier as a pair: the system is a URI, the value is opaque. */
export interface Identified {
  system: string;
  value: string;
}

/** One synthetic person of the sandbox: how to find them on the provider, and what their record tells. */
export interface SandboxMember {
  /** Logical id of the Patient on the provider; the payer knows the same person under another id. */
  patientId: string;
  name: string;
  /** FHIR date, to the day. */
  birthDate: string;
  /** The identifier both sides share (type MB). */
  memberId: Identified;
  /** The provider's medical record number (type MR). */
  mrn: Identified;
  /** Provider-assigned identifier of the newest claim, where there is one. */
  claimId?: Identified;
  /** Everything that was billed or asked to be authorized, oldest first. */
  claims: SandboxClaim[];
  /** One sentence for people. */
  storyline: string;
}

/** Everything the two embedded servers start with. References resolve within their own world. */
export interface SandboxSeed {
  provider: Resource[];
  payer: Resource[];
  members: SandboxMember[];
}
