import { expect, test } from 'vitest';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';

const request = {
  kind: 'data-request-query',
  query: 'Condition?patient=1',
  patientId: '1',
  requester: 'urn:x|a',
  owner: 'urn:x|b',
} as const;

/** A connection with a policy, at a partner that takes every Task. */
async function agreedWith(policy: object) {
  const opened = openConsole();
  const server = await startPartner();
  server.on('POST /Task', (seen, response) =>
    json(201, { ...JSON.parse(seen.body), id: `t${server.seen.length}` })(seen, response),
  );
  await opened.run('connections.add', { name: 'M', baseUrl: server.baseUrl, policy });
  return { ...opened, server, partner: { connection: 'M' } };
}

test('a Task without a purpose of use is blocked where one was agreed (CONF-018)', async () => {
  const { run, refused, server, partner } = await agreedWith({ purposeOfUse: 'required' });
  const error = await refused('tasks.request', { partner, request });
  expect(error).toMatchObject({ code: 'rules-failed', requirement: 'CONF-018' });
  expect(server.seen).toEqual([]);
  const { findings } = await run('tasks.draft', { partner, request });
  expect(findings.map(({ rule }) => rule)).toContain('CONF-018');
  await run('tasks.request', { partner, request: { ...request, purposeOfUse: ['HPAYMT'] } });
  await run('tasks.request', { partner, request, sendAnyway: true });
  expect(server.seen).toHaveLength(2);
});

test('signed data are asked for by themselves where they were agreed', async () => {
  const { run, partner } = await agreedWith({ signatures: 'required' });
  const { task, findings } = await run('tasks.draft', { partner, request });
  expect(JSON.stringify(task)).toContain('"code":"signature-flag"}]},"valueBoolean":true');
  expect(findings.map(({ rule }) => rule)).not.toContain('signature-agreed');
  const without = await run('tasks.draft', { partner, request: { ...request, signature: false } });
  expect(without.findings.map(({ rule }) => rule)).toContain('signature-agreed');
});

test('a Task is polled as agreed, unless somebody chooses otherwise', async () => {
  const { run, partner } = await agreedWith({ polling: 'hrex' });
  const agreed = await run('tasks.request', { partner, request });
  expect((await run('tasks.get', { id: agreed.id })).profile).toBe('hrex');
  const chosen = await run('tasks.request', { partner, request, profile: 'manual' });
  expect((await run('tasks.get', { id: chosen.id })).profile).toBe('manual');
});
