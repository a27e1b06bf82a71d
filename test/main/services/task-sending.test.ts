import { describe, expect, test } from 'vitest';
import type { AttachmentRequest } from '../../../shared/domain/task-request.ts';
import { searchset } from '../../fakes/partner/bundles.ts';
import { bytes, json, outcome, type Script } from '../../fakes/partner/partner.ts';
import { openConsole, until } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from './task-partner.ts';

async function start() {
  const [here, server] = [openConsole(), await startTaskPartner()];
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

/** Answers a create with what was sent, changed. */
const echo =
  (status: number, change: (task: Record<string, unknown>) => object, headers: Record<string, string> = {}): Script =>
  (seen, response) =>
    json(status, change(JSON.parse(seen.body)), headers)(seen, response);

const location = { location: '/fhir/Task/t1/_history/1' };
const kept = (task: object) => ({ ...task, id: 't1' });

describe('what is odd about the answer to a create is said, and the Task is on the board', () => {
  test.each<[string, Script, string, string[]]>([
    ['nothing', echo(201, kept, location), 't1', []],
    ['200 with Location', echo(200, kept, location), 't1', ['answered 200: the guide’s figures show that']],
    ['202', echo(202, kept, location), 't1', ['answered 202, which FHIR R4 does not know']],
    ['no Location', echo(201, kept), 't1', ['no Location header']],
    [
      'another id in Location',
      echo(201, kept, { location: '/fhir/Task/t2' }),
      't1',
      ['body says the Task is t1, Location says t2'],
    ],
    ['a Location of no Task', echo(201, kept, { location: '/fhir/Patient/1' }), 't1', ['Location names no Task']],
    [
      'a Location elsewhere',
      echo(201, kept, { location: 'https://other.example/fhir/Task/t1' }),
      't1',
      ['leads to another server'],
    ],
    ['no id in the body', echo(201, (task) => task, location), 't1', ['came back without an id of use']],
    [
      'another status',
      echo(201, (task) => ({ ...kept(task), status: 'accepted' }), location),
      't1',
      ['came back accepted, not requested'],
    ],
    ['an empty body', bytes(201, '', location), 't1', ['has no body']],
    ['an HTML page', bytes(201, '<!doctype html><p>ok</p>', location), 't1', ['of no use', 'HTML']],
    [
      'an OperationOutcome',
      json(201, outcome('information', 'Taken in.'), location),
      't1',
      ['OperationOutcome came in place of the Task: Taken in.'],
    ],
    ['another resource', json(201, { resourceType: 'Patient', id: 'p' }, location), 't1', ['A Patient came in place']],
  ])('%s', async (_, script, taskId, expected) => {
    const { run, server, partner } = await start();
    server.on('POST /Task', script);
    const receipt = await run('tasks.request', { partner, request: dataRequest });
    const said = receipt.oddities.join('\n');
    for (const words of expected) expect(said).toContain(words);
    if (expected.length === 0) expect(said).toBe('');
    expect(receipt.oddities.every((one) => /[.!?…]$/.test(one))).toBe(true);
    expect(receipt).toMatchObject({ taskId, task: { resourceType: 'Task', id: taskId } });
    expect(await run('tasks.get', { id: receipt.id })).toMatchObject({ taskId, versionCount: 1 });
  });

  test('what the partner changed of the request is listed, and becomes findings; what it adds is its right', async () => {
    const { run, server, partner } = await start();
    server.on(
      'POST /Task',
      echo(
        201,
        ({ input, ...task }) => {
          const [query] = input as { valueString?: string }[];
          return {
            ...kept(task),
            for: {
              reference: `${server.baseUrl}/Patient/pat-1`,
              display: 'Ms. Somebody',
              identifier: (task.for as { identifier: object }).identifier,
            },
            code: { coding: [{ system: 'http://x.example', code: 'other' }] },
            owner: undefined,
            input: [
              { ...query, valueString: 'Observation?patient=pat-2' },
              { type: { coding: [{ code: 'extra' }] }, valueBoolean: true },
            ],
          };
        },
        location,
      ),
    );
    const { oddities, findings, id } = await run('tasks.request', {
      partner,
      request: { ...dataRequest, signature: true },
    });
    const changes = findings.filter(({ rule }) => rule === 'answer');
    expect(changes.map(({ path, severity }) => [path, severity])).toEqual([
      ['Task.code', 'warning'],
      ['Task.owner', 'warning'],
      ['Task.input[0]', 'warning'],
      ['Task.input[1]', 'warning'],
      ['Task.input[1]', 'warning'],
    ]);
    expect(oddities.join(' ')).toContain('from Observation?patient=pat-1');
    expect(oddities.join(' ')).toContain('to Observation?patient=pat-2');
    expect(oddities.join(' ')).toContain('left out the input signature-flag');
    expect(oddities.join(' ')).toContain('added an input extra');
    expect(await run('tasks.get', { id })).toMatchObject({ taskId: 't1' });
  });

  test('a Task without any id is looked for among those of the requester', async () => {
    const { run, server, partner } = await start();
    let sent: object = {};
    server.on('POST /Task', (seen, response) => {
      sent = { ...JSON.parse(seen.body), id: 'found-1' };
      response.writeHead(201).end();
    });
    server.on('GET /Task', (seen, response) =>
      json(200, searchset([{ resourceType: 'Task', id: 'older', status: 'completed' }, sent]))(seen, response),
    );
    const receipt = await run('tasks.request', { partner, request: dataRequest });
    expect(receipt).toMatchObject({ taskId: 'found-1', task: { id: 'found-1' } });
    expect(receipt.oddities.at(-1)).toContain('found by a search');
    expect(server.seen.at(-1)?.url).toContain('requester:identifier=https://payer.example/ids|P1');
    // From the day before on: the server may read a day by its own time zone.
    const from = /_lastUpdated=ge(\d{4}-\d\d-\d\d)$/.exec(server.seen.at(-1)?.url ?? '')?.[1] ?? '';
    const authored = Date.parse((sent as { authoredOn?: string }).authoredOn ?? '');
    expect(authored - Date.parse(from)).toBeGreaterThanOrEqual(86_400_000);
    expect(await run('tasks.readRequest', { id: receipt.id })).toMatchObject({ request: { query: dataRequest.query } });
  });

  test('a Task without any id that cannot be found is said; it is not sent a second time by itself', async () => {
    const { refused, run, server, partner } = await start();
    server.on('POST /Task', bytes(201, ''));
    server.on('GET /Task', json(200, searchset([])));
    const failure = await refused('tasks.request', { partner, request: dataRequest });
    expect(failure).toMatchObject({ code: 'not-fhir', httpStatus: 201 });
    expect(failure.next).toContain('do not send it again');
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(await run('tasks.list', {})).toEqual([]);
  });

  test('a partner that takes too long may have the Task all the same, and that is said', async () => {
    const { refused, server } = await start();
    server.on('POST /Task', () => undefined);
    const partner = { baseUrl: server.baseUrl, timeoutMs: 1_000 };
    const failure = await refused('tasks.request', { partner, request: dataRequest });
    expect(failure.code).toBe('timed-out');
    expect(failure.next).toContain('look for it before you send it again');
  });

  test('an error OperationOutcome at 201 is a refusal that tells the Location it names', async () => {
    const { refused, server, partner } = await start();
    server.on('POST /Task', json(201, outcome('error', 'Not for you.'), location));
    const failure = await refused('tasks.request', { partner, request: dataRequest });
    expect(failure.code).toBe('error-outcome');
    expect(failure.next).toContain('Task/t1');
  });
});

describe('what is sent', () => {
  test('is a request or a Task as JSON, one of the two', async () => {
    const { run, refused, server, partner } = await start();
    const { task } = await run('tasks.draft', { partner, request: dataRequest });
    const edited = { ...(task as object), note: [{ text: 'By hand.' }] };
    await run('tasks.request', { partner, task: edited });
    expect(JSON.parse(server.seen.find(({ method }) => method === 'POST')?.body ?? '')).toEqual(edited);
    for (const input of [
      {},
      { request: dataRequest, task: edited },
      { task: { resourceType: 'Patient' } },
      { task: 7 },
    ]) {
      expect((await refused('tasks.request', { partner, ...input })).code).toBe('invalid-input');
      expect((await refused('tasks.draft', { partner, ...input })).code).toBe('invalid-input');
    }
    const broken = { ...edited, input: [] };
    expect((await refused('tasks.request', { partner, task: broken })).code).toBe('rules-failed');
  });

  test.each([
    { kind: 'data-request-code', code: '34117-2', text: 'History' },
    { kind: 'data-request-questionnaire', questionnaire: 'https://payer.example/Questionnaire/q|1' },
    {
      kind: 'attachment-request-code',
      use: 'claim',
      claim: 'https://payer.example/claims|C1',
      trackingId: 'https://payer.example/tracking|T1',
      serviceDate: '2026-09-30',
      payerUrl: 'https://payer.example/fhir/$submit-attachment',
      npi: '9941001015',
      name: 'Example, Sample',
      birthDate: '1961-02-03',
      attachments: [{ what: '34117-2', lineItems: [1] }],
    },
    {
      kind: 'attachment-request-questionnaire',
      use: 'preauthorization',
      claim: 'https://payer.example/claims|C1',
      payerUrl: 'https://payer.example/fhir/$submit-attachment',
      organizationNpi: '9941001015',
      name: 'Example, Sample',
      birthDate: '1961-02-03',
      attachments: [{ what: 'https://payer.example/Questionnaire/q' }],
    },
  ] as const)('can be $kind, in every version of the guide', async (kind) => {
    const { run, server } = await start();
    const { member, requester, owner } = dataRequest;
    for (const cdexVersion of ['2.0', '2.1', 'ci'] as const) {
      const partner = { baseUrl: server.baseUrl, cdexVersion };
      const request = { ...kind, member, requester, ...('attachments' in kind ? {} : { owner, reasonUnknown: true }) };
      const receipt = await run('tasks.request', { partner, request: request as never });
      expect(receipt.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(JSON.stringify(receipt.task)).toContain(kind.kind);
      const back = await run('tasks.readRequest', { id: receipt.id });
      expect(back.request).toMatchObject(kind);
    }
  });

  test('an attachment request has a tracking id of its own where none is given, and the sandbox’s or our receiver’s URL', async () => {
    const { run, refused, ports, partner } = await start();
    const { requester } = dataRequest;
    const request = {
      kind: 'attachment-request-code',
      use: 'preauthorization',
      member: 'https://payer.example/members|M-77',
      requester,
      npi: '9941001015',
      claim: 'https://payer.example/claims|C1',
      attachments: [{ what: '34117-2' }],
      name: 'Example, Sample',
      birthDate: '1961-02-03',
    } satisfies AttachmentRequest;
    const before = await run('tasks.draft', { partner, request });
    expect(JSON.stringify(before.task)).toMatch(/urn:uuid:[0-9a-f-]{36}/);
    expect(JSON.stringify(before.task)).not.toContain('payer-url');
    const role = await run('receiver.start', { port: 0 });
    const after = await run('tasks.draft', { partner, request });
    expect(JSON.stringify(after.task)).toContain(role.receiver?.submitAttachmentUrl);
    expect(ports.logged).toEqual([]);
    const { member: _m, ...unnamed } = request;
    expect((await refused('tasks.draft', { partner, request: { ...unnamed, patientId: 'pat-1' } })).message).toContain(
      'names no member',
    );
  });
});

describe('an authorization that is posted', () => {
  const authorization = { resourceType: 'ServiceRequest', code: '34117-2', place: 'posted' } as const;
  const request = { ...dataRequest, authorization };

  test('goes before the Task, which names it by the reference the server gave', async () => {
    const { run, server, partner } = await start();
    server.on('POST /ServiceRequest', bytes(201, '', { location: '/fhir/ServiceRequest/sr-9/_history/1' }));
    await run('tasks.request', { partner, request });
    const [first, second] = server.seen.filter(({ method }) => method === 'POST');
    expect([first?.url, second?.url]).toEqual(['/fhir/ServiceRequest', '/fhir/Task']);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      resourceType: 'ServiceRequest',
      subject: { reference: 'Patient/pat-1' },
    });
    expect(JSON.parse(second?.body ?? '').basedOn).toEqual([{ reference: 'ServiceRequest/sr-9' }]);
  });

  test('that stays behind when the Task fails is named', async () => {
    const { refused, server, partner } = await start();
    server.on('POST /ServiceRequest', json(201, { resourceType: 'ServiceRequest', id: 'sr-1' }));
    server.on('POST /Task', json(422, outcome('error', 'Unknown member.')));
    const failure = await refused('tasks.request', { partner, request });
    expect(failure).toMatchObject({ code: 'refused-by-partner', httpStatus: 422 });
    expect(failure.message).toContain('ServiceRequest/sr-1');
    expect(failure.next).toContain('ServiceRequest/sr-1');
  });

  test.each<[string, Script]>([
    ['is refused', json(403, outcome('error', 'No orders here.'))],
    ['gets no id', bytes(201, '')],
  ])('that %s keeps the Task from being sent', async (_, script) => {
    const { refused, server, partner } = await start();
    server.on('POST /ServiceRequest', script);
    expect((await refused('tasks.request', { partner, request })).message).toMatch(/no Task was sent|none was sent/);
    expect(server.seen.some(({ url }) => url === '/fhir/Task')).toBe(false);
  });

  test('is not posted where the Task breaks a rule', async () => {
    const { refused, server, partner } = await start();
    expect((await refused('tasks.request', { partner, request: { ...request, query: 'x' } })).code).toBe(
      'rules-failed',
    );
    expect(server.seen).toEqual([]);
  });
});

