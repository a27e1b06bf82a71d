import { type Failure, fail } from '../../shared/contract/errors.ts';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html); node:sqlite gives the extended ones. */
const sqlite = { busy: 5, readonly: 8, ioError: 10, corrupt: 11, full: 13, cantOpen: 14, notDatabase: 26 } as const;

const primaryOf = (error: unknown): number | undefined => {
  const { errcode } = (error ?? {}) as { errcode?: number };
  return errcode === undefined ? undefined : errcode & 0xff;
};

/** Whether SQLite could not get a lock another connection holds. */
export const isBusy = (error: unknown): boolean => primaryOf(error) === sqlite.busy;

/** Whether there is no room left on the disk. */
export const isFull = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: string };
  return primaryOf(error) === sqlite.full || code === 'ENOSPC' || code === 'EDQUOT';
};

/**
 * What a failure of the disk or of the database means, for people; undefined for every other error. `place` is the file or the
 * folder to name.
 */
export function storageFailure(error: unknown, place = 'the data folder'): Failure | undefined {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const primary = primaryOf(error);
  if (isFull(error))
    return fail(
      'folder-unusable',
      `The disk that holds ${place} is full; nothing was stored.`,
      'Free some space and try again.',
    ).error;
  if (primary === sqlite.busy)
    return fail(
      'folder-unusable',
      `Another program has locked ${place} for too long.`,
      'Close the program that holds it and try again, or choose another folder with --data-dir.',
    ).error;
  if (primary === sqlite.corrupt || primary === sqlite.notDatabase)
    return fail(
      'folder-corrupt',
      `The database in ${place} cannot be read: ${message}.`,
      'Move it aside and start again; a copy from before the last upgrade may lie in its folder backups.',
    ).error;
  if (primary === sqlite.readonly || primary === sqlite.ioError || primary === sqlite.cantOpen || code === 'EROFS')
    return fail(
      'folder-unusable',
      `The disk that holds ${place} cannot be read or written: ${message}.`,
      'Check the disk and the permissions of the folder, then try again.',
    ).error;
  return undefined;
}
