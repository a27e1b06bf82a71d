/** The parts of the console that only one process per data folder may play. */
export const processRoles = ['receiver', 'scheduler', 'sandbox'] as const;
/** One of these parts. */
export type ProcessRole = (typeof processRoles)[number];

/** Where the receiver can be reached. */
export interface ReceiverAddress {
  submitAttachmentUrl: string;
  notificationUrl: string;
  metadataUrl: string;
}

/** Where the sandbox's two servers can be reached. */
export interface SandboxAddress {
  provider: { fhirBaseUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string };
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
  /** Names of the faults the sandbox's provider has now, while running. */
  faults?: string[];
}
