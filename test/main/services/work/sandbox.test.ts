import { expect, test } from 'vitest';
import { taskStatuses } from '../../../../shared/domain/task.ts';
import { openConsole } from '../../../fakes/ports.ts';

/** The payer's side and the provider's of one sandbox whose Tasks are answered by hand. */
async function startByHand() {
  const here = openConsole();
  await here.run('sandbox.start', { answering: 'by-hand', reopen: true, providerPort: 0, payerPort: 0 });
  const partner = { connection: 'sandbox-provider' };
  const [member] = await here.run('sandbox.members', {});
  const ask = async (query: string) =>
    here.run('tasks.request', {
      partner,
      profile: 'manual',
      request: {
        kind: 'data-request-query',
        query,
        member: member?.memberId ?? '',
        patientId: member?.patientId,
        reason: 'Review',
        workQueue: ['claims-processing'],
      },
    });
  return { ...here, partner, ask, patientId: member?.patientId ?? '' };
}

test('what the payer asks the sandbox is worked on as its provider, and comes back with the data', async () => {
  const { run, partner, ask, patientId } = await startByHand();
  const sent = await ask(`Condition?patient=${patientId}`);
  const { ids } = await run('work.refresh', { partner, status: ['requested'], workQueue: 'claims-processing' });
  const received = await run('tasks.get', { id: ids[0] ?? '' });
  expect(received).toMatchObject({ side: 'received', taskId: sent.taskId, status: 'requested' });
  const { id } = received;
  for (const status of ['accepted', 'in-progress', 'on-hold', 'in-progress'] as const) {
    await run('work.answer', { id, status, businessStatus: `Now ${status}` });
    expect(await run('tasks.poll', { id: sent.id })).toMatchObject({ status, businessStatus: `Now ${status}` });
  }
  const collected = await run('work.collect', { id });
  expect(collected.findings).toEqual([]);
  expect(collected.entries).toBeGreaterThan(0);
  const outputs = [{ query: collected.query }];
  await run('work.answer', { id, status: 'completed', outputs, contained: true });
  const fetched = await run('tasks.fetch', { id: sent.id });
  expect(fetched).toMatchObject({
    status: 'completed',
    outputs: [{ resourceType: 'Bundle', entries: collected.entries, findings: [] }],
  });
});

test('every status is seen by the payer, and a Task that ended can be reopened', async () => {
  const { run, partner, ask, patientId } = await startByHand();
  const sent = await ask(`Condition?patient=${patientId}`);
  const [id = ''] = (await run('work.refresh', { partner })).ids;
  for (const status of taskStatuses) {
    const reason = status === 'rejected' || status === 'failed' ? 'Because.' : undefined;
    const outputs = status === 'completed' ? [{ query: `Condition?patient=${patientId}` }] : undefined;
    await run('work.answer', { id, status, reason, outputs });
    expect(await run('tasks.poll', { id: sent.id }), status).toMatchObject({ status });
  }
  const { versions } = await run('tasks.get', { id: sent.id });
  expect(versions.some(({ reopened }) => reopened)).toBe(true);
});

test('a rule answers the sandbox’s Tasks by itself', async () => {
  const { run, partner, ask, patientId } = await startByHand();
  const connectionId = 'sandbox-provider';
  await run('work.saveRule', { connectionId, name: 'All', when: {}, action: 'complete', contained: true });
  const sent = await ask(`AllergyIntolerance?patient=${patientId}`);
  expect((await run('work.refresh', { partner, applyRules: true })).ruled).toBe(1);
  expect(await run('tasks.poll', { id: sent.id })).toMatchObject({
    status: 'completed',
    outputs: [{ kind: 'contained' }],
  });
});
