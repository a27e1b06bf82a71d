import type { SandboxClock } from '../clock.ts';
import { type ClientKey, parseJwks } from './jwks.ts';
import { isLoopback } from '../../../shared/domain/loopback.ts';

/** A JWKS could not be had; the message says why, in a sentence. */
export class JwksUnreachable extends Error {}

/** How long a JWKS may take, in milliseconds, and how long it may be, in bytes. */
const LIMIT = { milliseconds: 5_000, bytes: 100_000 };

/** How long a JWKS is kept whose server does not say, and the longest it is kept, in seconds. */
const KEEP = { usual: 300, most: 86_400 };

interface Kept {
  keys: ClientKey[];
  until: number;
}

/** Seconds that an answer may be kept (RFC 9111, section 5.2.2). */
function freshFor(cacheControl: string | null): number {
  const says = (cacheControl ?? '').toLowerCase();
  if (/no-store|no-cache/.test(says)) return 0;
  const seconds = Number(/max-age\s*=\s*"?(\d+)/.exec(says)?.[1] ?? KEEP.usual);
  return Math.min(seconds, KEEP.most);
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LIMIT.bytes) throw new JwksUnreachable(`It is longer than ${LIMIT.bytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function fetchText(uri: string): Promise<{ text: string; seconds: number }> {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !isSafe) throw new JwksUnreachable('It must be an https URL, or an http one of this machine.');
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT.milliseconds),
    });
    if (!response.ok) throw new JwksUnreachable(`It answered ${response.status}.`);
    return { text: await readLimited(response), seconds: freshFor(response.headers.get('cache-control')) };
  } catch (error) {
    if (error instanceof JwksUnreachable) throw error;
    const { name, message, cause } = error as Error;
    const reason = name === 'TimeoutError' ? 'it took too long' : cause instanceof Error ? cause.message : message;
    throw new JwksUnreachable(`It cannot be fetched: ${reason}.`);
  }
}

/** Public keys at URLs, kept as long as their servers allow (SMART App Launch 2.2, client-confidential-asymmetric). */
export class FetchedJwks {
  readonly #clock: SandboxClock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** The keys at a URL, from before where that is still good and has the kid. Rejects with JwksUnreachable. */
  async keys(uri: string, kid: string): Promise<ClientKey[]> {
    const kept = this.#kept.get(uri);
    if (kept && kept.until > this.#clock.now() && kept.keys.some((key) => key.kid === kid)) return kept.keys;
    const { text, seconds } = await fetchText(uri);
    const read = parseJwks(text);
    if ('problem' in read) throw new JwksUnreachable(read.problem);
    this.#kept.set(uri, { keys: read.keys, until: this.#clock.now() + seconds * 1000 });
    return read.keys;
  }

  clear(): void {
    this.#kept.clear();
  }
}
