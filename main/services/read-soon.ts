import type { Clock, Timer } from '../ports.ts';

/** Reads that others ask for, many times perhaps: they run together, and none twice within a moment. */
export interface SoonReads<By> {
  /** Resolves when those that could be read at once were read; a later one is planned. Never rejects. */
  ask(ids: readonly string[], by: By): Promise<void>;
  stop(): void;
}

/** What soon reads work with. */
export interface SoonOptions<By> {
  clock: Clock;
  /** Which server a record is of; undefined where there is no such record. */
  serverOf(id: string): string | undefined;
  /** Until when (ms) a server wants to be left alone. */
  heldUntil(server: string): number | undefined;
  read(ids: string[], by: By): Promise<void>;
  log(line: string): void;
}

/** The same Task is read at most once in so many milliseconds (a flood of notifications must not become a flood of reads). */
const gapMs = 2_000;

/**
 * A notification may be repeated a thousand times, or tell of a thousand Tasks: what is asked for while a server is being read waits for
 * the next read of it, and what was read a moment ago is read again when the moment is over, once. Source: digest D, receiver safety.
 */
export function createSoonReads<By>({ clock, serverOf, heldUntil, read, log }: SoonOptions<By>): SoonReads<By> {
  /** By server: what is to be read next, and for whom. */
  const wanted = new Map<string, Map<string, By>>();
  const reading = new Map<string, Promise<void>>();
  const startedAt = new Map<string, number>();
  const timers = new Map<string, Timer>();
  let stopped = false;

  function later(key: string, ms: number, work: () => void): void {
    if (stopped || timers.has(key)) return;
    const run = () => {
      timers.delete(key);
      work();
    };
    timers.set(key, clock.after(ms, run));
  }

  /** Puts down what may be read now; plans what may not. */
  function want(server: string, id: string, by: By): void {
    const now = clock.now();
    const last = startedAt.get(id);
    if (last !== undefined && now >= last && now - last < gapMs) {
      later(id, last + gapMs - now, () => void ask([id], by));
      return;
    }
    const list = wanted.get(server) ?? new Map<string, By>();
    wanted.set(server, list.set(id, by));
  }

  async function pump(server: string): Promise<void> {
    await Promise.resolve(); // what is asked for in the same turn goes together
    for (;;) {
      const now = clock.now();
      const until = heldUntil(server);
      const list = wanted.get(server);
      if (stopped || !list || until !== undefined) {
        reading.delete(server); // in the same turn: whoever asks from now on begins anew
        if (list && until !== undefined) later(`server ${server}`, until - now, () => void start(server));
        return;
      }
      wanted.delete(server);
      for (const id of list.keys()) startedAt.set(id, now);
      for (const by of new Set(list.values()))
        await read(
          [...list].filter(([, one]) => one === by).map(([id]) => id),
          by,
        ).catch((error: Error) => log(`Tasks could not be read again: ${error.message}`));
      for (const [id, at] of startedAt) if (clock.now() - at >= gapMs) startedAt.delete(id);
    }
  }

  function start(server: string): Promise<void> {
    const running = reading.get(server) ?? pump(server);
    reading.set(server, running);
    return running;
  }

  async function ask(ids: readonly string[], by: By): Promise<void> {
    const servers = new Set<string>();
    for (const id of new Set(ids)) {
      const server = stopped ? undefined : serverOf(id);
      if (server === undefined) continue;
      want(server, id, by);
      if (wanted.get(server)?.has(id)) servers.add(server);
    }
    await Promise.all([...servers].map(start));
  }

  return {
    ask,
    stop() {
      stopped = true;
      for (const timer of timers.values()) timer.cancel();
      wanted.clear();
    },
  };
}
