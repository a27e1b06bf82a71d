import { expect, test, vi } from 'vitest';
import { createHeavy } from '../../../main/wire/heavy.ts';
import { understand } from '../../../main/wire/understand.ts';
import { cleanUp } from '../../fakes/ports.ts';
import { submit } from './answering.ts';
import { openReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

/** Twenty thousand parameters in sixty kilobytes. */
const many = JSON.stringify({ resourceType: 'Parameters', parameter: Array(20_000).fill({}) });

test('a small body of very many values is read by the worker, and read the same', async () => {
  const heavy = createHeavy(new URL('../../../main/wire/heavy-worker.ts', import.meta.url));
  cleanUp(() => heavy.close());
  const run = vi.spyOn(heavy, 'run');
  const { send, store } = await openReceiver(undefined, { heavy });
  expect(Buffer.byteLength(many)).toBeLessThan(65_536);
  expect((await send(submit, { body: many })).status).toBe(400);
  expect(run.mock.calls.map(([name]) => name)).toEqual(['understand']);
  const { kind, findings, digest } = understand(Buffer.from(many), 'submit-attachment');
  expect(store.pushes.list(1)).toMatchObject([{ kind, findings, digest }]);

  expect((await send(submit, { body: JSON.stringify(submissionOf()) })).status).toBe(200);
  expect(run).toHaveBeenCalledTimes(1);
});

test('a body of very many values that is no JSON is refused all the same', async () => {
  const { send, store } = await openReceiver();
  expect((await send(submit, { body: '[{'.repeat(30_000) })).status).toBe(400);
  expect(store.pushes.list(1)).toMatchObject([{ kind: 'unexpected' }]);
});
