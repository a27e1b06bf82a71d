import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { roleIsHeld, takeRole } from '../../../main/store/role-locks.ts';
import { failure, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { forkHelper } from './processes.ts';

test('a role is held by one; the refusal names the holder, and release frees it', () => {
  const folder = throwAwayFolder();
  const lock = unwrap(takeRole(folder, 'receiver'));
  const error = failure(takeRole(folder, 'receiver'));
  expect(error.code).toBe('role-held');
  expect(error.message).toContain(`process id ${process.pid}`);
  expect(error.next).toContain(String(process.pid));
  expect(roleIsHeld(folder, 'receiver')).toBe(true);
  expect(roleIsHeld(folder, 'scheduler')).toBe(false);
  unwrap(takeRole(folder, 'scheduler')).release();
  lock.release();
  expect(roleIsHeld(folder, 'receiver')).toBe(false);
  unwrap(takeRole(folder, 'receiver')).release();
});

test('the lock files belong to their owner alone', () => {
  const folder = throwAwayFolder();
  const lock = unwrap(takeRole(folder, 'sandbox'));
  const files = ['sandbox.lock', 'sandbox.pid'].map((name) => path.join(folder, 'locks', name));
  expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600']);
  expect(readFileSync(path.join(folder, 'locks', 'sandbox.pid'), 'utf8')).toBe(String(process.pid));
  lock.release();
});

test('a role of another process is free as soon as that process is killed', async () => {
  const folder = throwAwayFolder();
  const helper = forkHelper(new URL('child.ts', import.meta.url), ['hold', folder]);
  expect(await helper.said()).toBe('held');
  expect(failure(takeRole(folder, 'receiver')).message).toContain(`process id ${helper.child.pid}`);
  await helper.kill();
  unwrap(takeRole(folder, 'receiver')).release();
});
