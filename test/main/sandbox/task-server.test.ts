import type { Bundle, OperationOutcome, Task } from '@medplum/fhirtypes';
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../main/sandbox/sandbox.ts';
import { profiles, systems } from '../../../shared/cdex/codes.ts';
import { taskStatuses } from '../../../shared/domain/task.ts';
import { dataRequest, input } from './support/requests.ts';
import { start } from './support/sandbox.ts';

let closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function open(options: Partial<SandboxOptions> = {}) {
  const started = await start(options);
  closing.push(() => started.sandbox.close());
  const { provider, clock } = started;
  const send = async (task: Task = dataRequest()) => (await provider.send<Task>('POST', '/Task', task)).json;
  const read = async (id: string | undefined) => (await provider.get<Task>(`/Task/${id}`)).json;
  const step = async (id: string | undefined) => {
    clock.advance(1000);
    return read(id);
  };
  const finish = async (task: Task) => {
    const id = (await send(task)).id;
    await step(id);
    await step(id);
    return step(id);
  };
  const put = (task: Task, change: Partial<Task>, headers?: Record<string, string>) =>
    provider.send<Changed>('PUT', `/Task/${task.id}`, { ...task, ...change }, headers);
  return { ...started, send, read, step, finish, put };
}

/** A Task as it was changed, or why it was not. */
type Changed = Pick<Task, 'status'> & Partial<Pick<OperationOutcome, 'issue'>>;

const byHand: Partial<SandboxOptions> = { answering: { answering: 'by-hand' } };
const query = (text: string): Partial<Task> => ({ input: [input(systems.hrex, 'data-query', { valueString: text })] });
const purpose = input(systems.cdex, 'purpose-of-use', {
  valueCodeableConcept: { coding: [{ system: systems.actReason, code: 'COVERAGE' }] },
});

describe('a new Task', () => {
  it('is answered 201 with Location and ETag', async () => {
    const { provider } = await open();
    const { status, headers, json } = await provider.send<Task>('POST', '/Task', dataRequest());
    expect([status, headers.get('etag')]).toEqual([201, 'W/"1"']);
    expect(headers.get('location')).toBe(`${provider.base}/Task/${json.id}/_history/1`);
  });

  it('of an unknown code is taken in, then rejected with the reason', async () => {
    const { send, step } = await open();
    const code = { coding: [{ system: systems.cdex, code: 'data-request-by-fax' }] };
    const task = await step((await send(dataRequest({ code }))).id);
    expect([task.status, task.statusReason?.text]).toEqual([
      'rejected',
      expect.stringMatching(/CONF-057.*kind of request/),
    ]);
    const other = { code, input: [input('http://x.example', 'fax-number', { valueString: '1' })] };
    expect((await step((await send(dataRequest(other))).id)).status).toBe('rejected');
  });

  it('with unknown extensions and elements is taken in (CONF-096, CONF-097); with a modifier anywhere it is not', async () => {
    const { provider, send } = await open();
    const extension = [{ url: 'http://x.example/colour', valueString: 'blue' }];
    const kept = await send({ ...dataRequest({ extension }), mood: 'calm' } as Task);
    expect(kept.extension).toEqual(extension);
    const deep = { reasonCode: { text: 'x', extension }, requester: { display: 'Payer' } };
    const modified = dataRequest({
      ...query('Condition?patient=ann'),
      restriction: { repetitions: 1, modifierExtension: [{ url: 'http://x.example/not', valueBoolean: true }] },
    });
    const { status, json } = await provider.send<OperationOutcome>('POST', '/Task', { ...modified, ...deep });
    expect([status, json.issue[0]?.expression]).toEqual([422, ['Task.restriction.modifierExtension']]);
  });

  it('without a purpose of use is rejected where one is required (CONF-018)', async () => {
    const { send, step, sandbox } = await open({ answering: { requirePurpose: true } });
    const without = await step((await send()).id);
    expect([without.status, without.statusReason?.text]).toEqual(['rejected', expect.stringMatching(/^CONF-018/)]);
    const stated = dataRequest({ input: [...(dataRequest().input ?? []), purpose] });
    expect((await step((await send(stated)).id)).status).toBe('accepted');
    await sandbox.setAnswering({ requirePurpose: false });
    expect((await step((await send()).id)).status).toBe('accepted');
  });

  it('is found by tag, status, requester, owner, code and time, and withdrawn by DELETE', async () => {
    const { provider, send } = await open();
    const tag = [{ system: systems.cdex, code: 'claims-processing' }];
    const { id } = await send(dataRequest({ meta: { profile: [profiles.dataRequest], tag } }));
    await send(dataRequest({ requester: { identifier: { system: 'urn:example:payers', value: 'other' } } }));
    for (const search of [
      `_tag=${systems.cdex}|claims-processing`,
      'requester:identifier=urn:example:payers|payer',
      `_id=${id}&owner:identifier=${systems.npi}|1`,
      `_id=${id}&code=${systems.cdex}|data-request-query&status=requested&_lastUpdated=gt2026-01-01`,
    ])
      expect(await provider.ids(`/Task?${search}`), search).toEqual([id]);
    expect(await provider.ids('/Task?status=completed')).toEqual([]);
    expect((await provider.send('DELETE', `/Task/${id}`)).status).toBe(204);
    expect((await provider.get(`/Task/${id}`)).status).toBe(410);
  });
});

