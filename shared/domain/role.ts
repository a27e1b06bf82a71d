import type { ReceiverProof } from './receiver.ts';
import type { SandboxAnswering } from './sandbox-answering.ts';
import type { SandboxLocks } from './sandbox-access.ts';

/** The parts of the console that only one process per data folder may play. */
export const processRoles = ['receiver', 'scheduler', 'sandbox'] as const;
/** One of these parts. */
export type ProcessRole = (typeof processRoles)[number];

/** Where the receiver can be reached. */
export interface ReceiverAddress {
  submitAttachmentUrl: string;
  notificationUrl: string;
  metadataUrl: string;
  /** Our public keys. */
  jwksUrl?: string;
  /** Origin by which programs of this machine reach it, whatever partners are told. */
  local?: string;
  /** How it knows a sender. A secret part of the path stands in none of these addresses; partners are told by `receiver.tell`. */
  proof?: ReceiverProof;
  /** Names this run of the receiver; its answers at /metadata carry it, so that another program at the address is found out. */
  instance?: string;
}

/** Where the sandbox's two servers can be reached, and their token URLs, which work whether or not they ask for tokens. */
export interface SandboxAddress {
  provider: { fhirBaseUrl: string; tokenUrl?: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string; tokenUrl?: string };
}

/** Who plays a role now. A record like others, so that every process sees what another one runs. */
export interface Role {
  id: ProcessRole;
  running: boolean;
  /** Process id of the holder, while running. */
  pid?: number;
  /** ISO instant it started. */
  since?: string;
  receiver?: ReceiverAddress;
  sandbox?: SandboxAddress;
  /** Names of the faults the sandbox has now, while running. */
  faults?: string[];
  /** How the sandbox locks its doors, while running. */
  locks?: SandboxLocks;
  /** How the sandbox answers Tasks, while running. */
  answering?: SandboxAnswering;
}
