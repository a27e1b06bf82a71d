/** Every cause we can name when a partner does not let us in, and the two ways it goes well. */
export const diagnosisCodes = [
  'granted',
  'scope-narrowed',
  // what we said
  'wrong-audience',
  'assertion-expired',
  'assertion-too-long',
  'clock-skew',
  'reused-jti',
  'unknown-client',
  'unknown-kid',
  'signature-refused',
  'algorithm-not-offered',
  'jwks-unreachable',
  'wrong-secret',
  'scope-refused',
  'grant-not-offered',
  'redirect-refused',
  'code-refused',
  'pkce-refused',
  'consent-denied',
  'refresh-refused',
  'udap-certificate-refused',
  'udap-extension-refused',
  'udap-metadata-untrusted',
  'client-refused',
  // the line
  'unreachable',
  'proxy-refused',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-not-yet-valid',
  'hostname-mismatch',
  'client-certificate-missing',
  'client-certificate-refused',
  'key-mismatch',
  'protocol-too-old',
  'tls-failed',
  // what the token endpoint is
  'token-endpoint-unknown',
  'token-endpoint-wrong',
  'token-endpoint-failed',
  'token-endpoint-silent',
  'answer-unusable',
  // ours
  'vault-locked',
  'secret-missing',
  'sign-in-needed',
  'cancelled',
  'unknown',
] as const;
/** One of them. */
export type DiagnosisCode = (typeof diagnosisCodes)[number];

/** What came of asking to be let in: what, where, why, next. */
export interface Diagnosis {
  code: DiagnosisCode;
  /** What happened, a sentence. */
  message: string;
  /** Where: `client_assertion, claim aud`. */
  where?: string;
  /** Why it is so, a sentence. */
  why?: string;
  /** What to do, a sentence that starts with a verb. */
  next: string;
  /** What it rests on: `SMART 2.2`, `RFC 7523`, `CONF-014`. */
  requirement?: string;
  /** The two values that should be the same, and where the second one is from. */
  compare?: { sent: string; wanted: string; from: string };
}
