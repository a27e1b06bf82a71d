import { describe, expect, test } from 'vitest';
import type { TaskSubmissionDraft } from '../../../shared/contract/submissions.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import { bytes, json, outcome, startPartner } from '../../fakes/partner/partner.ts';
import { attachmentRequest, coded, neededForm, serviceDate } from '../../shared/cdex/samples.ts';
import { operation, pdf, writeFile } from './submission-partner.ts';
import { startWork } from './work/task-server.ts';

const form = 'http://forms.example/oxygen';
const flag = { type: coded(systems.cdex, 'multiple-submits-flag'), valueBoolean: true };
const needed = (code: string, line: number) => ({
  type: coded(systems.pas, 'attachments-needed'),
  valueCodeableConcept: coded(systems.loinc, code),
  extension: [
    {
      url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-paLineNumber',
      valueInteger: line,
    },
  ],
});

/** A payer, and a server of ours that received its request for what is given. */
async function start(inputs: readonly object[], code = 'attachment-request-code') {
  const payer = await startPartner();
  payer.on(operation, bytes(200, ''));
  const url = { type: coded(systems.pas, 'payer-url'), valueUrl: `${payer.baseUrl}/$submit-attachment` };
  const task = attachmentRequest({
    code: coded(systems.pas, code),
    input: [...inputs, url, serviceDate('2024-04-20')],
  });
  const patient = { system: 'http://payer.example/members', value: 'M-1' };
  const [person] = task.contained as { identifier: object[] }[];
  if (person) person.identifier = [{ ...(person.identifier[0] as object), ...patient }];
  const work = await startWork(task);
  return { ...work, payer };
}

const withFiles = ({ request }: TaskSubmissionDraft, ...paths: string[]) => ({
  ...request,
  attachments: request.attachments.map(
    (wish, index): AttachmentWish => ({ ...wish, content: { from: 'file', path: paths[index] ?? '' } }),
  ),
});

const named = (body: string | undefined, name: string) =>
  (JSON.parse(body ?? '{}').parameter as { name: string }[]).filter((one) => one.name === name);

