import { open } from 'node:fs/promises';

/** Windows opens no folders to be flushed; there the entry goes to the disk with the file (NTFS journals it). */
const cannotFlush = new Set(['EPERM', 'EISDIR', 'EINVAL']);

async function flushOnce(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!cannotFlush.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/**
 * Brings the names of new files in a folder to the disk: a flushed file without its name is lost with the machine (fsync(2)). One flush
 * serves all who ask while the last one is under way.
 */
export function createFolderFlush(folder: string): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const flush = flushOnce(folder).finally(() => {
      if (underWay === flush) underWay = undefined;
    });
    underWay = flush;
    return flush;
  };
  return () => {
    if (!underWay) return begin();
    // What is under way may have begun before the file was there.
    next ??= underWay
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}
