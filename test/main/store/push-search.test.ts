import { beforeAll, afterAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore, type Store } from '../../../main/store/store.ts';
import { unwrap } from '../../fakes/ports.ts';

const count = 12_000;
const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-'));
const noon = Date.UTC(2026, 9, 1, 12);
const minute = 60_000;
let store: Store;

beforeAll(() => {
  store = unwrap(openStore(folder));
  store.write(() => {
    for (let n = 0; n < count; n += 1) {
      // Many come in the same moment, and some later than those that were kept before them.
      const at = new Date(noon + Math.floor(n / 7) * 7 * minute - (n % 3) * 600 * minute).toISOString();
      const title = `Note ${n}${n % 4_000 === 5 ? ' rare' : ''}`;
      store.pushes.add({
        ...{
          at,
          storedAt: at,
          kind: 'submission',
          title,
          answered: 200,
          exchangeId: '1',
          attachments: [],
          findings: [],
        },
        ...(n % 10 === 9 ? { duplicateOf: '1' } : {}),
      });
    }
  });
}, 60_000);
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How often others had their turn while something was done. */
async function turnsDuring<T>(work: () => Promise<T>): Promise<[T, number]> {
  let [turns, isOver] = [0, false];
  const count = () => {
    if (isOver) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  const value = await work();
  isOver = true;
  return [value, turns];
}

test.each([
  ['what stands in all', { text: 'note' }, { offset: 0, limit: 50 }],
  ['a window far down', { text: 'NOTE' }, { offset: 10_000, limit: 50 }],
  ['what stands in a few', { text: 'rare' }, { offset: 0, limit: 50 }],
  ['repeats too', { text: 'note 11', repeats: true }, { offset: 3, limit: 7 }],
  ['what stands nowhere', { text: 'nobody' }, { offset: 0, limit: 50 }],
] as const)('a search in steps finds what one at once does: %s', async (_, filter, window) => {
  const wanted = { ...filter, ...window, zone: 330 };
  const [found, turns] = await turnsDuring(() => store.pushes.search(wanted));
  expect(found).toEqual(store.pushes.page(wanted));
  expect(turns).toBeGreaterThan(1);
});

test.each([
  ['what stands in all', { text: 'note' }, 20, 0],
  ['what stands in a few', { text: 'rare' }, 20, 2],
  ['below an id', { text: 'note 1', before: '700' }, 20, 0],
  ['below an id nobody has', { text: 'note', before: 'x' }, 20, 0],
  ['what stands nowhere', { text: 'nobody' }, 20, 2],
] as const)('and so does a list: %s', async (_, filter, limit, least) => {
  const [found, turns] = await turnsDuring(() => store.pushes.searchList(limit, filter));
  expect(found).toEqual(store.pushes.list(limit, filter));
  expect(turns).toBeGreaterThanOrEqual(least);
});
