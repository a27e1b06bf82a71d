import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { systems } from '../../../../shared/cdex/codes.ts';
import { type TaskStatus, taskStatuses } from '../../../../shared/domain/task.ts';
import { json, outcome } from '../../../fakes/partner/partner.ts';
import { failure, throwAwayFolder } from '../../../fakes/ports.ts';
import {
  attachmentRequest,
  coded,
  data,
  dataRequest,
  neededForm,
  payerUrl,
  query,
} from '../../../shared/cdex/samples.ts';
import { ofPatient, startWork } from './task-server.ts';

const reason = 'No such claim here.';
const dataValue = coded(systems.hrex, 'data-value');

/** What a status needs besides. */
const needs = (status: TaskStatus) => ({
  ...(status === 'rejected' || status === 'failed' ? { reason } : {}),
  ...(status === 'completed' ? { outputs: [{ reference: 'Condition/c1' }] } : {}),
});

test.each(taskStatuses)('a Task is brought to %s, and a GET shows it (CONF-059)', async (status) => {
  const { server, answer, taskId } = await startWork();
  const { task, record, exchangeId } = await answer({ status, ...needs(status) });
  expect(server.task(taskId)).toMatchObject({ status, meta: { versionId: '2' } });
  expect(task).toEqual(server.task(taskId));
  expect(record).toMatchObject({ status, versionCount: 2, lastVersion: { status, exchangeId } });
  const put = server.seen.find(({ method }) => method === 'PUT');
  expect([put?.url, put?.headers['if-match'], put?.headers['content-type']]).toEqual([
    `/fhir/Task/${taskId}`,
    'W/"1"',
    'application/fhir+json',
  ]);
});

test('all the road is walked, each step a version; what its sender wrote stays as it was', async () => {
  const { server, run, answer, id, taskId } = await startWork(
    dataRequest({ ...ofPatient, extension: [{ url: 'urn:unknown', valueString: 'kept' }] }),
  );
  const before = server.task(taskId);
  for (const status of ['accepted', 'in-progress', 'on-hold', 'in-progress', 'completed'] as const)
    await answer({ status, ...needs(status) });
  expect((await run('tasks.get', { id })).versions.map(({ status, offFigure }) => [status, offFigure])).toEqual(
    ['requested', 'accepted', 'in-progress', 'on-hold', 'in-progress', 'completed'].map((one) => [one, undefined]),
  );
  const { status: _s, output: _o, meta: _m, lastModified, ...after } = server.task(taskId);
  const { status: _before, meta: _meta, ...asked } = before;
  expect(after).toEqual(asked);
  expect(typeof lastModified).toBe('string');
});

test('a step the figure lacks is warned of and taken; a reopened Task loses its reason (CONF-060)', async () => {
  const { server, run, answer, id, taskId } = await startWork();
  const failed = await answer({ status: 'failed', reason });
  expect(failed.findings).toContainEqual(expect.objectContaining({ rule: 'CONF-060', severity: 'warning' }));
  expect(server.task(taskId).statusReason).toEqual({ text: reason });
  const reopened = await answer({ status: 'in-progress' });
  expect(reopened.findings).toContainEqual(expect.objectContaining({ rule: 'CONF-060', severity: 'information' }));
  expect(server.task(taskId).statusReason).toBeUndefined();
  expect((await run('tasks.get', { id })).versions.at(-1)).toMatchObject({ status: 'in-progress', reopened: true });
});

test('progress is told in words, at any time and without another status (CONF-061)', async () => {
  const { server, answer, taskId } = await startWork();
  await answer({ status: 'accepted', businessStatus: 'With the records office' });
  const { record } = await answer({ status: 'accepted', businessStatus: 'Copying' });
  expect(record).toMatchObject({ businessStatus: 'Copying', versionCount: 3 });
  await answer({ status: 'in-progress' });
  expect(server.task(taskId).businessStatus).toEqual({ text: 'Copying' });
});

