import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/**
 * The SHA-256 thumbprint (base64url) of the client certificate a request came with: `x5t#S256` of a token that is bound to it
 * (RFC 8705, section 3.1). Undefined for a request without one.
 */
export function peerThumbprint({ socket }: IncomingMessage): string | undefined {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return certificate && createHash('sha256').update(certificate.raw).digest('base64url');
}
