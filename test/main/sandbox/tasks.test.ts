import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Bundle, OperationOutcome, Parameters, Task, TaskInput } from '@medplum/fhirtypes';
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../main/sandbox/sandbox.ts';
import { profiles, systems } from '../../../shared/cdex/codes.ts';
import { start } from './support/sandbox.ts';

type Started = Awaited<ReturnType<typeof start>>;

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function open(options: Partial<SandboxOptions> = {}): Promise<Started> {
  const started = await start(options);
  closing.push(() => started.sandbox.close());
  return started;
}

const query = (text: string): TaskInput => ({
  type: { coding: [{ system: systems.hrex, code: 'data-query' }] },
  valueString: text,
});
const documentCode = (code: string): TaskInput => ({
  type: { coding: [{ system: systems.hrex, code: 'data-code' }] },
  valueCodeableConcept: { coding: [{ system: systems.loinc, code }] },
});

const request = (code: string, input: TaskInput[], more: Partial<Task> = {}): Task => ({
  resourceType: 'Task',
  meta: { profile: [profiles.dataRequest] },
  status: 'requested',
  intent: 'order',
  code: { coding: [{ system: systems.cdex, code }] },
  for: { reference: 'Patient/ann' },
  authoredOn: '2026-03-01T08:00:00Z',
  requester: { identifier: { system: 'urn:example:payers', value: 'payer' } },
  owner: { identifier: { system: systems.npi, value: '1' } },
  input,
  ...more,
});

const ask = (text: string, more: Partial<Task> = {}) => request('data-request-query', [query(text)], more);

async function send({ provider }: Started, task: Task): Promise<string> {
  const { status, json, text } = await provider.send<Task>('POST', '/Task', task);
  expect(`${status} ${status === 201 ? '' : text}`).toBe('201 ');
  return json.id ?? '';
}

/** Moves time by one step and reads the Task; requests are answered in turn, so the step is over by then. */
async function step({ clock, provider }: Started, id: string): Promise<Task> {
  clock.advance(1000);
  return (await provider.get<Task>(`/Task/${id}`)).json;
}

async function finish(started: Started, id: string): Promise<Task> {
  await step(started, id);
  await step(started, id);
  return step(started, id);
}

describe('the life of a Task', () => {
  it('goes one step at a time to the data', async () => {
    const started = await open();
    const id = await send(
      started,
      ask('Condition?patient=Patient/ann&clinical-status=active&_revinclude=Provenance:target'),
    );
    const seen: Task[] = [];
    for (let time = 0; time < 3; time += 1) seen.push(await step(started, id));
    expect(seen.map(({ status }) => status)).toEqual(['accepted', 'in-progress', 'completed']);
    expect(seen.map(({ meta }) => meta?.versionId)).toEqual(['2', '3', '4']);
    expect(seen.every(({ businessStatus }) => businessStatus?.text)).toBe(true);
    const [output] = seen[2]?.output ?? [];
    expect(output?.type.coding?.[0]).toEqual({ system: systems.hrex, code: 'data-value' });
    expect(output?.valueReference?.reference).toBe('#results');
    const results = seen[2]?.contained?.find((one) => one.id === 'results') as Bundle;
    expect(results.type).toBe('searchset');
    expect(results.total).toBe(1);
    expect(results.entry?.map(({ resource }) => resource?.id)).toEqual(['diabetes', 'who']);
    expect(started.clock.waiting).toBe(0);
  });

  it('waits for its time', async () => {
    const started = await open({ answering: { stepMs: 60_000 } });
    const id = await send(started, ask('Condition?patient=ann'));
    expect((await step(started, id)).status).toBe('requested');
    started.clock.advance(59_000);
    expect((await started.provider.get<Task>(`/Task/${id}`)).json.status).toBe('accepted');
  });

  it('completes with an empty Bundle when nothing matches', async () => {
    const started = await open();
    const task = await finish(started, await send(started, ask('Condition?patient=ann&clinical-status=resolved')));
    expect(task.status).toBe('completed');
    expect(task.contained?.[0]).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 0 });
  });

  it('finds the member by identifier, alone or contained', async () => {
    const started = await open();
    const identifier = { system: 'urn:example:member', value: 'member-ann' };
    for (const given of [
      { identifier },
      { identifier, reference: 'Patient/ann' },
      { identifier: { value: 'member-ann' } },
    ]) {
      const task = await finish(
        started,
        await send(started, ask('Observation?patient=ann&code=4548-4', { for: given })),
      );
      expect(task.contained?.[0]).toMatchObject({ resourceType: 'Bundle', total: 3 });
    }
    for (const given of [
      { identifier: { value: 'nobody' } },
      { identifier, reference: 'Patient/bob' },
      { reference: 'Patient/x' },
    ]) {
      const task = await step(started, await send(started, ask('Observation?patient=ann', { for: given })));
      expect(task.status).toBe('rejected');
      expect(task.statusReason?.text).toMatch(/patient/i);
    }
  });

  it('reads the code of CDex 1.x by its input', async () => {
    const started = await open();
    const code = { coding: [{ system: systems.hrex, code: 'data-request' }] };
    const task = await finish(started, await send(started, ask('Condition?patient=ann', { code })));
    expect(task.status).toBe('completed');
  });

  it('can be followed by search and by ETag', async () => {
    const started = await open();
    const { provider } = started;
    const id = await send(started, ask('Condition?patient=ann'));
    const before = (await provider.get<Task>(`/Task/${id}`)).json.meta;
    const since = encodeURIComponent(before?.lastUpdated ?? '');
    const poll = `/Task?requester:identifier=urn:example:payers|payer&_lastUpdated=gt${since}`;
    expect(await provider.ids(poll)).toEqual([]);
    const known = { 'if-none-match': `W/"${before?.versionId}"` };
    expect((await provider.get(`/Task/${id}`, known)).status).toBe(304);
    await step(started, id);
    expect(await provider.ids(poll)).toEqual([id]);
    expect((await provider.get(`/Task/${id}`, known)).status).toBe(200);
    const statuses = await provider.get(`/Task/${id}/_history`);
    expect(statuses.json.entry?.map(({ resource }) => (resource as Task).status)).toEqual(['accepted', 'requested']);
  });

  it('leaves a Task alone that was changed, deleted or reset', async () => {
    const started = await open();
    const held = await send(started, ask('Condition?patient=ann'));
    const task = (await started.provider.get<Task>(`/Task/${held}`)).json;
    await started.provider.send('PUT', `/Task/${held}`, { ...task, status: 'on-hold' });
    const deleted = await send(started, ask('Condition?patient=ann'));
    await started.provider.send('DELETE', `/Task/${deleted}`);
    expect((await step(started, held)).status).toBe('on-hold');
    expect((await started.provider.get(`/Task/${deleted}`)).status).toBe(410);
    await send(started, ask('Condition?patient=ann'));
    await started.sandbox.reset();
    expect(started.clock.waiting).toBe(0);
    expect((await started.provider.get('/Task')).json.total).toBe(0);
  });
});

