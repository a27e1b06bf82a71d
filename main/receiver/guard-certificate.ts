import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Judged } from './guard.ts';
import { outcomeOf, respond } from './respond.ts';

/** Why a client certificate does not count, for whoever sent it; by the codes OpenSSL has. */
const reasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'leads to an authority this receiver does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'leads to an authority this receiver does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'leads to an authority this receiver does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'leads to an authority this receiver does not know, or comes without its chain',
  INVALID_PURPOSE: 'was not issued for clients',
};

/** The common name of a subject, else all of it on one line. */
const nameIn = (subject: string) => /^CN=(.+)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');

/**
 * Lets in whoever showed a certificate of an authority that counts; the sender is its common name. The handshake itself lets everybody
 * through, so that a refusal can say in words what is wrong.
 */
export function admitByCertificate({ socket }: IncomingMessage): Judged {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (!(socket instanceof TLSSocket) || !certificate) {
    const next = 'Configure your client with the certificate and key agreed on with this receiver.';
    return {
      refusal: respond(401, outcomeOf('error', 'login', 'This receiver needs a client certificate.', next), {
        'www-authenticate': 'Certificate realm="receiver"',
      }),
    };
  }
  const sender = nameIn(certificate.subject);
  if (socket.authorized) return { sender };
  const code = String(socket.authorizationError ?? '');
  const text = `The client certificate of ${sender} ${reasons[code] ?? `is not trusted (${code})`}.`;
  const next = 'Use a certificate that this receiver’s authority issued, and send its chain.';
  return { refusal: respond(403, outcomeOf('error', 'forbidden', text, next)), sender };
}
