import { type FileHandle, open } from 'node:fs/promises';

/** Brings what was committed to the disk. */
export interface WalFlush {
  /** Whatever was committed before the call is on the disk when it resolves; rejects where the disk refuses. */
  flush(): Promise<void>;
  close(): void;
}

/**
 * Flushes the write-ahead log of a database file, as SQLite itself does after each commit with synchronous=FULL, but aside, so that the next
 * requests are read meanwhile. What a checkpoint has moved out of the log by then was flushed by that (https://sqlite.org/wal.html). SQLite
 * holds no lock on the log, which closing it here would take away.
 */
export function createWalFlush(file: string): WalFlush {
  let handle: Promise<FileHandle> | undefined;
  return {
    async flush() {
      handle ??= open(`${file}-wal`, 'r+');
      try {
        await (await handle).datasync();
      } catch (error) {
        handle = undefined; // looked for anew, where it was not there
        throw error;
      }
    },
    close() {
      void handle?.then((opened) => opened.close()).catch(() => undefined);
      handle = undefined;
    },
  };
}
