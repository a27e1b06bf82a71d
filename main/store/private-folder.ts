import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it, one by one. mkdir's own `recursive` never returns in Node 24.0.0 where a folder exists in which
 * nothing can be made (/proc, a dead automount): it tries for ever.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const above = path.dirname(folder);
  if (above !== folder && !statSync(above, { throwIfNoEntry: false })) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Creates a folder only its owner can enter (0700). */
export function privateFolder(folder: string): void {
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
}
