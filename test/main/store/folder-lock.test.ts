import { expect, test } from 'vitest';
import { whileLocked } from '../../../main/store/folder-lock.ts';
import { holdLock } from '../../../main/store/role-locks.ts';
import { isBusy } from '../../../main/store/storage-failure.ts';
import { throwAwayFolder } from '../../fakes/ports.ts';

test('waits for who has the lock, and gives it back whatever happens', async () => {
  const folder = throwAwayFolder();
  const held = holdLock(folder, 'thing', 0);
  const order: string[] = [];
  const waiting = whileLocked(folder, 'thing', () => order.push('second'));
  await whileLocked(folder, 'another', () => order.push('another name does not wait'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  order.push('first');
  held.close();
  await waiting;
  expect(order).toEqual(['another name does not wait', 'first', 'second']);
  const thrown = new Error('the work failed');
  await expect(
    whileLocked(folder, 'thing', () => {
      throw thrown;
    }),
  ).rejects.toBe(thrown);
  expect(await whileLocked(folder, 'thing', () => 'free again')).toBe('free again');
});

test('gives up in the end, as a busy database', async () => {
  const folder = throwAwayFolder();
  const held = holdLock(folder, 'thing', 0);
  const error: unknown = await whileLocked(folder, 'thing', () => undefined, 30).catch((reason: unknown) => reason);
  expect(isBusy(error)).toBe(true);
  held.close();
});
