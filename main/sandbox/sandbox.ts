import type { ReceiverIntroduction } from '../../shared/domain/receiver.ts';
import type { ReadSandboxToken, SandboxClient, SandboxLocks, SandboxTls } from '../../shared/domain/sandbox-access.ts';
import type { AnsweringChange, SandboxAnswering } from '../../shared/domain/sandbox-answering.ts';
import type { Admission } from './auth/clients.ts';
import type { CertificateWish, IssuedCertificate } from './certificates/issue.ts';
import type { SandboxMember } from './members/types.ts';
import type { SubmitReceipt, SubmitRequest } from './provider-submit.ts';

/** How to start the sandbox. */
export interface SandboxOptions {
  /** Directory for the databases, or ':memory:'. */
  folder: string;
  /** The file written by scripts/make-definitions.mjs. */
  definitionsFile: string;
  /** 0, the default, takes any free port. */
  providerPort?: number;
  payerPort?: number;
  /** The same seed makes the same members; 1 when absent. */
  seed?: number;
  /** How its provider answers Tasks and its payer submissions, where not as usual. */
  answering?: AnsweringChange;
  /** Names of faults. */
  faults?: string[];
  /** Whether it speaks HTTPS; off when absent. */
  tls?: SandboxTls;
  /** Whether FHIR requests need a token; they do not when absent. One that is sent is checked either way. */
  requireAuth?: boolean;
  /** Public keys, a JWKS as text, taken from whichever client id presents an assertion signed by one of them. */
  clientJwks?: string;
}

/** What can be changed about the locks while it runs; what is left out stays. */
export type LocksChange = Pick<SandboxOptions, 'tls' | 'requireAuth' | 'clientJwks'>;

/** Where both servers are, and how their doors are locked. */
export interface SandboxDoors {
  provider: { fhirBaseUrl: string; tokenUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string; tokenUrl: string };
  locks: SandboxLocks;
}

/** What can be asked of it while it runs, from its own thread or from outside: each action takes one input and answers, both plain data. */
export interface SandboxActions {
  /** Puts both servers back to the state of the seed and calls off every Task. */
  reset(): Promise<void>;
  /** Sets faults; an empty list ends them. */
  setFaults(names: string[]): Promise<void>;
  /** Changes how the doors are locked; answers where they are now. Faults of TLS end with TLS. */
  setLocks(change: LocksChange): Promise<SandboxDoors>;
  /** Changes how the provider answers Tasks; answers how it does now. */
  setAnswering(change: AnsweringChange): Promise<SandboxAnswering>;
  /** Makes a client known to both authorization servers. */
  admit(admission: Admission): Promise<void>;
  /** The clients they know. */
  clients(): Promise<SandboxClient[]>;
  /** Issues a certificate of the sandbox's authority for a public key. */
  issueCertificate(wish: CertificateWish): Promise<IssuedCertificate>;
  /** What an access token of the payer's authorization server says, or why it does not hold. */
  readToken(token: string): Promise<ReadSandboxToken>;
  /** Tells it how the console's receiver is reached and opened, or that there is none. Kept in memory alone. */
  meetReceiver(receiver: ReceiverIntroduction | null): Promise<void>;
  /** Lets the provider submit an unsolicited attachment. */
  submit(request: SubmitRequest): Promise<SubmitReceipt>;
}

/** The running sandbox: a provider and a payer on the loopback interface. */
export interface Sandbox extends SandboxDoors, SandboxActions {
  members: SandboxMember[];
  /** How its provider answered Tasks when it started. */
  answering: SandboxAnswering;
  /**
   * POST {controlUrl}/NAME, the name of an action, or members, with the header x-sandbox-key: the same for other processes. In plain HTTP,
   * whatever the servers speak.
   */
  controlUrl: string;
  controlKey: string;
  close(): Promise<void>;
}
