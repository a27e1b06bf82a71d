import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Puts a text in the place of a file, whole or not at all, whenever the process or the machine dies: a file of its own (0600), flushed,
 * then renamed. One process at a time; what a killed one left lying is replaced. Throws what the disk throws.
 */
export function replaceFile(file: string, text: string): void {
  const beside = `${file}.new`;
  rmSync(beside, { force: true });
  try {
    const handle = openSync(beside, 'wx', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  flushFolder(path.dirname(file));
}

/** Makes the rename itself last; Windows lets no folder be opened, and needs none. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
