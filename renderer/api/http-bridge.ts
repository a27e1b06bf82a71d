import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Reply } from '../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../shared/contract/events.ts';
import type { Lifeline } from './lifeline.ts';
import { readLines } from './read-lines.ts';

/** What the HTTP transport needs; `fetch` and `wait` are given so that tests can hold them. */
export interface HttpBridgeOptions {
  /** Address of the loopback host, without a trailing slash; '' for the page's own. */
  origin: string;
  token: string;
  report: (state: Lifeline) => void;
  fetch?: typeof fetch;
  wait?: (ms: number) => Promise<void>;
}

const longestWait = 5_000;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The console has ended, or this page belongs to an earlier launch. */
const ended: Reply<never> = {
  ok: false,
  error: {
    code: 'connection-lost',
    message: 'The console behind this page has ended.',
    next: 'Start it again and open the address it prints.',
  },
};

/**
 * The bridge over HTTP: a call is a POST, events are lines of JSON on one long answer. Each time that stream opens, a `resync` is
 * heard first, because what happened while it was closed is not on it.
 */
export function httpBridge({ origin, token, report, fetch: ask = fetch, wait = sleep }: HttpBridgeOptions): Bridge {
  const headers = { Authorization: `Bearer ${token}` };

  async function call(name: string, input: unknown): Promise<Reply<unknown>> {
    let response: Response;
    try {
      response = await ask(`${origin}/call/${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(input ?? {}),
      });
    } catch {
      report('lost');
      return ended;
    }
    if (response.status === 401) {
      report('ended');
      return ended;
    }
    report('live');
    return (await response.json()) as Reply<unknown>;
  }

  async function follow(hear: (event: ConsoleEvent) => void, stop: AbortSignal): Promise<void> {
    let delay = 250;
    while (!stop.aborted) {
      try {
        const response = await ask(`${origin}/events`, { headers, signal: stop });
        if (response.status === 401) return report('ended');
        if (response.ok && response.body) {
          report('live');
          delay = 250;
          hear({ type: 'resync', seq: 0 });
          for await (const line of readLines(response.body)) hear(JSON.parse(line) as ConsoleEvent);
        }
      } catch {
        // A refused or broken stream is the ordinary end of a host: fall through and try again.
      }
      if (stop.aborted) return;
      report('lost');
      await wait(delay);
      delay = Math.min(delay * 2, longestWait);
    }
  }

  return {
    call,
    listen(hear) {
      const stop = new AbortController();
      void follow(hear, stop.signal);
      return () => stop.abort();
    },
  };
}
