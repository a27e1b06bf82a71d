import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { instanceHeader } from './start-receiver.ts';

/** What answered at an address. */
export interface Probed {
  /** HTTP status; absent where nothing answered. */
  status?: number;
  /** Which run of a receiver it is, where it says so. */
  instance?: string;
  /** Why its certificate is not trusted, by OpenSSL's code; absent where it is, or none was shown. */
  untrusted?: string;
  /** Why nothing answered, by the system's code. */
  error?: string;
  durationMs: number;
}

/** How long an address may take, in milliseconds. */
const patienceMs = 4_000;

/**
 * Asks for /metadata at an origin as a partner would, trusting the usual authorities; but whatever is shown, the answer is read. Never
 * rejects. `instance` is the run we hope to meet: it leaves no record of a trial of its own.
 */
export function probe(origin: string, signal: AbortSignal, instance?: string): Promise<Probed> {
  const began = performance.now();
  const ending = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  return new Promise((resolve) => {
    const end = (found: Omit<Probed, 'durationMs'>) => resolve({ ...found, durationMs: performance.now() - began });
    const isSecure = origin.startsWith('https:');
    const common = {
      method: 'GET',
      agent: false as const,
      signal: ending,
      headers: { accept: 'application/fhir+json', ...(instance ? { [instanceHeader]: instance } : {}) },
    };
    const url = `${origin}/metadata`;
    const heard = (answer: http.IncomingMessage) => {
      const met = answer.headers[instanceHeader];
      const { authorized, authorizationError } = answer.socket as TLSSocket;
      answer.destroy();
      end({
        status: answer.statusCode ?? 0,
        ...(typeof met === 'string' ? { instance: met } : {}),
        ...(isSecure && !authorized ? { untrusted: String(authorizationError) } : {}),
      });
    };
    try {
      const request = isSecure
        ? https.request(url, { ...common, rejectUnauthorized: false }, heard)
        : http.request(url, common, heard);
      request.on('error', (error: NodeJS.ErrnoException) =>
        end({ error: ending.aborted ? 'ETIMEDOUT' : (error.code ?? error.message) }),
      );
      request.end();
    } catch (error) {
      end({ error: (error as NodeJS.ErrnoException).code ?? 'failed' });
    }
  });
}

const errors: Record<string, string> = {
  ECONNREFUSED: 'the connection is refused',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'no answer came in time',
  ENOTFOUND: 'the name is not known to the name servers',
  EAI_AGAIN: 'the name servers do not answer',
  ECONNRESET: 'the connection was closed',
  EPROTO: 'what is there does not speak TLS',
};

/** Why nothing answered, as a part of a sentence. */
export const sayError = (code: string): string =>
  errors[code] ?? (/SSL|TLS/.test(code) ? 'what is there does not speak TLS' : `it failed (${code})`);
