/** How the receiver knows a sender: not at all, by a secret part of the path, by a header, by a token of the sandbox's authorization server, or by its certificate. */
export const receiverProofs = ['none', 'path', 'header', 'bearer', 'certificate'] as const;
/** One of these. */
export type ReceiverProof = (typeof receiverProofs)[number];

/** A secret of the receiver, as the vault keeps it. */
export type ReceiverSecret = 'tls-key' | 'path' | 'header';

/** How the receiver listens; the one record of its kind. No secret is part of it: key, path and header value lie in the vault. */
export interface ReceiverSetup {
  id: 'receiver';
  /** IP address to listen on; 127.0.0.1 unless somebody chose wider. */
  host: string;
  /** The name or address partners are told, where it is not `host`: a tunnel's or a router's. An origin such as https://push.example. */
  publicUrl?: string;
  /** Limit of one decoded body in bytes (CONF-022). */
  maxBytes: number;
  tls: ReceiverTls;
  proof: ReceiverProof;
  /** Name of the header, of the proof `header`. */
  headerName?: string;
  /** Matching of tracking ids: by system and value, or by the value alone. */
  matching: 'strict' | 'value';
  /** Refuses submissions without a signature (400). */
  requireSignature: boolean;
  /** Which of its secrets lie in the vault. */
  secrets: ReceiverSecret[];
}

/** Whether it speaks TLS: not at all, with a certificate made here, with one the person gave, or with one of the sandbox's authority. */
export interface ReceiverTls {
  mode: 'off' | 'made' | 'given' | 'sandbox';
  /** PEM chain, the receiver's own certificate first. */
  certificate?: string;
  /** PEM of the authorities whose client certificates count, of the proof `certificate`. */
  clientCa?: string;
}

/** What holds until somebody chooses: loopback, plain, open to every program of this machine. The guide names 100 MB as an example (CONF-022). */
export const defaultReceiverSetup: ReceiverSetup = {
  id: 'receiver',
  host: '127.0.0.1',
  maxBytes: 100_000_000,
  tls: { mode: 'off' },
  proof: 'none',
  matching: 'value',
  requireSignature: false,
  secrets: [],
};

/** What kind of network an address belongs to. */
export type AddressKind = 'loopback' | 'link-local' | 'private' | 'carrier' | 'public' | 'name';

/** One address of this machine, tried. */
export interface ReachedAddress {
  address: string;
  /** Name of the network interface; absent for the public URL. */
  network?: string;
  kind: AddressKind;
  /** Where a partner would send to. */
  submitAttachmentUrl: string;
  /** Whether the receiver answered there: `answered`, something else did, or nothing did. */
  result: 'answered' | 'another' | 'silent';
  /** What was found, in a sentence. */
  says: string;
  durationMs?: number;
}

/** One thing between a partner and the receiver, and what to do about it. */
export interface Obstacle {
  code:
    | 'stopped'
    | 'loopback-only'
    | 'firewall'
    | 'nat'
    | 'plain-http'
    | 'certificate'
    | 'no-proof'
    | 'public-url'
    | 'port';
  severity: 'error' | 'warning' | 'information';
  message: string;
  next: string;
}

/** Where partners could reach the receiver, as far as this machine can tell. */
export interface Reach {
  /** ISO instant. */
  at: string;
  running: boolean;
  /** In one sentence: who can reach it as it stands. */
  says: string;
  addresses: ReachedAddress[];
  obstacles: Obstacle[];
}

/**
 * What a sender on this machine must know to push to the receiver, for the embedded partners, who are told as any partner is. It holds
 * secrets, and so is handed over in memory and never kept.
 */
export interface ReceiverIntroduction {
  /** Origins a sender may have been told; whatever is sent to one of them goes to `local`. */
  origins: string[];
  local: string;
  /** The secret first part of the path. */
  path?: string;
  /** A header that opens it, name and value. */
  header?: [name: string, value: string];
  /** Whether it asks for a token of the sandbox's payer. */
  bearer?: boolean;
  /** PEM to trust beside the sandbox's own authority. */
  ca?: string;
}
