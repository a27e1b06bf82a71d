import type { Diagnosis, DiagnosisCode } from '../../shared/domain/diagnosis.ts';

/** An error of TLS as Node tells it. */
export interface TlsError {
  /** Node's or OpenSSL's code. */
  code: string;
  message: string;
  /** The names in the certificate, for a mismatch: `DNS:a, IP Address:b`. */
  names?: string | undefined;
}

type Cause = [code: DiagnosisCode, what: string, next: string];

/** The places that take a certificate to trust. */
const trust = 'put it among the authorities in the connection’s line, or give it to a command with --ca';
/** The places that take ours. */
const show = 'in the connection’s line (--mtls-cert, --mtls-key), or to a command with --cert and --key';

const certificates: Record<string, Cause> = {
  CERT_HAS_EXPIRED: [
    'certificate-expired',
    'its certificate has expired',
    'Ask the partner to renew it; check the clock of this machine too.',
  ],
  CERT_NOT_YET_VALID: [
    'certificate-not-yet-valid',
    'its certificate is not valid yet',
    'Check the clock of this machine, then ask the partner from when it holds.',
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'certificate-untrusted',
    'its certificate is self-signed and not trusted here',
    `Get the partner’s certificate by a safe way; ${trust}.`,
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'certificate-untrusted',
    'its certificate chain ends in an authority that is not trusted here',
    `Get the certificate of that authority by a safe way; ${trust}.`,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'certificate-untrusted',
    'its certificate cannot be traced to a trusted authority; an intermediate certificate may be missing',
    `Ask the partner to send the whole chain, or get the authority’s certificate by a safe way; ${trust}.`,
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'certificate-untrusted',
    'the issuer of its certificate is not trusted here',
    `Get the issuer’s certificate by a safe way; ${trust}.`,
  ],
  CERT_REVOKED: ['certificate-untrusted', 'its certificate was revoked', 'Ask the partner for a new one.'],
  INVALID_PURPOSE: [
    'certificate-untrusted',
    'its certificate is not meant for servers',
    'Ask the partner for one with the key usage of a server.',
  ],
};

const weak = 'Ask the partner to renew what is too weak: 2048 bits for RSA, and SHA-256, at least.';

function mismatch({ names }: TlsError): Cause {
  const list = (names ?? '').replace(/\b(?:DNS|IP Address):/g, '').trim();
  return [
    'hostname-mismatch',
    `its certificate is for another host name: it names ${list || 'none'}`,
    'Compare the host of the base URL with the names in the certificate; where one of them is meant, pin it in the connection’s line (--server-name).',
  ];
}

/** What the partner said of our certificate, by the end of its alert (RFC 8446, section 6.2). */
const alerts: [alert: RegExp, what: string][] = [
  [/unknown.?ca/i, 'it does not trust the authority that issued our client certificate'],
  [/certificate.?expired/i, 'it says our client certificate has expired'],
  [/certificate.?revoked/i, 'it says our client certificate was revoked'],
  [/unsupported.?certificate/i, 'it cannot use this kind of client certificate'],
  [/(bad.?certificate|certificate.?unknown|access.?denied)/i, 'it does not accept our client certificate'],
];

function handshake({ code, message }: TlsError, shown: boolean): Cause {
  const said = `${code} ${message}`;
  if (/wrong.version.number|http.request|packet.length.too.long/i.test(said))
    return [
      'tls-failed',
      'it does not speak TLS on this port',
      'Use http:// in the base URL if that is meant, or the port on which the partner offers https.',
    ];
  if (/protocol.version|unsupported.protocol|version.too.low|no.protocols.available/i.test(said))
    return [
      'protocol-too-old',
      'it offers no TLS newer than 1.1, and 1.2 is the least we speak',
      'Ask the partner to offer TLS 1.2 or 1.3; HRex allows nothing older.',
    ];
  if (/key.values.mismatch/i.test(said))
    return [
      'key-mismatch',
      'our client certificate and its key do not belong together',
      `Give the certificate and its own key ${show}.`,
    ];
  const refused = alerts.find(([alert]) => alert.test(said));
  const missing: Cause = [
    'client-certificate-missing',
    'it wants a client certificate, and none is set',
    `Give the certificate and key agreed with the partner ${show}.`,
  ];
  if (/certificate.required/i.test(said) || refused) {
    if (!shown) return missing;
    const what = refused?.[1] ?? 'it wants a client certificate, and not the one that was shown';
    return [
      'client-certificate-refused',
      what,
      `Compare with the partner which certificate was agreed; give it ${show}.`,
    ];
  }
  if (/handshake.failure/i.test(said)) {
    if (!shown) return missing; // most servers say it so under TLS 1.2
    return [
      'client-certificate-refused',
      'it ended the handshake: it does not accept our client certificate, or has no cipher in common with us',
      'Compare certificate and ciphers with the partner.',
    ];
  }
  if (/before secure TLS connection/.test(message))
    return shown
      ? [
          'client-certificate-refused',
          'it ended the connection in the middle of the handshake, as servers do that do not take our client certificate',
          'Ask the partner what their server logs, and compare which certificate was agreed.',
        ]
      : [
          'tls-failed',
          'it ended the connection in the middle of the handshake',
          'Ask the partner what their server or gateway logs at this time, and whether it wants a client certificate.',
        ];
  if (/too.small|too.weak/i.test(said))
    return ['tls-failed', 'its keys or signatures are too weak to be trusted', weak];
  return [
    'tls-failed',
    'the handshake broke off',
    'See the detail; compare protocol and certificates with the partner.',
  ];
}

/**
 * Why TLS with `host` failed, or would; undefined for an error that is none of TLS. `shown`: whether we had a client certificate to show,
 * which tells one that is missing from one that is refused.
 */
export function explainTls(error: TlsError, host: string, shown: boolean): Diagnosis | undefined {
  const cause = causeOf(error, shown);
  if (!cause) return undefined;
  const [code, what, next] = cause;
  return { code, message: `The secure connection to ${host} failed: ${what}.`, next, requirement: 'CONF-014' };
}

function causeOf(error: TlsError, shown: boolean): Cause | undefined {
  const { code, message } = error;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') return mismatch(error);
  const known = Object.hasOwn(certificates, code) ? certificates[code] : undefined;
  if (known) return known;
  if (code.startsWith('ERR_OSSL') && !/KEY_VALUES_MISMATCH/.test(code))
    return [
      'tls-failed',
      'the certificate or key given for it cannot be used',
      `Check that they are whole PEM files that belong together; give them ${show}.`,
    ];
  if (/^(CERT|INVALID|UNABLE|PATH|SUBJECT|AKID)_/.test(code))
    return [
      'certificate-untrusted',
      'its certificate chain cannot be verified',
      'See the detail, and give it to the partner.',
    ];
  if (/^ERR_(SSL|TLS|OSSL)|^EPROTO$/.test(code) || /\bSSL\b|\bTLS\b|certificate/i.test(message))
    return handshake(error, shown);
  return undefined;
}
