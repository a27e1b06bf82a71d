/** A place among those that are at work; leave it exactly once, later calls do nothing. */
export type Leave = () => void;

/** Lets so many in at once; the others wait in line, unread, so that their senders are slowed down instead of our memory filled. */
export interface Turns {
  /** Resolves with a place, or undefined where the line is too long or the wait over. */
  enter(): Promise<Leave | undefined> | Leave;
}

/** `places` at once, `waiting` in line for at most `waitMs` milliseconds. */
export function createTurns({ places, waiting, waitMs }: { places: number; waiting: number; waitMs: number }): Turns {
  let free = places;
  const line = new Set<(leave: Leave | undefined) => void>();

  function take(): Leave {
    let left = false;
    free -= 1;
    return () => {
      if (left) return;
      left = true;
      free += 1;
      const [next] = line;
      if (!next) return;
      line.delete(next);
      next(take());
    };
  }

  return {
    enter() {
      if (free > 0) return take();
      if (line.size >= waiting) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          line.delete(next);
          resolve(undefined);
        }, waitMs);
        const next = (leave: Leave | undefined) => {
          clearTimeout(timer);
          resolve(leave);
        };
        line.add(next);
      });
    },
  };
}
