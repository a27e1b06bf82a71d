import { type ErrorCode, fail } from '../../shared/contract/errors.ts';

type Reason = [code: ErrorCode, sentence: string, next: string];

/** The two places that take a certificate to trust. */
const trust = 'Give it to a command with --ca, or start the console with its file in NODE_EXTRA_CA_CERTS.';

const tls: Record<string, [sentence: string, next: string]> = {
  CERT_HAS_EXPIRED: [
    'its certificate has expired',
    'Ask the partner to renew it; check the clock of this machine too.',
  ],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', 'Check the clock of this machine, then ask the partner.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'its certificate is self-signed and not trusted here',
    `Get the partner’s certificate by a safe way. ${trust}`,
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'its certificate chain ends in an authority that is not trusted here',
    `Get the certificate of that authority by a safe way. ${trust}`,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'its certificate cannot be traced to a trusted authority; an intermediate certificate may be missing',
    `Ask the partner to send the whole chain, or get the authority’s certificate by a safe way. ${trust}`,
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'the issuer of its certificate is not trusted here',
    `Get the issuer’s certificate by a safe way. ${trust}`,
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for another host name',
    'Compare the host of the base URL with the names in the certificate.',
  ],
};

/** Advice Node adds to its sentence; ours says what to do here. */
const nodeHint = /; if the root CA is installed locally, .*$/;

/** A transport error as a failure: which kind, what it means for this URL, what to do. `timeoutMs` is the limit that applied. */
export function transportFailure(error: unknown, url: string, timeoutMs: number) {
  const cause = innermost(error);
  const [code, sentence, next] = explain(cause, new URL(url), timeoutMs);
  return fail(code, sentence, next, {
    details: [`${cause.code ?? cause.name}: ${cause.message.replace(nodeHint, '')}`],
  });
}

interface Cause {
  name: string;
  message: string;
  code?: string;
}

/** What went wrong first: undici and Node wrap the cause, and several addresses tried give an AggregateError. */
function innermost(error: unknown): Cause {
  const outer = error as Error & { code?: string; cause?: unknown; errors?: unknown[] };
  if (outer.errors?.[0]) return innermost(outer.errors[0]);
  if (outer.cause instanceof Error) return innermost(outer.cause);
  return outer;
}

function explain({ name, message, code = '' }: Cause, { host, protocol }: URL, timeoutMs: number): Reason {
  if (name === 'AbortError' || code === 'UND_ERR_ABORTED')
    return ['cancelled', 'The exchange was cancelled.', 'Send it again when you are ready.'];
  if (/^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/.test(code))
    return [
      'not-fhir',
      `The answer of ${host} is not compressed as its header says.`,
      'Ask the partner what their server or gateway does with Content-Encoding.',
    ];
  const certificate = tls[code];
  if (certificate) return ['tls-failed', `The secure connection to ${host} failed: ${certificate[0]}.`, certificate[1]];
  if (code.startsWith('ERR_OSSL'))
    return [
      'tls-failed',
      `The certificate or key given for ${host} cannot be used.`,
      'Check that --ca, --cert and --key name PEM files, and that certificate and key belong together.',
    ];
  if (/^ERR_(SSL|TLS)|^EPROTO$/.test(code) || /\bSSL\b|\bTLS\b|certificate/i.test(message))
    return handshake(host, message);
  if (/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/.test(code))
    return [
      'host-unknown',
      `The name ${host} could not be resolved.`,
      'Check the host in the base URL, your DNS and your VPN.',
    ];
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code))
    return [
      'unreachable',
      `Nothing answers at ${host}${code === 'ECONNREFUSED' ? ': the connection was refused' : ''}.`,
      'Check host and port, that the partner’s server runs, and that no firewall or VPN stands between.',
    ];
  if (/TIMEOUT|^ETIMEDOUT$/.test(code) || name === 'TimeoutError')
    return [
      'timed-out',
      `${host} did not answer within ${timeoutMs / 1000} s.`,
      'Try again, allow more time in the connection (--timeout), or ask for less at once (_count).',
    ];
  return [
    'connection-lost',
    `The connection to ${host} broke before the answer was whole.`,
    `Try again; if it stays so, ask the partner what their server or gateway logs at this time${
      protocol === 'https:' ? ', and whether it takes the client certificate (--cert, --key)' : ''
    }.`,
  ];
}

function handshake(host: string, message: string): Reason {
  if (/wrong version number|http request|packet length too long/i.test(message))
    return [
      'tls-failed',
      `${host} does not speak TLS on this port.`,
      'Use http:// in the base URL if that is meant, or the port on which the partner offers https.',
    ];
  if (/certificate required|bad certificate|handshake failure/i.test(message))
    return [
      'tls-failed',
      `${host} refused the secure connection: it wants a client certificate, or not the one that was shown.`,
      'Give the certificate and key agreed with the partner (--cert, --key).',
    ];
  return [
    'tls-failed',
    `The secure connection to ${host} failed.`,
    'See the detail; compare protocol and certificates with the partner.',
  ];
}