describe('a Task that asks for documents', () => {
  test('fills the request in, with a slot for each and what fits it', async () => {
    const { run, id, payer, taskId, server } = await start([needed('11506-3', 1), needed('18842-5', 2)]);
    server.resources.set('DocumentReference', [
      {
        resourceType: 'DocumentReference',
        id: 'mine',
        status: 'current',
        subject: { reference: 'Patient/1' },
        description: 'Note of May',
        date: '2024-05-02T00:00:00Z',
        content: [{ attachment: { contentType: 'text/plain', data: 'QQ==' } }],
      },
      {
        resourceType: 'DocumentReference',
        id: 'other',
        status: 'current',
        subject: { reference: 'Patient/2' },
        content: [],
      },
    ]);
    const draft = await run('submissions.answerTask', { task: id });
    expect(draft).toMatchObject({
      taskId,
      multipleSubmits: false,
      questionnaires: false,
      target: { url: `${payer.baseUrl}/$submit-attachment`, source: 'payer-url' },
      request: {
        attachTo: 'claim',
        trackingId: 'http://payer.example/tracking|T-1',
        payerId: 'http://payer.example/ids|P-1',
        memberId: 'http://payer.example/members|M-1',
        serviceDate: '2024-04-20',
        final: true,
        attachments: [
          { code: '11506-3', lineItems: ['1'], content: { from: 'unchosen' } },
          { code: '18842-5', lineItems: ['2'], content: { from: 'unchosen' } },
        ],
      },
    });
    const proposed = draft.slots.map(({ proposals }) => proposals.map(({ title, content }) => [title, content.from]));
    expect(proposed).toEqual([[['Note of May, text/plain', 'reference']], [['Note of May, text/plain', 'reference']]]);
    expect(server.asked('GET').filter((url) => url.startsWith('DocumentReference?'))).toEqual([
      expect.stringContaining('type=http%3A%2F%2Floinc.org%7C11506-3'),
      expect.stringContaining('type=http%3A%2F%2Floinc.org%7C18842-5'),
    ]);
  });

  test('a payer-url where none of our connections is, is warned of; one at a connection that needs no credentials is not', async () => {
    const { run, id, payer } = await start([needed('11506-3', 1)]);
    const about = async () => (await run('submissions.answerTask', { task: id })).findings.map(({ rule }) => rule);
    expect(await about()).toContain('payer-url');
    await run('connections.add', { name: 'Payer', baseUrl: payer.baseUrl, role: 'provider' });
    expect(await about()).not.toContain('payer-url');
    const { target } = await run('submissions.answerTask', { task: id });
    expect(target?.says).toContain('It lies at Payer.');
  });

  test('a payer-url at another of our connections gets none of its credentials, until a person names that connection', async () => {
    const { run, id, payer } = await start([needed('11506-3', 1)]);
    await run('vault.create', { backend: 'memory' });
    await run('connections.add', {
      name: 'Payer B',
      baseUrl: payer.baseUrl,
      role: 'provider',
      auth: { method: 'bearer' },
      secrets: { bearer: { value: 'what-lets-us-in' } },
    });
    const tokens = () => payer.seen.map(({ headers }) => headers.authorization);
    const draft = await run('submissions.answerTask', { task: id });
    expect(draft.target).toMatchObject({
      withheld: 'Payer B',
      says: expect.stringContaining('unless you choose Payer B'),
    });
    expect(draft.findings).toContainEqual(
      expect.objectContaining({ rule: 'payer-url', severity: 'warning', next: expect.stringContaining('"Payer B"') }),
    );
    const request = withFiles(draft, writeFile('note.pdf', pdf()));
    payer.on(operation, json(401, outcome('error', 'Who are you?')));
    const refused = await run('submissions.send', { request, taskId: id });
    expect(refused).toMatchObject({
      accepted: false,
      error: { httpStatus: 401, next: expect.stringContaining('choose that connection') },
      record: { partner: 'Payer B', target: { withheld: 'Payer B' } },
    });
    expect(refused.record).not.toHaveProperty('connectionId');
    await run('submissions.send', { id: refused.record.id });
    expect(tokens()).toEqual([undefined, undefined]);

    payer.on(operation, bytes(200, ''));
    const partner = { connection: 'Payer B' };
    const accepted = await run('submissions.send', { id: refused.record.id, partner });
    expect([accepted.accepted, accepted.record.target?.source, tokens().at(-1)]).toEqual([
      true,
      'payer-url',
      'Bearer what-lets-us-in',
    ]);
    expect(accepted.record.target).not.toHaveProperty('withheld');
  });

  test('a payer-url at the server the Task came from gets the credentials of its connection', async () => {
    const task = attachmentRequest({});
    const { run, server } = await startWork(task);
    const url = { type: coded(systems.pas, 'payer-url'), valueUrl: `${server.baseUrl}/$submit-attachment` };
    const taskId = server.receive(
      attachmentRequest({
        code: coded(systems.pas, 'attachment-request-code'),
        input: [needed('11506-3', 1), url, serviceDate('2024-04-20')],
      }),
    );
    await run('vault.create', { backend: 'memory' });
    const secrets = { bearer: { value: 'what-lets-us-in' } };
    await run('connections.update', { connection: 'Clinic', patch: { auth: { method: 'bearer' }, secrets } });
    const source = { connection: 'Clinic' };
    const draft = await run('submissions.answerTask', { task: taskId, source });
    expect(draft.target).not.toHaveProperty('withheld');
    server.on('POST /$submit-attachment', bytes(200, ''));
    const request = withFiles(draft, writeFile('note.pdf', pdf()));
    await run('submissions.send', { request, taskId, source });
    expect(server.seen.findLast(({ method }) => method === 'POST')?.headers.authorization).toBe(
      'Bearer what-lets-us-in',
    );
  });

  test('nothing chosen is not sent', async () => {
    const { run, refused, id, payer } = await start([needed('11506-3', 1)]);
    const { request } = await run('submissions.answerTask', { task: id });
    expect(await refused('submissions.send', { request, taskId: id })).toMatchObject({ code: 'rules-failed' });
    expect(payer.seen).toEqual([]);
  });

  test('is completed once the payer accepted, with If-Match, and the line items travel as text', async () => {
    const { run, id, payer, server, taskId } = await start([needed('11506-3', 3)]);
    const draft = await run('submissions.answerTask', { task: id });
    const request = withFiles(draft, writeFile('note.pdf', pdf()));
    const answer = await run('submissions.send', { request, taskId: id, complete: true });
    expect(answer).toMatchObject({ accepted: true, record: { state: 'accepted', taskId: id } });
    expect(server.task(taskId).status).toBe('completed');
    const put = server.seen.find(({ method }) => method === 'PUT');
    expect(put?.headers['if-match']).toBe('W/"1"');
    const [attachment] = named(payer.seen[0]?.body, 'Attachment') as unknown as { part: object[] }[];
    expect(attachment?.part.slice(0, 2)).toEqual([
      { name: 'LineItem', valueString: '3' },
      { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] } },
    ]);
    expect(
      named(payer.seen[0]?.body, 'OrganizationId').length + named(payer.seen[0]?.body, 'ProviderId').length,
    ).toBeGreaterThan(0);
  });

  test('stays as it is while more is to follow and when refused; another’s change is built upon', async () => {
    const { run, id, payer, server, taskId } = await start([needed('11506-3', 1), flag]);
    const draft = await run('submissions.answerTask', { task: id });
    expect(draft.multipleSubmits).toBe(true);
    const request = withFiles(draft, writeFile('note.pdf', pdf()));
    await run('submissions.send', { request: { ...request, final: false }, taskId: id, complete: true });
    payer.on(operation, json(400, outcome('error', 'No.')), bytes(200, ''));
    await run('submissions.send', { request, taskId: id, complete: true });
    expect(server.task(taskId).status).toBe('requested');
    payer.on(operation, (_, response) => {
      server.change(taskId, { status: 'on-hold' });
      response.writeHead(200).end();
    });
    const answer = await run('submissions.send', { request, taskId: id, complete: true });
    expect(answer).toMatchObject({ accepted: true, task: { status: 'completed' } });
    expect(server.seen.findLast(({ method }) => method === 'PUT')?.headers['if-match']).toBe('W/"2"');
  });

  test('that was completed already is answered again only when that is meant (task-ended)', async () => {
    const { run, refused, id, payer, partner, taskId } = await start([needed('11506-3', 1)]);
    const draft = await run('submissions.answerTask', { task: id });
    expect(draft.findings.map(({ rule }) => rule)).not.toContain('task-ended');
    const request = withFiles(draft, writeFile('note.pdf', pdf()));
    await run('submissions.send', { request, taskId: id, complete: true });
    expect((await run('submissions.answerTask', { task: id })).findings[0]).toMatchObject({
      rule: 'task-ended',
      severity: 'error',
      message: expect.stringContaining('completed already'),
    });
    const composed = await run('submissions.compose', { request, taskId, source: partner });
    expect(composed.findings[0]).toMatchObject({ rule: 'task-ended' });
    const given = { value: JSON.stringify(composed.parameters) };
    for (const what of [{ request }, { parameters: given }])
      expect(await refused('submissions.send', { ...what, taskId: id })).toMatchObject({
        code: 'rules-failed',
        requirement: 'task-ended',
      });
    expect(payer.seen).toHaveLength(1);
    const { accepted, record } = await run('submissions.send', { request, taskId: id, sendAnyway: true });
    expect([accepted, record.findings[0]?.rule, payer.seen.length]).toEqual([true, 'task-ended', 2]);
  });

  test('a server that does not let it be completed leaves the submission accepted, and says so', async () => {
    const { run, id, server } = await start([needed('11506-3', 1)]);
    const draft = await run('submissions.answerTask', { task: id });
    server.on(`PUT /Task/${draft.taskId}`, json(403, outcome('error', 'Not yours.')));
    const request = withFiles(draft, writeFile('note.pdf', pdf()));
    const answer = await run('submissions.send', { request, taskId: id, complete: true });
    expect(answer).toMatchObject({ accepted: true, record: { state: 'accepted' }, taskProblem: { httpStatus: 403 } });
    expect(answer.task).toBeUndefined();
  });

  test('one submission is not split where the request wants everything at once', async () => {
    const { run, id, payer } = await start([needed('11506-3', 1), needed('18842-5', 2)]);
    payer.on(operation, json(413, outcome('error', 'Too large.')));
    const draft = await run('submissions.answerTask', { task: id });
    const request = withFiles(draft, writeFile('a.pdf', pdf('a')), writeFile('b.pdf', pdf('b')));
    const answer = await run('submissions.send', { request, taskId: id, split: true });
    expect(answer.attempts).toHaveLength(1);
    expect(answer.error?.next).toContain('everything in one');
  });

  test('is found by the server’s id, and one that asks for data is refused', async () => {
    const { run, refused, server, taskId, partner } = await start([needed('11506-3', 1)]);
    expect((await run('submissions.answerTask', { task: taskId, source: partner })).taskId).toBe(taskId);
    const other = server.receive();
    expect(await refused('submissions.answerTask', { task: other, source: partner })).toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('a Task that asks for a questionnaire', () => {
  const questionnaire = { resourceType: 'Questionnaire', url: form, title: 'Oxygen', status: 'active', item: [] };
  const response = (status: string) => ({ resourceType: 'QuestionnaireResponse', questionnaire: form, status });

  test('gets the form that was filled in here, and is completed with the response as its output (cdex-10)', async () => {
    const { run, id, payer, server, taskId } = await start([neededForm()], 'attachment-request-questionnaire');
    const kept = await run('questionnaires.saveForm', { taskId: id, questionnaire, response: response('completed') });
    const draft = await run('submissions.answerTask', { task: id });
    expect(draft).toMatchObject({
      questionnaires: true,
      slots: [{ questionnaire: form, proposals: [{ content: { from: 'form', formId: kept.id } }] }],
    });
    const content = draft.slots[0]?.proposals[0]?.content;
    const request = {
      ...draft.request,
      attachments: draft.request.attachments.map((wish) => ({ ...wish, content: content ?? wish.content })),
    };
    const answer = await run('submissions.send', { request, taskId: id, complete: true });
    expect(answer).toMatchObject({ accepted: true });
    expect(answer.taskProblem).toBeUndefined();
    const [attachment] = named(payer.seen[0]?.body, 'Attachment') as unknown as { part: object[] }[];
    expect(attachment?.part).toEqual([{ name: 'Content', resource: response('completed') }]);
    expect(server.task(taskId)).toMatchObject({
      status: 'completed',
      output: [{ valueReference: { reference: expect.stringContaining('QuestionnaireResponse/') } }],
    });
  });

  test('is completed all the same where the server takes no responses', async () => {
    const { run, id, server, taskId } = await start([neededForm()], 'attachment-request-questionnaire');
    server.on('POST /QuestionnaireResponse', json(405, outcome('error', 'Not here.')));
    const draft = await run('submissions.answerTask', { task: id });
    const request = {
      ...draft.request,
      attachments: [{ content: { from: 'resource' as const, resource: response('completed') } }],
    };
    const answer = await run('submissions.send', { request, taskId: id, complete: true });
    expect(answer).toMatchObject({ accepted: true, task: { status: 'completed' } });
    expect(server.task(taskId).output).toBeUndefined();
  });
});