test('a web page in answer to a Task is told as one', async () => {
  const { refused, server, partner } = await start();
  server.on('POST /Task', bytes(200, '<html>Sign in</html>', { 'content-type': 'text/html' }));
  const { code, message } = await refused('tasks.request', { partner, request: dataRequest });
  expect([code, message]).toEqual(['not-fhir', expect.stringMatching(/HTML page.* No Location tells the Task’s id/)]);
});

describe('drafts', () => {
  test('are kept, changed, and forgotten once they are sent, not before', async () => {
    const { run, refused, console, server, partner } = await start();
    const kinds: string[] = [];
    console.listen((event) => {
      if (event.type === 'change' && event.change.kind === 'draft') kinds.push(event.change.op);
    });
    const request = { kind: 'data-request-query', query: 'Observ' };
    const first = await run('tasks.saveDraft', { title: 'Labs', request });
    const again = await run('tasks.saveDraft', { id: first.id, title: 'Labs', request: dataRequest as never });
    expect(again).toMatchObject({ id: first.id, request: dataRequest });
    expect((await refused('tasks.saveDraft', { title: 'x', request: { kind: 'nothing' } })).code).toBe('invalid-input');
    server.on('POST /Task', json(422, outcome('error', 'No.')), echo(201, kept, location));
    await refused('tasks.request', { partner, request: dataRequest, draftId: first.id });
    expect((await run('host.snapshot', {})).draft).toHaveLength(1);
    await run('tasks.request', { partner, request: dataRequest, draftId: first.id });
    expect((await run('host.snapshot', {})).draft).toEqual([]);
    expect(await run('tasks.removeDraft', { id: first.id })).toEqual({ removed: false });
    await until(() => kinds.includes('delete'));
  });

  test('survive a restart', async () => {
    const { run, close, ports } = openConsole();
    const { id } = await run('tasks.saveDraft', {
      title: 'Labs',
      request: { kind: 'data-request-code' },
      task: { resourceType: 'Task' },
    });
    await close();
    const other = openConsole({ dataFolder: ports.dataFolder });
    expect((await other.run('host.snapshot', {})).draft).toMatchObject([{ id, task: { resourceType: 'Task' } }]);
    expect(await other.run('tasks.removeDraft', { id })).toEqual({ removed: true });
  });
});

