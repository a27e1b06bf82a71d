import { chmodSync, mkdirSync } from 'node:fs';

/** Creates a folder only its owner can enter (0700). */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}
