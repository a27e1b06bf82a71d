/** Whether the sandbox speaks TLS: not at all, with a certificate of its own authority, or asking clients for one too. */
export const sandboxTls = ['off', 'server', 'mutual'] as const;
/** One of them. */
export type SandboxTls = (typeof sandboxTls)[number];

/** How the sandbox locks its doors now. */
export interface SandboxLocks {
  /** Whether FHIR requests need a token. */
  requireAuth: boolean;
  tls: SandboxTls;
  /** PEM of the authority of its certificates, where it speaks TLS. */
  ca?: string;
  /** Why the built-in connections cannot get in though it asks for client certificates, in sentences; absent when they can. */
  lacking?: string;
}

/** What a certificate of the sandbox is for: mutual TLS, or UDAP. */
export const certificateKinds = ['client', 'udap'] as const;
/** One of them. */
export type CertificateKind = (typeof certificateKinds)[number];

/** What an access token of the sandbox's payer says, or why it does not hold, in words. */
export type ReadSandboxToken = { clientId: string; scope: string; thumbprint?: string } | { refusal: string };

/** A client the sandbox's authorization servers know; never its secret. */
export interface SandboxClient {
  clientId: string;
  /** How it proves itself. */
  proof: 'public' | 'secret' | 'jwks' | 'jwks-uri' | 'udap';
  /** The most it may be granted. */
  scope: string;
  redirectUris: string[];
  /** kids of its keys, where it has any. */
  kids: string[];
  /** Built in, by --client-jwks, by a connection, or by dynamic registration. */
  origin: 'practice' | 'client-jwks' | 'connection' | 'registration';
}

/** Clients the sandbox always knows, for practice. Their secret is public: it opens the sandbox alone. */
export const practiceClients = {
  secret: { clientId: 'practice-secret', secret: 'practice-secret-of-the-sandbox' },
  public: { clientId: 'practice-public' },
} as const;
