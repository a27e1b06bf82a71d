/** A certificate as people read it. Instants are ISO. */
export interface CertificateInfo {
  subject: string;
  issuer: string;
  serialNumber: string;
  validFrom: string;
  validTo: string;
  /** Whole days until validTo, negative when past. */
  daysLeft: number;
  /** Subject alternative names: `DNS:host`, `URI:...`, `IP:...`. */
  names: string[];
  /** `RSA 2048`, `EC P-384`. */
  key: string;
  /** SHA-256, hexadecimal pairs with colons. */
  fingerprint: string;
  selfSigned: boolean;
  isAuthority: boolean;
}

/** The TLS side of a partner's address, looked at without sending a request. */
export interface TlsView {
  host: string;
  port: number;
  /** ISO instant. */
  at: string;
  /** The name asked for (SNI) and checked. */
  serverName: string;
  /** `TLSv1.3`. */
  protocol?: string;
  cipher?: string;
  /** The partner's own certificate first. */
  chain: CertificateInfo[];
  /** Whether this connection would trust it. */
  trusted: boolean;
  /** Whether we have a client certificate to show, and which. */
  clientCertificate?: CertificateInfo;
  /** Why it would fail, or did: the names of diagnosis.ts. */
  problem?: { code: string; message: string; next: string };
}
