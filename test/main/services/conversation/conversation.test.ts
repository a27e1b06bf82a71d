import { expect, test } from 'vitest';
import type { Conversation, ConversationMessage } from '../../../../shared/domain/conversation.ts';
import { submissionOf } from '../../receiver/submissions.ts';
import { openInbox, tracked } from '../inbox/inbox-console.ts';

const messages = ({ entries }: Conversation) =>
  entries.filter((one): one is ConversationMessage => one.kind === 'message');

test('a Task is told from its sending to the push that answers it, between console, receiver and partner', async () => {
  const { ask, push, run } = await openInbox();
  const taskId = await ask(tracked('T-1'));
  await run('tasks.poll', { id: taskId });
  const came = await push(submissionOf({ trackingId: 'T-1' }));
  const told = await run('exchanges.conversation', { taskId });
  const { taskId: serverId, partner } = await run('tasks.get', { id: taskId });
  expect(told).toMatchObject({
    title: `Task/${serverId}`,
    parties: [
      { id: 'console', name: 'Payer console', side: 'payer', us: true },
      { id: 'receiver', us: true },
      { name: partner, side: 'provider', us: false },
    ],
    spans: [{ status: 'requested', from: 0 }],
    missing: 0,
    leftOut: 0,
  });
  const [sent, polled, pushed] = messages(told);
  const them = told.parties[2]?.id;
  expect(sent).toMatchObject({
    from: 'console',
    to: them,
    asks: 'POST Task, attachment-request-code',
    answers: '201 W/"1" requested',
    approach: 'task',
  });
  expect(polled).toMatchObject({ asks: `GET Task/${serverId}, read by hand`, from: 'console' });
  expect(pushed).toMatchObject({ from: them, to: 'receiver', asks: came.title, approach: 'push', outcome: 'ok' });
  expect(told.entries.at(-1)).toMatchObject({ kind: 'note', party: 'receiver', says: 'matched by tracking id' });
  // Around the push, and by the server's id of the Task, it is the same.
  expect(await run('exchanges.conversation', { pushId: came.id })).toEqual(told);
  expect(await run('exchanges.conversation', { taskId: serverId })).toEqual(told);
});

test('what leaves names nobody unless it is to, and the audit trail tells of it', async () => {
  const { ask, push, run } = await openInbox();
  const taskId = await ask(tracked('T-secret-7'));
  await push(submissionOf({ trackingId: 'T-secret-7' }));
  const { taskId: serverId, member = '' } = await run('tasks.get', { id: taskId });
  const raw = await run('exchanges.exportConversation', { taskId, raw: true });
  expect(raw).toEqual(await run('exchanges.conversation', { taskId }));
  const saved = await run('exchanges.exportConversation', { taskId });
  const text = JSON.stringify(saved);
  for (const value of [serverId, member.split('|').at(-1), 'T-secret-7']) expect(text, value).not.toContain(value);
  // Neither do the ids of those who take part; who says what to whom is the same.
  expect(saved.parties.map(({ id }) => id)).toEqual(['console', 'receiver', 'party-3']);
  const sides = (told: Conversation) => {
    const sideOf = (id: string) => told.parties.findIndex((one) => one.id === id);
    return messages(told).map(({ from, to, outcome }) => [sideOf(from), sideOf(to), outcome]);
  };
  expect(sides(saved)).toEqual(sides(raw));
  const exports = (await run('audit.list', {})).filter(({ action }) => action === 'export');
  expect(exports.map(({ request }) => request)).toEqual([
    `export the picture of a conversation (Task/${serverId}, redacted)`,
    `export the picture of a conversation (Task/${serverId}, as it is)`,
  ]);
});

test('a push nobody asked for is told with what came again; what was deleted is counted', async () => {
  const { push, run } = await openInbox();
  const first = await push(submissionOf({ trackingId: 'T-9' }));
  const again = await push(submissionOf({ trackingId: 'T-9' }));
  const told = await run('exchanges.conversation', { pushId: again.id });
  expect(told.title).toBe(`Push ${first.id}`);
  expect(told.parties.map(({ id, us }) => [id, us])).toEqual([
    ['receiver', true],
    [expect.stringContaining('from '), false],
  ]);
  expect(messages(told).map(({ asks, answers }) => [asks, answers])).toEqual([
    [first.title, '200 held'],
    [`${first.title}: the same again`, expect.stringMatching(/^200/)],
  ]);
  await run('exchanges.delete', { id: first.exchangeId });
  expect(await run('exchanges.conversation', { pushId: first.id })).toMatchObject({ missing: 1 });
});

test('a refused push is told as refused, with the reason, and not as held', async () => {
  const { push, run } = await openInbox();
  const why = 'It is about another member than the claim.';
  await run('answers.save', {
    name: 'other member',
    when: { kind: 'submission' },
    answer: 'reject',
    status: 422,
    text: why,
  });
  const refused = await push(submissionOf({ trackingId: 'T-9' }));
  expect(refused.match?.state).toBe('held');
  const [told] = messages(await run('exchanges.conversation', { pushId: refused.id }));
  expect(told).toMatchObject({ asks: refused.title, outcome: 'refused' });
  expect(told?.answers).toContain(`422 ${why}`);
  expect(told?.answers).not.toContain('held');
});

test('pushes among a list of exchanges are called what the inbox calls them', async () => {
  const { ask, push, run } = await openInbox();
  await ask(tracked('T-1'));
  const came = await push(submissionOf({ trackingId: 'T-1' }));
  const again = await push(submissionOf({ trackingId: 'T-1' }));
  const others = await push({ resourceType: 'Bundle', type: 'collection' });
  const sent = (await run('exchanges.list', {})).filter(({ direction }) => direction === 'out').map(({ id }) => id);
  const exchangeIds = [...sent, came.exchangeId, again.exchangeId];
  const told = await run('exchanges.conversation', { exchangeIds });
  const received = messages(told).filter(({ to }) => to === 'receiver');
  expect(received.map(({ asks }) => asks)).toEqual([came.title, `${came.title}: the same again`]);
  const [alone] = messages(await run('exchanges.conversation', { exchangeIds: [others.exchangeId] }));
  expect(alone).toMatchObject({ exchangeId: others.exchangeId, asks: others.title });
  // Without any that came to us nothing is looked for.
  const ours = messages(await run('exchanges.conversation', { exchangeIds: sent }));
  expect(ours.map(({ exchangeId }) => exchangeId).toSorted()).toEqual(sent.toSorted());
});
