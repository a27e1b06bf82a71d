import { type ErrorCode, fail } from '../../shared/contract/errors.ts';
import type { DiagnosisCode } from '../../shared/domain/diagnosis.ts';
import type { LineMaterial } from './agents.ts';
import { explainTls } from './tls-failure.ts';
import { ProxyError } from './tunnel.ts';

/** What was tried: the way it was made, and the limit in milliseconds that applied. */
export type Attempt = LineMaterial & { timeoutMs: number };

type Reason = [code: ErrorCode, sentence: string, next: string, diagnosis?: DiagnosisCode];

/** Advice Node adds to its sentence; ours says what to do here. */
const nodeHint = /; if the root CA is installed locally, .*$/;

/**
 * A transport error as a failure: which kind, what it means for this URL, what to do, and where the line is to blame a diagnosis. Its first
 * detail begins with the code of OpenSSL or Node.
 */
export function transportFailure(error: unknown, url: string, attempt: Attempt) {
  const cause = innermost(error);
  const target = new URL(url);
  const details = [`${cause.code || cause.name}: ${cause.message.replace(nodeHint, '')}`];
  const proxy = proxyOf(cause, target, attempt);
  const ownTls = proxy && !isOurs(cause) && explainTls(cause, `the proxy ${proxy}`, false);
  if (ownTls) {
    const diagnosis = { ...ownTls, where: 'the proxy’s certificate', next: proxyNext };
    return fail('tls-failed', ownTls.message, proxyNext, { details, diagnosis });
  }
  if (proxy) {
    const [code, message, next, diagnosis = 'unreachable'] = explainProxy(cause, proxy, attempt.timeoutMs);
    return fail(code, message, next, { details, diagnosis: { code: diagnosis, message, next } });
  }
  const tls = isOurs(cause) ? undefined : explainTls(cause, target.host, attempt.tls?.cert !== undefined);
  if (tls) return fail('tls-failed', tls.message, tls.next, { details, diagnosis: tls });
  const [code, message, next, diagnosis] = explain(cause, target, attempt);
  return fail(code, message, next, {
    details,
    ...(diagnosis ? { diagnosis: { code: diagnosis, message, next } } : {}),
  });
}

interface Cause {
  name: string;
  message: string;
  code: string;
  names?: string | undefined;
  /** Answer of a proxy. */
  status?: number | undefined;
  proxy?: string | undefined;
}

/** What went wrong first: undici and Node wrap the cause, and several addresses tried give an AggregateError. */
function innermost(error: unknown): Cause {
  const outer = error as Error & {
    code?: unknown;
    cause?: unknown;
    errors?: unknown[];
    cert?: { subjectaltname?: string };
  };
  if (outer.errors?.[0]) return innermost(outer.errors[0]);
  if (outer.cause instanceof Error) return innermost(outer.cause);
  const { name, message, cert } = outer;
  const { status, proxy, names } = error instanceof ProxyError ? error : {};
  return {
    name,
    message,
    code: typeof outer.code === 'string' ? outer.code : '',
    names: names ?? cert?.subjectaltname,
    status,
    proxy,
  };
}

const isAborted = ({ name, code }: Cause) => name === 'AbortError' || code === 'UND_ERR_ABORTED';
const isEncoding = ({ code }: Cause) => /^(Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/.test(code);
/** What neither partner nor proxy did. */
const isOurs = (cause: Cause) => isAborted(cause) || isEncoding(cause);
const cannotConnect = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/;

/** The proxy to blame: it said so, or it was all we spoke to (plain http is handed to it whole). */
function proxyOf(cause: Cause, { protocol }: URL, { proxy }: Attempt): string | undefined {
  if (cause.proxy) return cause.name === 'AbortError' ? undefined : cause.proxy;
  if (!proxy || protocol !== 'http:') return undefined;
  const { host } = new URL(proxy.url);
  return cannotConnect.test(cause.code) || (!isOurs(cause) && explainTls(cause, host, false)) ? host : undefined;
}

/** What to do about the TLS of a proxy: nothing of the partner's is wrong. */
const proxyNext =
  'Ask who runs the proxy for its authority, and put that among the authorities in the connection’s line (--ca); or use its http address (--proxy).';

function explainProxy({ code, status, message }: Cause, proxy: string, timeoutMs: number): Reason {
  if (status === 407)
    return [
      'unreachable',
      `The proxy ${proxy} lets nobody through without credentials, or not with these: it answered 407.`,
      'Set user and password of the proxy in the connection’s line (--proxy-env).',
      'proxy-refused',
    ];
  if (status !== undefined)
    return [
      'unreachable',
      `The proxy ${proxy} did not open the way: it answered ${status}.`,
      status >= 500
        ? 'Check host and port of the partner; the proxy cannot reach it.'
        : 'Ask who runs the proxy whether this host and port may be reached through it.',
      'proxy-refused',
    ];
  if (/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/.test(code))
    return [
      'host-unknown',
      `The name of the proxy ${proxy} could not be resolved.`,
      'Check the proxy in the connection’s line (--proxy), your DNS and your VPN.',
    ];
  if (/TIMEOUT|TIMEDOUT/.test(code))
    return [
      'timed-out',
      `The proxy ${proxy} did not answer within ${timeoutMs / 1000} s.`,
      'Try again; check the proxy.',
    ];
  return [
    'unreachable',
    `The proxy ${proxy} cannot be used${code === 'ECONNREFUSED' ? ': it refused the connection' : ` (${code || message})`}.`,
    'Check the proxy in the connection’s line (--proxy), and that it runs.',
  ];
}

function explain(cause: Cause, { host, protocol }: URL, { timeoutMs, tls }: Attempt): Reason {
  const { code, name } = cause;
  if (isAborted(cause)) return ['cancelled', 'The exchange was cancelled.', 'Send it again when you are ready.'];
  if (isEncoding(cause))
    return [
      'not-fhir',
      `The answer of ${host} is not compressed as its header says.`,
      'Ask the partner what their server or gateway does with Content-Encoding.',
    ];
  if (/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/.test(code))
    return [
      'host-unknown',
      `The name ${host} could not be resolved.`,
      'Check the host in the base URL, your DNS and your VPN.',
      'unreachable',
    ];
  if (cannotConnect.test(code))
    return [
      'unreachable',
      `Nothing answers at ${host}${code === 'ECONNREFUSED' ? ': the connection was refused' : ''}.`,
      'Check host and port, that the partner’s server runs, and that no firewall or VPN stands between.',
      'unreachable',
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
    `Try again; if it stays so, ask the partner what their server or gateway logs at this time${hint(protocol, tls)}.`,
  ];
}

/** Many servers hang up without a word: on a client certificate they do not take, and on plain http where they speak TLS. */
const hint = (protocol: string, tls: Attempt['tls']) =>
  protocol !== 'https:'
    ? ', and whether it wants https on this port'
    : `, and whether it ${tls?.cert ? 'takes our' : 'wants a'} client certificate`;