describe('rules keep an answer back unless a person insists', () => {
  test.each([
    ['a rejection without its reason', { status: 'rejected' }, 'tdr-2'],
    ['a failure without its reason', { status: 'failed' }, 'tdr-2'],
    ['a data request without data', { status: 'completed' }, 'tdr-3'],
  ] as const)('%s', async (_, wish, rule) => {
    const { server, answer, refused, id, taskId } = await startWork();
    const error = await refused('work.answer', { id, ...wish });
    expect([error.code, error.requirement]).toEqual(['rules-failed', rule]);
    expect(server.asked('PUT')).toEqual([]);
    await answer({ ...wish, sendAnyway: true });
    expect(server.task(taskId).status).toBe(wish.status);
  });

  test('a modifier extension nobody knows: the Task is refused with that reason, not acted on (CONF-097)', async () => {
    const { answer, refused, id, server, taskId } = await startWork(
      dataRequest({ ...ofPatient, modifierExtension: [{ url: 'urn:reverses-it', valueBoolean: true }] }),
    );
    const error = await refused('work.answer', { id, status: 'accepted' });
    expect([error.requirement, error.message]).toEqual([
      'modifier-extension',
      expect.stringContaining('urn:reverses-it'),
    ]);
    await answer({ status: 'rejected', reason: error.message });
    expect(server.task(taskId).status).toBe('rejected');
  });

  test('a Task without the purpose of use that was agreed is rejected with that reason (CONF-018)', async () => {
    const { run, refused, answer, connectionId, id } = await startWork();
    await run('connections.update', { connection: connectionId, patch: { policy: { purposeOfUse: 'required' } } });
    expect((await refused('work.answer', { id, status: 'accepted' })).requirement).toBe('CONF-018');
    expect((await answer({ status: 'rejected', reason: 'No purpose of use is stated.' })).record.status).toBe(
      'rejected',
    );
  });

  test('what else its sender broke is told and keeps nothing back', async () => {
    const { answer } = await startWork({
      resourceType: 'Task',
      status: 'requested',
      ...ofPatient,
      unheardOf: { a: 1 },
    });
    const { findings, task } = await answer({ status: 'accepted' });
    expect(findings.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(3);
    expect(task).toMatchObject({ status: 'accepted', unheardOf: { a: 1 } });
  });

  test('an attachment request may be completed without outputs: the data went by push', async () => {
    const { answer } = await startWork(attachmentRequest());
    expect((await answer({ status: 'completed' })).record.status).toBe('completed');
  });

  test('a questionnaire request that ends without its response is warned of (cdex-11)', async () => {
    const form = { type: coded(systems.sdc, 'questionnaire'), valueCanonical: 'http://forms.example/oxygen' };
    const asked = dataRequest({ ...ofPatient, code: coded(systems.cdex, 'data-request-questionnaire'), input: [form] });
    const { answer } = await startWork(asked);
    const outputs = [{ reference: 'Condition/c1' }];
    const { findings } = await answer({ status: 'completed', outputs });
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'cdex-11', severity: 'warning' }));
  });
});