describe('queries that leave the member', () => {
  it.each([
    ['Condition', /no "\?"/],
    ['Condition?clinical-status=active', /exactly once/],
    ['Condition?patient=bob', /another patient/],
    ['Condition?patient=ann,bob', /another patient/],
    ['Condition?patient=ann&patient=bob', /another patient/],
    ['Condition?patient=ann&subject=ann', /exactly once/],
    ['Condition?patient:not=ann', /another patient/],
    ['Condition?patient.name=M%C3%BCller', /another patient/],
    ['Condition?patient=ann&_include=Condition:asserter', /widen/],
    ['Condition?patient=ann&_include:iterate=Condition:patient', /widen/],
    ['Condition?patient=ann&%5Finclude=Condition:asserter', /widen/],
    ['Condition?patient=ann&%255Finclude=Condition:asserter', /cannot be read/],
    ['Condition?patient=ann&_revinclude=Observation:focus', /widen/],
    ['Condition?patient=ann&_revinclude:iterate=Provenance:target', /widen/],
    ['Condition?patient=ann&_has:Provenance:target:agent=doc', /other records/],
    ['Condition?patient=ann&encounter.status=finished', /other records/],
    ['Patient/ann/$everything?_count=5', /not a single resource type/],
    ['Condition,Observation?patient=ann', /not a single resource type/],
    ['Condition%3Fpatient=bob?patient=ann', /not a single resource type/],
    ['../Condition?patient=ann', /not a single resource type/],
    ['Condition?patient=ann?patient=bob', /more than one/],
    ['?_type=Condition&patient=ann', /not a single resource type/],
    ['Practitioner?_id=doc', /cannot be limited/],
    ['Patient?name=m', /exactly once/],
    ['Patient?_id=bob', /another patient/],
    ['Condition?patient=ann&shoe-size=4', /shoe-size/],
    ['Condition?patient=ann&_filter=code%20eq%20x', /not allowed/],
  ])('refuses %s', async (text, reason) => {
    const started = await open();
    const id = await send(started, ask(text));
    const task = await step(started, id);
    expect([task.status, task.statusReason?.text]).toEqual(['rejected', expect.stringMatching(reason)]);
    expect(task.output).toBeUndefined();
    expect(started.clock.waiting).toBe(0);
  });

  it.each([
    ['Observation?patient=Patient/ann&code=http://loinc.org|4548-4&_sort=-date&_count=2', ['a1c-3', 'a1c-2']],
    ['/Observation?subject=Patient/ann&date=ge2023', ['a1c-3', 'bp']],
    ['Observation?patient:Patient=ann&date=2021', ['a1c-1']],
    ['Observation?patient.identifier=urn:example:member|member-ann&date=2021', ['a1c-1']],
    ['Patient?identifier=urn:example:member|member-ann', ['ann']],
    ['Patient?_id=ann&_elements=birthDate', ['ann']],
    ['Patient?identifier=mrn-ann', ['ann']],
    ['Observation?patient.identifier=mrn-ann&code=4548-4&_sort=date', ['a1c-1', 'a1c-2', 'a1c-3']],
    ['QuestionnaireResponse?subject:identifier=urn:example:member|member-ann', ['filled']],
  ])('answers %s', async (text, ids) => {
    const started = await open();
    const task = await finish(started, await send(started, ask(text)));
    const results = task.contained?.[0] as Bundle;
    expect(results.entry?.map(({ resource }) => resource?.id)).toEqual(ids);
  });
});

