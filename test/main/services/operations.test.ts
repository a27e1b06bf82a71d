import { expect, test } from 'vitest';
import { createOperations } from '../../../main/services/operations.ts';

test('what begins after the console has begun to close is cancelled at once, as what was under way', async () => {
  const operations = createOperations(() => undefined);
  const underWay = operations.run('one', 'One', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return signal.aborted;
  });
  operations.cancelAll();
  expect(await underWay).toBe(true);
  expect(await operations.run('two', 'Two', async ({ signal }) => signal.aborted)).toBe(true);
});