describe('many requests', () => {
  const asked = (...members: string[]) => members.map((member) => ({ request: { ...dataRequest, member } }));

  test('go one after another, their receipts in order; one that fails keeps no other back', async () => {
    const { run, console, server, partner } = await start();
    const labels: string[] = [];
    console.listen((event) => event.type === 'progress' && labels.push(event.progress.label));
    let [underWay, most, n] = [0, 0, 0];
    server.on('POST /Task', async (seen, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      n += 1;
      const task = JSON.parse(seen.body);
      if (seen.body.includes('BAD')) json(422, outcome('error', 'Unknown member.'))(seen, response);
      else json(201, { ...task, id: `t${n}` }, { location: `/fhir/Task/t${n}` })(seen, response);
    });
    const list = [...asked('s|1', 's|BAD'), { request: dataRequest, task: {} }, ...asked('s|3')];
    const receipts = await run('tasks.requestMany', { partner, asked: list as never });
    expect(receipts).toMatchObject([
      { index: 0, receipt: { taskId: 't1' } },
      { index: 1, failure: { code: 'refused-by-partner' } },
      { index: 2, failure: { code: 'invalid-input' } },
      { index: 3, receipt: { taskId: 't3' } },
    ]);
    expect(most).toBe(1);
    expect(labels).toContain('Task 4 of 4');
    expect(await run('tasks.list', {})).toHaveLength(2);
  });

  test('can be cancelled in between; what was not sent is said', async () => {
    const { run, server, partner } = await start();
    let n = 0;
    server.on('POST /Task', async (seen, response) => {
      n += 1;
      echo(201, (task) => ({ ...task, id: `t${n}` }), { location: `/fhir/Task/t${n}` })(seen, response);
      if (n === 1) await run('operations.cancel', { operationId: 'many' });
    });
    const receipts = await run('tasks.requestMany', {
      partner,
      operationId: 'many',
      asked: asked('s|1', 's|2', 's|3'),
    });
    expect(receipts).toHaveLength(3);
    expect(receipts.at(-1)).toMatchObject({ index: 2, failure: { code: 'cancelled' } });
    expect(n).toBe(1);
  });
});