describe('requests by code', () => {
  it('points at the documents', async () => {
    const started = await open();
    const task = await finish(started, await send(started, request('data-request-code', [documentCode('11506-3')])));
    expect(task.output?.map(({ valueReference }) => valueReference?.reference)).toEqual(['DocumentReference/note']);
    expect((await started.provider.get('/DocumentReference/note')).status).toBe(200);
  });

  it('takes a text for a code', async () => {
    const started = await open();
    const input = { ...documentCode(''), valueCodeableConcept: { text: 'progress NOTE' } };
    const task = await finish(started, await send(started, request('data-request-code', [input])));
    expect(task.output).toHaveLength(1);
  });

  it('fails when there is none', async () => {
    const started = await open();
    const task = await finish(started, await send(started, request('data-request-code', [documentCode('18842-5')])));
    expect([task.status, task.statusReason?.text, task.output]).toEqual(['failed', 'No matching results', undefined]);
  });
});

describe('new Tasks that break rules', () => {
  const twoQueries = [query('Condition?patient=ann'), documentCode('11506-3')];
  it.each<[string, Task, string, string]>([
    ['two requests', request('data-request-query', twoQueries), 'cdex-9', 'Task.input'],
    [
      'a code without its input',
      request('data-request-code', [query('Condition?patient=ann')]),
      'cdex-7',
      'Task.input',
    ],
    ['a query without its input', request('data-request-query', [documentCode('1')]), 'cdex-12', 'Task.input'],
    ['another intent', ask('Condition?patient=ann', { intent: 'plan' }), 'CONF-089', 'Task.intent'],
    ['no patient', ask('Condition?patient=ann', { for: undefined }), 'CONF-089', 'Task.for'],
    ['no requester', ask('Condition?patient=ann', { requester: undefined }), 'CONF-089', 'Task.requester'],
    ['another status', ask('Condition?patient=ann', { status: 'in-progress' }), 'CONF-059', 'Task.status'],
  ])('%s', async (_, task, rule, place) => {
    const { provider } = await open();
    const { status, json } = await provider.send<OperationOutcome>('POST', '/Task', task);
    expect(status).toBe(400);
    const cited = json.issue.find(({ details }) => details?.text?.startsWith(`${rule}:`));
    expect(cited?.expression).toEqual([place]);
    expect((await provider.get('/Task')).json.total).toBe(0);
  });

  it('takes unknown elements and extensions, but no unknown modifier extension', async () => {
    const started = await open();
    const extra = { extension: [{ url: 'http://x.example/a', valueString: 'b' }], surprise: { deep: 1 } };
    await send(started, { ...ask('Condition?patient=ann'), ...extra } as Task);
    const modifier = { modifierExtension: [{ url: 'http://x.example/not', valueBoolean: true }] };
    expect(await started.provider.refusal('POST', '/Task', { ...ask('Condition?patient=ann'), ...modifier })).toMatch(
      /^422 .*modifier extension http:\/\/x\.example\/not/,
    );
  });
});

