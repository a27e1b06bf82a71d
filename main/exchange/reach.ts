import { type LookupAddress, promises as dns } from 'node:dns';
import net from 'node:net';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import { transportFailure } from './transport-failure.ts';

/** How an address was reached, without a word said; times in milliseconds. */
export interface Reached {
  host: string;
  port: number;
  address: string;
  /** Absent where the host is an address already. */
  lookupMs?: number;
  connectMs: number;
}

/**
 * Finds the host of a URL and opens its port, then hangs up. `host-unknown`, `unreachable`, `timed-out` or `cancelled` where that does not
 * work within `timeoutMs`.
 */
export async function reach(
  url: string,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<Reply<Reached>> {
  const { hostname, port: given, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const port = Number(given) || (protocol === 'https:' ? 443 : 80);
  const limit = AbortSignal.timeout(timeoutMs);
  const stop = signal ? AbortSignal.any([limit, signal]) : limit;
  try {
    const began = performance.now();
    const found = net.isIP(host) ? undefined : await orStop(dns.lookup(host, { all: true }), stop);
    const lookedUp = performance.now();
    const address = await connect(host, port, found, stop);
    return ok({
      host,
      port,
      address,
      ...(found ? { lookupMs: lookedUp - began } : {}),
      connectMs: performance.now() - lookedUp,
    });
  } catch (error) {
    return transportFailure(signal?.aborted ? aborted() : error, url, { timeoutMs });
  }
}

const aborted = () => Object.assign(new Error('aborted'), { name: 'AbortError' });

/** A name server that is silent cannot be told to stop; nobody waits for it then. */
function orStop<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(stop.reason);
    if (stop.aborted) return end();
    stop.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', end));
  });
}

/** The address that answered. */
async function connect(host: string, port: number, found: LookupAddress[] | undefined, stop: AbortSignal) {
  const lookup: net.LookupFunction | undefined =
    found && ((_, { all }, done) => (all ? done(null, found) : done(null, found[0]?.address ?? '', found[0]?.family)));
  const socket = net.connect({ host, port, ...(lookup ? { lookup } : {}) });
  try {
    await orStop(
      new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.on('error', reject); // stays: an error after giving up must not end the process
      }),
      stop,
    );
    return socket.remoteAddress ?? host;
  } finally {
    socket.destroy();
  }
}