describe('somebody else was faster', () => {
  test('between our read and our write: 412, what changed is said, nothing is overwritten', async () => {
    const { server, refused, run, id, taskId } = await startWork();
    server.on(`PUT /Task/${taskId}`, (seen, response) => {
      server.change(taskId, { status: 'on-hold', businessStatus: { text: 'Mine now' } });
      json(412, outcome('error', 'Another version.'))(seen, response);
    });
    const error = await refused('work.answer', { id, status: 'accepted' });
    expect(error).toMatchObject({ code: 'refused-by-partner', httpStatus: 412 });
    expect(error.message).toContain('from requested to on-hold');
    expect(error.details).toHaveLength(2);
    expect(server.task(taskId)).toMatchObject({ status: 'on-hold', meta: { versionId: '2' } });
    expect(await run('tasks.get', { id })).toMatchObject({ status: 'on-hold', businessStatus: 'Mine now' });
  });

  test('since a person looked: the version they saw is not there any more', async () => {
    const { server, refused, answer, id, taskId } = await startWork();
    server.change(taskId, { status: 'accepted' });
    const error = await refused('work.answer', { id, status: 'rejected', reason, ifVersion: '1' });
    expect([error.httpStatus, error.message]).toEqual([412, expect.stringContaining('requested to accepted')]);
    expect(server.asked('PUT')).toEqual([]);
    expect((await answer({ status: 'in-progress', ifVersion: '2' })).record.status).toBe('in-progress');
  });

  test('a server without ETags gets a plain PUT, and that is said', async () => {
    const { server, answer } = await startWork();
    server.manners.etags = false;
    const { findings } = await answer({ status: 'accepted' });
    expect(server.seen.find(({ method }) => method === 'PUT')?.headers['if-match']).toBeUndefined();
    expect(findings[0]).toMatchObject({ rule: 'if-match', severity: 'warning' });
  });

  test('a Task that is gone is marked so', async () => {
    const { server, refused, run, id, taskId } = await startWork();
    server.remove(taskId);
    expect((await refused('work.answer', { id, status: 'accepted' })).httpStatus).toBe(410);
    expect((await run('tasks.get', { id })).goneAt).toBeTruthy();
  });
});

test('a server that answers a PUT with nothing is asked for what came of it', async () => {
  const { server, answer } = await startWork();
  server.manners.silentPut = true;
  const { record, task } = await answer({ status: 'accepted' });
  expect([record.status, record.versionCount]).toEqual(['accepted', 2]);
  expect(task).toMatchObject({ meta: { versionId: '2' } });
});

test('an answer is told in the audit trail', async () => {
  const { answer, run, taskId } = await startWork();
  await answer({ status: 'completed', outputs: [{ reference: 'Condition/c1' }] });
  const told = (await run('audit.list', {})).filter(({ request }) => request?.startsWith('answer Task'));
  expect(told).toMatchObject([
    { request: `answer Task ${taskId}: completed with 1 output`, outcome: '200', peer: 'Clinic' },
  ]);
});

test('a Task we sent, or one nobody knows, is not answered', async () => {
  const { server, run, refused, partner } = await startWork();
  const taskId = server.receive();
  const { id } = await run('tasks.adopt', { partner, taskId });
  expect((await refused('work.answer', { id, status: 'accepted' })).code).toBe('not-found');
  expect((await refused('work.answer', { id: '99', status: 'accepted' })).code).toBe('not-found');
});