describe('a Task by hand', () => {
  it('rests until somebody moves it, through all seven statuses (CONF-059), with words (CONF-061)', async () => {
    const { send, step, put, read, provider, clock } = await open(byHand);
    const task = await send();
    expect((await step(task.id)).status).toBe('requested');
    expect(clock.waiting).toBe(0);
    const output = [input(systems.hrex, 'data-value', { valueReference: { reference: 'Condition/diabetes' } })];
    const roads: Partial<Task>[][] = [
      [
        { status: 'accepted' },
        { status: 'in-progress' },
        { status: 'on-hold' },
        { status: 'in-progress' },
        { status: 'completed', output },
      ],
      [{ status: 'rejected', statusReason: { text: 'Not ours' } }],
      [{ status: 'accepted' }, { status: 'failed', statusReason: { text: 'No matching results' } }],
    ];
    const seen = new Set<string>();
    for (const road of roads) {
      let current = await send();
      seen.add(current.status ?? '');
      for (const change of road) {
        const text = `Now ${change.status}`;
        const { status } = await put(
          current,
          { ...change, businessStatus: { text } },
          { 'if-match': `W/"${current.meta?.versionId}"` },
        );
        expect(status).toBe(200);
        current = await read(current.id);
        expect([current.status, current.businessStatus?.text]).toEqual([change.status, text]);
        seen.add(current.status ?? '');
      }
    }
    expect([...seen].sort()).toEqual([...taskStatuses].sort());
    const { json } = await provider.get<Bundle>(`/Task/${task.id}/_history`);
    expect(json.total).toBe(1);
  });

  it('is not changed over the head of another (412)', async () => {
    const { send, put } = await open(byHand);
    const task = await send();
    await put(task, { status: 'accepted' });
    const { status, json } = await put(
      task,
      { status: 'rejected', statusReason: { text: 'x' } },
      { 'if-match': 'W/"1"' },
    );
    expect([status, json.issue?.[0]?.details?.text]).toEqual([412, expect.stringMatching(/current version is 2/)]);
  });

  it.each<[string, Partial<Task>, RegExp]>([
    ['another status', { status: 'cancelled' }, /^CONF-059/],
    ['no reason', { status: 'failed' }, /^tdr-2/],
    ['no data', { status: 'completed' }, /^tdr-3/],
  ])('is refused with %s', async (_, change, words) => {
    const { send, put, read } = await open(byHand);
    const task = await send();
    const { status, json } = await put(task, change);
    expect([status, json.issue?.[0]?.details?.text]).toEqual([422, expect.stringMatching(words)]);
    expect((await read(task.id)).status).toBe('requested');
  });

  it('is reopened only where that is allowed (CONF-060)', async () => {
    const { send, put, read, sandbox } = await open(byHand);
    const task = await send();
    await put(task, { status: 'rejected', statusReason: { text: 'By mistake' } });
    const ended = await read(task.id);
    const { status, json } = await put(ended, { status: 'accepted' });
    expect([status, json.issue?.[0]?.details?.text]).toEqual([422, expect.stringMatching(/^CONF-060.*rejected/)]);
    expect((await put(ended, { businessStatus: { text: 'Filed' } })).status).toBe(200);
    expect(await sandbox.setAnswering({ reopen: true })).toMatchObject({ answering: 'by-hand', reopen: true });
    expect((await put(ended, { status: 'accepted' })).json.status).toBe('accepted');
  });

  it('goes on by itself once the sandbox answers again, and the other way round', async () => {
    const { send, step, sandbox, clock } = await open(byHand);
    const task = await send();
    await sandbox.setAnswering({ answering: 'automatic' });
    expect((await step(task.id)).status).toBe('accepted');
    await sandbox.setAnswering({ answering: 'by-hand' });
    expect(clock.waiting).toBe(0);
    expect((await step(task.id)).status).toBe('accepted');
  });
});

describe('the answer to a query', () => {
  it('is contained, or a Bundle of its own', async () => {
    const { finish, provider, sandbox } = await open();
    const contained = await finish(dataRequest());
    expect(contained.output?.[0]?.valueReference?.reference).toBe('#results');
    await sandbox.setAnswering({ outputs: 'external' });
    const external = await finish(dataRequest());
    expect([external.contained, external.output?.[0]?.valueReference?.reference]).toEqual([
      undefined,
      `Bundle/results-${external.id}`,
    ]);
    const { json } = await provider.get<Bundle>(`/Bundle/results-${external.id}`);
    expect([json.type, json.entry?.[0]?.resource?.id]).toEqual(['searchset', 'diabetes']);
  });

  it('without hits is an empty Bundle, or a failure', async () => {
    const { finish, sandbox } = await open();
    const none = dataRequest(query('Condition?patient=ann&clinical-status=resolved'));
    expect((await finish(none)).contained?.[0]).toMatchObject({ total: 0 });
    await sandbox.setAnswering({ noHits: 'failed' });
    const failed = await finish(none);
    expect([failed.status, failed.statusReason?.text, failed.output]).toEqual([
      'failed',
      'No matching results',
      undefined,
    ]);
  });
});

it('what the provider declares is what it does now (CONF-001, CONF-078)', async () => {
  const { provider, sandbox } = await open();
  const documentation = async () => {
    const { json } = await provider.get<{ rest: { resource: { type: string; documentation?: string }[] }[] } & Bundle>(
      '/metadata',
    );
    return json.rest[0]?.resource.find(({ type }) => type === 'Task')?.documentation;
  };
  expect(await documentation()).toMatch(
    /by itself.*may be stated.*is not reopened.*contained in the Task.*empty Bundle/s,
  );
  await sandbox.setAnswering({
    answering: 'by-hand',
    requirePurpose: true,
    reopen: true,
    outputs: 'external',
    noHits: 'failed',
  });
  expect(await documentation()).toMatch(/wait for a person.*is required.*may be reopened.*Bundle of its own.*fails/s);
});