describe('attachment requests', () => {
  const attachmentTask = (url: string, code = '11506-3'): Task => ({
    resourceType: 'Task',
    meta: { profile: [profiles.attachmentRequest] },
    contained: [
      {
        resourceType: 'Patient',
        id: 'patient',
        identifier: [
          {
            type: { coding: [{ system: systems.identifierType, code: 'MB' }] },
            system: 'urn:example:member',
            value: 'member-ann',
          },
        ],
        name: [{ family: 'Müller' }],
        birthDate: '1980-05-31',
      },
      {
        resourceType: 'PractitionerRole',
        id: 'practitionerrole',
        practitioner: { identifier: { system: systems.npi, value: '11' } },
        organization: { identifier: { system: systems.npi, value: '22' } },
      },
    ],
    identifier: [
      { type: { coding: [{ system: systems.cdex, code: 'tracking-id' }] }, system: 'urn:example:acn', value: 'acn-1' },
    ],
    status: 'requested',
    intent: 'order',
    code: { coding: [{ system: systems.pas, code: 'attachment-request-code' }] },
    for: { reference: '#patient' },
    requester: { identifier: { system: 'urn:example:payers', value: 'payer' } },
    owner: { reference: '#practitionerrole' },
    reasonCode: { coding: [{ system: systems.claimUse, code: 'claim' }], text: 'claim' },
    reasonReference: { identifier: { system: 'urn:example:claims', value: 'claim-ann' } },
    input: [
      {
        extension: [
          {
            url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-paLineNumber',
            valueInteger: 2,
          },
        ],
        type: { coding: [{ system: systems.pas, code: 'attachments-needed' }] },
        valueCodeableConcept: { coding: [{ system: systems.loinc, code }] },
      },
      { type: { coding: [{ system: systems.pas, code: 'payer-url' }] }, valueUrl: url },
      { type: { coding: [{ system: systems.cdex, code: 'service-date' }] }, valueDate: '2023-03-01' },
    ],
  });

  async function payerStub(status: number, body: string) {
    const received: { url?: string; agent?: string; body: string }[] = [];
    const server = createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const agent = incoming.headers['user-agent'] ?? '';
      received.push({ url: incoming.url ?? '', agent, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/payer`, received };
  }

  /** The last step talks to the payer, so its end is waited for. */
  async function finishPosting(started: Started, id: string): Promise<Task> {
    await finish(started, id);
    for (;;) {
      const { json } = await started.provider.get<Task>(`/Task/${id}`);
      if (json.status !== 'in-progress') return json;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('submits the document to the payer and completes', async () => {
    const started = await open();
    const { url, received } = await payerStub(200, '');
    const task = await finishPosting(started, await send(started, attachmentTask(url)));
    expect([task.status, task.output]).toEqual(['completed', undefined]);
    expect(received).toHaveLength(1);
    expect([received[0]?.url, received[0]?.agent]).toEqual(['/payer/$submit-attachment', 'Switchboard-sandbox']);
    const { parameter = [] } = JSON.parse(received[0]?.body ?? '') as Parameters;
    const named = (name: string) => parameter.find((one) => one.name === name);
    expect(named('TrackingId')?.valueIdentifier).toEqual({ system: 'urn:example:acn', value: 'acn-1' });
    expect(named('ProviderId')?.valueIdentifier?.value).toBe('11');
    expect(named('OrganizationId')?.valueIdentifier?.value).toBe('22');
    expect(named('MemberId')?.valueIdentifier?.value).toBe('member-ann');
    expect(named('ServiceDate')?.valueDateTime).toBe('2023-03-01');
    expect(named('AttachTo')?.valueCode).toBe('claim');
    const parts = named('Attachment')?.part ?? [];
    expect(parts.find(({ name }) => name === 'LineItem')?.valueString).toBe('2');
    const content = parts.find(({ name }) => name === 'Content')?.resource;
    expect(JSON.stringify(content)).toContain(Buffer.from('%PDF-1.4 a note').toString('base64'));
  });

  it('works against the sandbox payer', async () => {
    const started = await open();
    const url = started.sandbox.payer.submitAttachmentUrl;
    expect((await finishPosting(started, await send(started, attachmentTask(url)))).status).toBe('completed');
    expect((await started.payer.get('/DocumentReference')).json.total).toBe(1);
  });

  it('fails with the payer’s words, or because nobody answers', async () => {
    const started = await open();
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'x', details: { text: 'Too late' } }],
    };
    for (const status of [422, 200]) {
      const { url } = await payerStub(status, JSON.stringify(outcome));
      const task = await finishPosting(started, await send(started, attachmentTask(url)));
      expect([task.status, task.statusReason?.text]).toEqual(['failed', expect.stringContaining('Too late')]);
    }
    const task = await finishPosting(started, await send(started, attachmentTask('http://127.0.0.1:1/payer')));
    expect(task.status).toBe('failed');
  });

  it('fails without a matching document', async () => {
    const started = await open();
    const task = await finish(started, await send(started, attachmentTask('http://127.0.0.1:1', '18842-5')));
    expect([task.status, task.statusReason?.text]).toEqual(['failed', 'No matching results']);
  });

  it('refuses one without service date or payer URL', async () => {
    const { provider } = await open();
    const task = attachmentTask('http://payer.example');
    const without = (at: number) => ({ ...task, input: task.input?.filter((_, index) => index !== at) });
    expect(await provider.refusal('POST', '/Task', without(2))).toMatch(/^400 cdex-1:/);
    expect(await provider.refusal('POST', '/Task', without(1))).toMatch(/^400 .*send the attachments/);
  });
});