describe('outputs', () => {
  test('are added to those there are, none twice, of any number, before completion too', async () => {
    const { server, answer, taskId } = await startWork();
    await answer({ status: 'in-progress', outputs: [{ reference: 'Condition/c1' }] });
    await answer({
      status: 'completed',
      outputs: [{ reference: 'Condition/c1' }, { reference: 'https://other.example/Condition/9' }],
    });
    expect(server.task(taskId).output).toEqual([data('Condition/c1'), data('https://other.example/Condition/9')]);
  });

  test('the collected Bundle goes into the Task, under an id that is free', async () => {
    const contained = [{ resourceType: 'Basic', id: 'results' }];
    const { server, answer, taskId } = await startWork(dataRequest({ ...ofPatient, contained }));
    const { record, findings } = await answer({
      status: 'completed',
      outputs: [{ query: 'Condition?patient=1' }],
      contained: true,
    });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [basic, bundle] = server.task(taskId).contained as [object, { entry: object[] }];
    expect(basic).toEqual(contained[0]);
    expect(bundle).toMatchObject({ resourceType: 'Bundle', id: 'results-2', type: 'searchset', total: 2 });
    expect(bundle.entry).toMatchObject([{ resource: { id: 'c1' } }, { resource: { id: 'c2' } }]);
    expect(server.task(taskId).output).toEqual([{ type: dataValue, valueReference: { reference: '#results-2' } }]);
    expect(record.outputs).toMatchObject([{ kind: 'contained', reference: '#results-2' }]);
  });

  test('or is stored beside it and referred to; a query without a hit is an empty Bundle', async () => {
    const { server, answer, taskId } = await startWork();
    await answer({ status: 'completed', outputs: [{ query: 'AllergyIntolerance?patient=1' }] });
    expect(server.resources.get('Bundle')).toEqual([
      { resourceType: 'Bundle', id: 'new-1', type: 'searchset', total: 0 },
    ]);
    expect(server.task(taskId).output).toEqual([data('Bundle/new-1')]);
  });

  test('a file that is a resource, and one that is a document', async () => {
    const { server, answer, taskId } = await startWork();
    const folder = throwAwayFolder();
    const files = ['condition.json', 'note.txt', 'picture.png'].map((name) => path.join(folder, name));
    const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    const condition = { resourceType: 'Condition', id: 'mine', subject: { reference: 'Patient/1' } };
    for (const [index, content] of [JSON.stringify(condition), 'Seen today.', png].entries())
      writeFileSync(files[index] ?? '', content);
    await answer({ status: 'completed', outputs: files.map((file) => ({ file })), contained: true });
    expect(server.task(taskId).contained).toMatchObject([
      { ...condition, id: 'mine' },
      {
        resourceType: 'DocumentReference',
        id: 'document',
        subject: { reference: 'Patient/1' },
        content: [
          {
            attachment: {
              contentType: 'text/plain',
              title: 'note.txt',
              data: Buffer.from('Seen today.').toString('base64'),
            },
          },
        ],
      },
      { id: 'document-2', content: [{ attachment: { contentType: 'image/png', size: 8 } }] },
    ]);
  });

  test('a file that cannot be read, or not by this host, is said', async () => {
    const { refused, id, console, ports } = await startWork();
    const file = path.join(throwAwayFolder(), 'none.pdf');
    expect(await refused('work.answer', { id, status: 'completed', outputs: [{ file }] })).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('none.pdf'),
    });
    Object.assign(ports, { capabilities: ['stay'] });
    const reply = await console.dispatch('work.answer', { id, status: 'completed', outputs: [{ file }] });
    expect(failure(reply).code).toBe('capability-missing');
  });

  test.each([
    ['2.1', attachmentRequest(), 'DocumentReference', coded(systems.pas, 'attachments-needed')],
    [
      '2.1, a questionnaire',
      attachmentRequest({
        code: coded(systems.pas, 'attachment-request-questionnaire'),
        input: [neededForm(), payerUrl],
      }),
      'QuestionnaireResponse',
      coded(systems.pas, 'questionnaire-context'),
    ],
    [
      '2.0',
      attachmentRequest({ code: coded(systems.cdex, 'attachment-request-code') }),
      'DocumentReference',
      dataValue,
    ],
    [
      '2.0, a questionnaire',
      attachmentRequest({ code: coded(systems.cdex, 'attachment-request-questionnaire') }),
      'QuestionnaireResponse',
      coded(systems.sdc, 'questionnaire-response'),
    ],
    [
      'a data request by questionnaire',
      dataRequest({ code: coded(systems.cdex, 'data-request-questionnaire') }),
      'QuestionnaireResponse',
      coded(systems.sdc, 'questionnaire-response'),
    ],
    ['HRex', dataRequest({ code: coded(systems.hrex, 'data-request') }), 'DocumentReference', dataValue],
  ])('have the type of their version: %s', async (_, task, resourceType, type) => {
    const { server, answer, taskId } = await startWork(task);
    await answer({ status: 'in-progress', outputs: [{ reference: `${resourceType}/x` }] });
    expect(server.task(taskId).output).toEqual([{ type, valueReference: { reference: `${resourceType}/x` } }]);
  });

  test('of another patient are kept back, whether typed in or brought by the server', async () => {
    const { server, refused, answer, id, taskId } = await startWork();
    const resource = { resourceType: 'Condition', subject: { reference: 'Patient/2' } };
    const error = await refused('work.answer', { id, status: 'completed', outputs: [{ resource }] });
    expect([error.requirement, error.message]).toEqual(['foreign-data', expect.stringContaining('Patient/2')]);
    server.on(
      'GET /Condition',
      json(200, {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: server.resources.get('Condition')?.map((one) => ({ resource: one })),
      }),
    );
    const wish = { status: 'completed', outputs: [{ query: 'Condition?patient=1' }], contained: true } as const;
    expect((await refused('work.answer', { id, ...wish, outputs: [...wish.outputs] })).requirement).toBe(
      'foreign-data',
    );
    await answer({ ...wish, outputs: [...wish.outputs], sendAnyway: true });
    expect(JSON.stringify(server.task(taskId))).not.toContain('Patient/2');
    expect(JSON.stringify(server.task(taskId))).toContain('Asthma');
  });

  test('nothing that contains resources is put into a Task; beside it, it may be', async () => {
    const { refused, answer, id } = await startWork();
    const resource = {
      resourceType: 'Condition',
      subject: { reference: 'Patient/1' },
      contained: [{ resourceType: 'Basic' }],
    };
    const wish = { status: 'completed', outputs: [{ resource }] } as const;
    const inside = { id, ...wish, outputs: [...wish.outputs], contained: true };
    expect((await refused('work.answer', inside)).requirement).toBe('dom-2');
    expect((await answer({ ...wish, outputs: [...wish.outputs] })).record.status).toBe('completed');
  });

  test('that were stored before the Task could not be written are named', async () => {
    const { server, refused, id, taskId } = await startWork();
    server.on(`PUT /Task/${taskId}`, json(422, outcome('error', 'Not like this.')));
    const resource = { resourceType: 'Condition', subject: { reference: 'Patient/1' } };
    const error = await refused('work.answer', {
      id,
      status: 'completed',
      outputs: [{ reference: 'Condition/c1' }, { resource }],
    });
    expect(error).toMatchObject({
      httpStatus: 422,
      details: ['Condition/new-1: was stored, and no Task refers to it'],
    });
    server.on('POST /Condition', json(405, outcome('error', 'Read only.')));
    expect((await refused('work.answer', { id, status: 'completed', outputs: [{ resource }] })).next).toContain(
      'contained',
    );
  });

  test('a Bundle of 5 MB goes into the Task and comes back whole', async () => {
    const { server, answer, taskId } = await startWork();
    const text = 'x'.repeat(50_000);
    const many = Array.from({ length: 100 }, (_, index) => ({
      resourceType: 'Condition',
      id: `big-${index}`,
      subject: { reference: 'Patient/1' },
      note: [{ text }],
    }));
    server.resources.set('Condition', many);
    const { task, record } = await answer({
      status: 'completed',
      outputs: [{ query: 'Condition?patient=1' }],
      contained: true,
    });
    const put = server.seen.find(({ method }) => method === 'PUT');
    expect(put?.body.length).toBeGreaterThan(5_000_000);
    expect(server.task(taskId).contained).toMatchObject([{ id: 'results', total: 100 }]);
    expect(task).toEqual(server.task(taskId));
    expect(record.outputs).toMatchObject([{ kind: 'contained' }]);
    expect((await answer({ status: 'in-progress' })).task).toMatchObject({ contained: [{ id: 'results' }] });
  });
});

test('a query that is not safe keeps the answer back', async () => {
  const { server, refused, id } = await startWork(
    dataRequest({ ...ofPatient, input: [query('Condition?patient=1&_include=*')] }),
  );
  const outputs = [{ query: 'Condition?patient=1&_include=Condition:encounter' }];
  const error = await refused('work.answer', { id, status: 'completed', outputs });
  expect(error.code).toBe('rules-failed');
  expect(server.asked('GET').some((url) => url.startsWith('Condition'))).toBe(false);
});
