/** Moves a database's log into its file, elsewhere than in this thread. */
export type MoveLog = (file: string) => Promise<void>;

/** Has the log moved from time to time. */
export interface LogMover {
  /** A transaction was written. */
  written(): void;
  /** Who moves it from now on; before, and where that fails, SQLite does it itself at the end of a transaction. */
  by(move: MoveLog): void;
}

/** Transactions between two moves: about half the log at which SQLite would stop to do it itself. */
const between = 200;

/**
 * Asks for the log of a database file to be moved before it is so long that SQLite stops for it: a transaction that happens to end there
 * would wait for many megabytes to be written and synced.
 */
export function createLogMover(file: string): LogMover {
  let move: MoveLog | undefined;
  let since = 0;
  let isMoving = false;
  return {
    by(next) {
      move = next;
    },
    written() {
      since += 1;
      if (!move || isMoving || since < between) return;
      since = 0;
      isMoving = true;
      void move(file)
        .catch(() => undefined) // the thread ends with the console; what stays in the log is moved by whoever opens it next
        .finally(() => {
          isMoving = false;
        });
    },
  };
}
