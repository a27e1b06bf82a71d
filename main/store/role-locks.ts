import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ProcessRole } from '../../shared/domain/role.ts';
import { privateFolder } from './private-folder.ts';
import { isBusy } from './storage-failure.ts';

/** A role held by this process until released or until the process dies, however it dies. */
export interface RoleLock {
  release(): void;
}

/**
 * Takes a role for this process, or says who has it. The lock is an open write transaction on a small SQLite file: the operating system
 * drops it with the process, so a killed console never leaves a stale lock. The holder's id lies beside it as text.
 */
export function takeRole(dataFolder: string, role: ProcessRole): Reply<RoleLock> {
  const handle = lock(dataFolder, role, glanceMs);
  if (handle) {
    try {
      writeFileSync(holderFile(dataFolder, role), knownProcess(), { mode: 0o600 });
    } catch (error) {
      handle.close();
      throw error;
    }
    return ok({ release: () => handle.close() });
  }
  const pid = readText(holderFile(dataFolder, role));
  return fail(
    'role-held',
    `The ${role} of this data folder is run by another process${pid ? ` (process id ${pid})` : ''}.`,
    `Use the running one, end process ${pid || 'that holds it'}, or choose another folder with --data-dir.`,
  );
}

/**
 * The process id by which this process is known and can be ended: where the command line was started by an older Node and runs again
 * under the pinned one, that of the first, which passes signals on.
 */
function knownProcess(): string {
  const startedBy = process.env.SWITCHBOARD_STARTED_BY;
  return startedBy === String(process.ppid) ? startedBy : String(process.pid);
}

/** Whether some process plays the role now. */
export function roleIsHeld(dataFolder: string, role: ProcessRole): boolean {
  const handle = lock(dataFolder, role, 0);
  handle?.close();
  return handle === undefined;
}

/** Another process that only looks whether the role is held has the lock for a moment; so long it is waited for, in milliseconds. */
const glanceMs = 100;

const lockFolder = (dataFolder: string) => path.join(dataFolder, 'locks');
const holderFile = (dataFolder: string, role: ProcessRole) => path.join(lockFolder(dataFolder), `${role}.pid`);

function lock(dataFolder: string, role: ProcessRole, waitMs: number): DatabaseSync | undefined {
  try {
    return holdLock(dataFolder, role, waitMs);
  } catch (error) {
    if (!isBusy(error)) throw error;
    return undefined;
  }
}

/** Takes the lock of a name, until the handle is closed or the process dies. Throws SQLite's busy error when another has it. */
export function holdLock(dataFolder: string, name: string, waitMs: number): DatabaseSync {
  privateFolder(lockFolder(dataFolder));
  const file = path.join(lockFolder(dataFolder), `${name}.lock`);
  closeSync(openSync(file, 'a', 0o600)); // SQLite would make it readable for others
  const handle = new DatabaseSync(file);
  try {
    handle.exec(`PRAGMA busy_timeout=${waitMs}; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE;`);
    return handle;
  } catch (error) {
    handle.close();
    throw error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
