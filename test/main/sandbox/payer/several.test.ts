import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { note, request, type Said, startPayer } from './submission.ts';

let payer: Awaited<ReturnType<typeof startPayer>>;
beforeAll(async () => {
  payer = await startPayer();
});
afterAll(() => payer.sandbox.close());
beforeEach(async () => {
  await payer.sandbox.setAnswering({ tracking: 'value', afterFinal: 'accept' });
  await payer.sandbox.reset();
});

const payerId = (value: string) => ({ name: 'PayerId', valueIdentifier: { value } });
const send = (words: string, said: Said = {}) => payer.submit({ ...said, content: note(words) });

it('several submissions are open until one says it is the last', async () => {
  for (const [words, final] of [
    ['one', false],
    ['two', false],
    ['three', true],
  ] as const)
    expect((await send(words, { final })).said).not.toMatch(/after what was said/);
  const statuses = (await payer.kept()).map(({ status }) => status);
  expect(statuses.sort()).toEqual(['completed', 'in-progress', 'in-progress']);
});

it('what comes after the last one is accepted with a remark, or refused and noted', async () => {
  await send('last');
  const after = await send('after');
  expect([after.status, after.said]).toEqual([200, expect.stringMatching(/after what was said to be the last/)]);
  expect((await payer.kept('/Communication?status=completed')).flatMap(({ note: notes }) => notes ?? [])).toHaveLength(
    1,
  );
  await payer.sandbox.setAnswering({ afterFinal: 'reject' });
  const refused = await send('again');
  expect([refused.status, refused.said]).toEqual([
    422,
    expect.stringMatching(/^error: The last submission for .* own-1/),
  ]);
  expect(await payer.stored()).toBe(2);
  expect(await payer.kept('/Communication?status=not-done')).toHaveLength(1);
  // A refused one does not count.
  await payer.sandbox.setAnswering({ afterFinal: 'accept' });
  expect((await send('again')).status).toBe(200);
});

it('each payer and each tracking id counts for itself', async () => {
  await send('last', { more: [payerId('A')] });
  await payer.sandbox.setAnswering({ afterFinal: 'reject' });
  expect((await send('other payer', { more: [payerId('B')] })).status).toBe(200);
  expect((await send('other id', { more: [payerId('A')], trackingId: { value: 'own-2' } })).status).toBe(200);
  expect((await send('same', { more: [payerId('A')] })).status).toBe(422);
  const elsewhere = { system: 'urn:example:elsewhere', value: 'own-1' };
  expect((await send('same value', { more: [payerId('A')], trackingId: elsewhere })).status).toBe(422);
  await payer.sandbox.setAnswering({ tracking: 'strict' });
  expect((await send('same value', { more: [payerId('A')], trackingId: elsewhere })).status).toBe(200);
});

it('more to follow is remarked on where the request did not allow it', async () => {
  await payer.put(request('T-one', 'claim-ann'));
  await payer.put(request('T-many', 'claim-ann', true));
  const odd = /does not allow several/;
  expect((await send('a', { trackingId: { value: 'T-one' }, final: false })).said).toMatch(odd);
  expect((await send('b', { trackingId: { value: 'T-many' }, final: false })).said).not.toMatch(odd);
});

it('the same that comes many times at once is kept once', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => send('at once')));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(answers.filter(({ said }) => said.includes('kept before'))).toHaveLength(11);
  expect(await payer.stored()).toBe(1);
});
