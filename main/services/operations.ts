import type { Progress } from '../../shared/contract/events.ts';

/** What is under way, so that it can be cancelled by whoever started it. */
export interface Operations {
  /** Runs `work` under an id; its signal is aborted by `cancel` and when the console closes. */
  run<T>(operationId: string | undefined, label: string, work: (operation: Operation) => Promise<T>): Promise<T>;
  cancel(operationId: string): boolean;
  /** The console closes: everything is cancelled, and whatever still begins. */
  cancelAll(): void;
}

/** One operation under way: its signal says when to stop, `progress` how far it is. */
export interface Operation {
  signal: AbortSignal;
  progress(change: Partial<Omit<Progress, 'operationId' | 'done'>>): void;
  /** The same for what somebody waits for: told at once, whatever was told just before. */
  tell(change: Partial<Omit<Progress, 'operationId' | 'done'>>): void;
}

/** Progress is told at most this often, in milliseconds. */
const paceMs = 100;

/** The operations of one console; `announce` tells their progress. */
export function createOperations(announce: (progress: Progress) => void): Operations {
  const running = new Map<string, AbortController>();
  let made = 0;
  let isOver = false;
  return {
    async run(given, label, work) {
      made += 1;
      const operationId = given ?? `operation-${made}`;
      const controller = new AbortController();
      running.set(operationId, controller);
      if (isOver) controller.abort();
      let state: Progress = { operationId, label, done: false };
      const began = performance.now();
      let told = began; // what ends at once is not worth telling
      try {
        const say = (change: Partial<Progress>, paced: boolean) => {
          state = { ...state, ...change };
          const now = performance.now();
          if (paced && now - told < paceMs) return;
          told = now;
          announce(state);
        };
        return await work({
          signal: controller.signal,
          progress: (change) => say(change, true),
          tell: (change) => say(change, false),
        });
      } finally {
        if (running.get(operationId) === controller) running.delete(operationId); // a later one may have taken the id
        if (told > began) announce({ ...state, done: true });
      }
    },
    cancel(operationId) {
      const controller = running.get(operationId);
      controller?.abort();
      return controller !== undefined;
    },
    cancelAll() {
      isOver = true;
      for (const controller of running.values()) controller.abort();
    },
  };
}
