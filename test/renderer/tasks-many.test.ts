import { describe, expect, it } from 'vitest';
import type { manyTask } from '../fakes/many-tasks.ts';
import { onConsolePage, open, page, press } from './console-page.ts';

declare global {
  interface Window {
    manyTask: typeof manyTask;
  }
}

onConsolePage();

const grid = (name: string) => page.getByRole('grid', { name });
const radio = (name: RegExp | string) => page.getByRole('radio', { name });

/** Changes so many Tasks, one a frame, and answers how long each took from the change to the next frame, in milliseconds, sorted. */
const changeEach = (count: number, status: string) =>
  page.evaluate(
    async ([many, to]) => {
      const took: number[] = [];
      for (let n = 1; n <= many; n += 1) {
        const record = window.manyTask(n * 29 + 1, { status: to, updatedAt: new Date().toISOString() });
        const start = performance.now();
        window.fake.change({ kind: 'task', id: record.id, op: 'put', record });
        await new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        performance.measure('change to frame', { start });
        took.push(performance.now() - start);
      }
      return took.sort((a, b) => a - b);
    },
    [count, status] as const,
  );

/** The number beside a choice of scope. */
const counted = async (name: RegExp) => Number(/\d+$/.exec((await radio(name).textContent()) ?? '')?.[0]);

const tell = (what: string, took: readonly number[]) =>
  process.stdout.write(
    `${what}: median ${took[took.length >> 1]?.toFixed(1)} ms, worst ${took.at(-1)?.toFixed(1)} ms from change to frame\n`,
  );

describe('ten thousand live Tasks', () => {
  it('stand in a list of which only what is in sight exists, and a change moves one of them', async () => {
    await open('?wire=shut&tasks=10000#/tasks');
    await radio(/^All 100\d\d$/).waitFor();
    const [all, ajar] = [await counted(/^All/), await counted(/^Open/)];
    await radio(/^Open/).click();
    await page.getByRole('radio', { name: /^Open/, checked: true }).waitFor();
    await expect.poll(() => grid('Tasks').getByRole('row').count()).toBeLessThan(60);
    tell('list', await changeEach(60, 'completed'));
    // Every fourth of those changed may have been at an end already.
    await expect.poll(() => counted(/^Open/)).toBeLessThan(ajar - 40);
    await expect.poll(() => counted(/^All/)).toBe(all);
  });

  it('stand in columns, and a change moves a card from one to another', async () => {
    await open('?wire=shut&tasks=10000#/tasks');
    await radio('Columns').click();
    const columns = grid('Tasks by status');
    await columns.getByRole('columnheader', { name: /on-hold 35\d/ }).waitFor();
    await expect.poll(() => columns.getByRole('gridcell').count()).toBeLessThan(200);
    tell('columns', await changeEach(60, 'on-hold'));
    await columns.getByRole('columnheader', { name: /on-hold 41\d/ }).waitFor();
  });

  it('are narrowed by typing and grouped anew', async () => {
    await open('?wire=shut&tasks=10000#/tasks');
    await radio(/^All 100\d\d$/).waitFor();
    await press('/');
    await page.keyboard.type('kind:data-request-code mesa due:late');
    await radio(/^All \d{2,3}$/).waitFor();
    await page.getByRole('button', { name: /Group by/ }).click();
    await page.getByRole('option', { name: 'due' }).click();
    await grid('Tasks').getByRole('row', { name: /^Late/ }).waitFor();
  });
});