describe('a request read back', () => {
  test('comes from the newest answer, without what belongs to the Task’s life', async () => {
    const { run, server, partner } = await start();
    const { id } = await run('tasks.request', { partner, request: { ...dataRequest, due: '2026-12-01' } });
    server.task.change({
      status: 'failed',
      statusReason: { text: 'No.' },
      restriction: { period: { end: '2026-12-24' } },
    });
    await run('tasks.poll', { id });
    const { request, task } = await run('tasks.readRequest', { id });
    expect(request).toMatchObject({ ...dataRequest, due: '2026-12-24' });
    expect(task).toMatchObject({ resourceType: 'Task', status: 'requested' });
    expect(Object.keys(task as object)).not.toContain('statusReason');
    expect(Object.keys(task as object)).not.toContain('id');
  });

  test('comes from what we sent, where the partner never showed the Task', async () => {
    const { run, server, partner } = await start();
    server.on('POST /Task', bytes(201, '', location));
    const { id } = await run('tasks.request', { partner, request: dataRequest });
    expect((await run('tasks.readRequest', { id })).request).toMatchObject(dataRequest);
  });

  test('can be that of any Task as JSON; anything else is refused', async () => {
    const { run, refused } = await start();
    const { task } = await run('tasks.draft', { request: dataRequest });
    const odd = { ...(task as object), priority: 'urgent' };
    const back = await run('tasks.readRequest', { task: odd });
    expect([back.request, back.kept]).toMatchObject([dataRequest, ['Task.priority']]);
    expect((await refused('tasks.readRequest', { task: { resourceType: 'Patient' } })).code).toBe('invalid-input');
    expect((await refused('tasks.readRequest', { id: '99' })).code).toBe('not-found');
  });
});
