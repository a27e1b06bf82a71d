import { expect, test } from 'vitest';
import { bytes } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { claimSubmission, operation, startPayer } from './submission-partner.ts';

const posts = (seen: { method: string }[]) => seen.filter(({ method }) => method === 'POST').length;

test('a draft that two windows send at once goes out once', async () => {
  const { console, run, payer, to } = await startPayer();
  payer.on(operation, bytes(200, ''));
  const { id } = await run('submissions.save', { request: claimSubmission('one'), to });
  const replies = await Promise.all([1, 2].map(() => console.dispatch('submissions.send', { id })));
  expect(posts(payer.seen)).toBe(1);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  expect(replies).toContainEqual({ ok: false, error: expect.objectContaining({ code: 'invalid-input' }) });
  expect(await run('host.snapshot', {})).toMatchObject({
    submission: [{ id, state: 'accepted', attempts: [{ result: 'accepted' }] }],
  });
});

test('a draft that two processes send at once goes out once', async () => {
  const { console, run, payer, to, ports } = await startPayer();
  payer.on(operation, bytes(200, ''));
  const { id } = await run('submissions.save', { request: claimSubmission('one'), to });
  const other = openConsole({ dataFolder: ports.dataFolder });
  const replies = await Promise.all([console, other.console].map((one) => one.dispatch('submissions.send', { id })));
  expect(posts(payer.seen)).toBe(1);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
});
