import { describe, expect, test } from 'vitest';
import { createDecide } from '../../../main/receiver/decide.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import type { AnswerRule } from '../../../shared/domain/answer-rule.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { searchset } from '../../fakes/partner/bundles.ts';
import { unwrap } from '../../fakes/ports.ts';
import { answering, body, issueOf, keep, matched, pushOf, settled, submit } from './answering.ts';
import { openReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

describe('answered by the guide', () => {
  test('a submission that answers a request of ours gets an empty 200', async () => {
    const { send: post, store } = await openReceiver(undefined, { place: () => matched });
    const answer = await post(submit, { body });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '0']);
    expect(await settled(store)).toBe(200);
    expect(pushOf(store)).toMatchObject({ answer: { how: 'accept' }, match: { state: 'matched' } });
  });

  test('one that belongs to nothing yet is held with an informational outcome (CONF-021)', async () => {
    const { send: post, store } = await openReceiver();
    const answer = await post(submit, { body });
    expect([answer.status, issueOf(answer.text).severity, issueOf(answer.text).code]).toEqual([
      200,
      'information',
      'informational',
    ]);
    expect(pushOf(store)?.answer).toEqual({ how: 'hold' });
  });

  test('content beyond DocumentReference and QuestionnaireResponse is taken too (CONF-003)', async () => {
    const { send: post, store } = await openReceiver();
    for (const resource of [{ resourceType: 'Observation', status: 'final', code: { text: 'HbA1c' } }, searchset([])]) {
      const other = submissionOf();
      const parts = other.parameter.find(({ name }) => name === 'Attachment') as { part: { name: string }[] };
      const parameter = [
        ...other.parameter.filter(({ name }) => name !== 'Attachment'),
        {
          name: 'Attachment',
          part: [...parts.part.filter(({ name }) => name !== 'Content'), { name: 'Content', resource }],
        },
      ];
      expect((await post(submit, { body: JSON.stringify({ ...other, parameter }) })).status).toBe(200);
    }
    expect(store.pushes.list(5).map(({ attachments }) => attachments[0]?.resourceType)).toEqual([
      'Bundle',
      'Observation',
    ]);
  });

  test('a missing signature is 400 where one is required, with what to do, and is found', async () => {
    const { send: post, store } = await openReceiver(undefined, {}, { requireSignature: true });
    const answer = await post(submit, { body });
    expect(answer.status).toBe(400);
    expect(issueOf(answer.text)).toMatchObject({ severity: 'error', code: 'business-rule' });
    expect(issueOf(answer.text).diagnostics).toMatch(/^Resubmit with a signature/);
    expect(pushOf(store)).toMatchObject({
      answer: { how: 'reject' },
      findings: [{ rule: 'signature', severity: 'error' }],
    });
    const signed = JSON.stringify(submissionOf()).replace(
      '"resourceType":"DocumentReference"',
      '"resourceType":"DocumentReference","contained":[{"resourceType":"Provenance","signature":[{"data":"AAAA"}]}]',
    );
    expect((await post(submit, { body: signed })).status).toBe(200);
    expect(pushOf(store)).toMatchObject({ signed: true, findings: [] });
  });

  test('a signature that was agreed with the partner is required of what answers its Task, or bears its name', async () => {
    const agreed = { id: 'c1', name: 'Lakeside', policy: { signatures: 'required' } };
    const connections = { get: (id: string) => (id === 'c1' ? agreed : undefined), list: () => [agreed] };
    const tasks = { get: (id: string) => ({ id, connectionId: 'c1' }) };
    const means = { answers: { list: () => [] }, connections, tasks } as unknown as Store;
    const decide = createDecide(means, createFakeClock(), { maxBytes: 1, requireSignature: false });
    const ask = (sender: string, match?: object) =>
      decide({ kind: 'submission', title: '', attachments: [], findings: [], sender, ...match }).response.status;
    expect(ask('Elsewhere')).toBe(200);
    expect(ask('lakeside')).toBe(400);
    expect(ask('Elsewhere', { match: { ...matched.match, taskId: '7' } })).toBe(400);
  });
});

describe('answered by a rule', () => {
  test.each<[Partial<AnswerRule>, number, object]>([
    [
      { answer: 'hold', text: 'Held for review.' },
      200,
      { severity: 'information', details: { text: 'Held for review.' } },
    ],
    [{ answer: 'reject', text: 'No such claim.' }, 400, { severity: 'error', code: 'business-rule' }],
    [{ answer: 'status', status: 401 }, 401, { code: 'login' }],
    [{ answer: 'status', status: 403 }, 403, { code: 'forbidden' }],
    [{ answer: 'status', status: 404 }, 404, { code: 'not-found' }],
    [{ answer: 'status', status: 409 }, 409, { code: 'conflict' }],
    [{ answer: 'status', status: 415 }, 415, { code: 'not-supported' }],
    [{ answer: 'status', status: 422 }, 422, { code: 'processing' }],
    [{ answer: 'status', status: 500, text: 'Out of order.' }, 500, { code: 'exception', severity: 'fatal' }],
    [{ answer: 'status', status: 503 }, 503, { code: 'transient' }],
    [
      { answer: 'status', status: 200, text: 'Not for us.' },
      200,
      { severity: 'fatal', details: { text: 'Not for us.' } },
    ],
  ])('%j', async (rule, status, issue) => {
    const { send: post, store } = await answering(rule);
    const answer = await post(submit, { body });
    expect([answer.status, issueOf(answer.text)]).toEqual([status, expect.objectContaining(issue)]);
    expect(await settled(store)).toBe(status);
    expect(pushOf(store)).toMatchObject({ answer: { how: rule.answer, rule: 'Rule 0' }, attachments: [{}] });
    expect(store.exchanges.detail('1')).toMatchObject({ status, response: { bodyText: answer.text } });
  });

  test('413 repeats the limit and the advice of /metadata (CONF-024); 429 says how long to wait', async () => {
    const { send: post, store } = await answering({ answer: 'status', status: 413 });
    expect(issueOf((await post(submit, { body })).text)).toMatchObject({
      code: 'too-long',
      diagnostics: expect.stringMatching(/100 MB \(100000000 bytes\).*Final=false.*authorization/),
    });
    keep(store, { answer: 'status', status: 429, retryAfter: 3 });
    const throttled = await post(submit, { body });
    expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '3']);
  });

  test('204 has no body', async () => {
    const { send: post } = await answering({ answer: 'status', status: 204 });
    const answer = await post(submit, { body });
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([204, '', undefined]);
  });

  test('rules are followed as soon as they are stored, by another process too, and no longer than they are there', async () => {
    const { send: post, store, folder } = await answering();
    expect((await post(submit, { body })).status).toBe(200);
    const other = unwrap(openStore(folder));
    keep(other, { answer: 'reject', when: { member: 'M-77' } }, { answer: 'status', status: 500 });
    expect((await post(submit, { body })).status).toBe(400);
    other.write(() => other.answers.remove('rule-0'));
    other.close();
    expect((await post(submit, { body })).status).toBe(500);
    store.write(() => store.answers.remove('rule-1'));
    expect((await post(submit, { body })).status).toBe(200);
  });

  test('rules of a policy file hold in place of the stored ones', async () => {
    const rule: AnswerRule = {
      id: 'p',
      name: 'Of the file',
      order: 0,
      on: true,
      when: {},
      answer: 'status',
      status: 409,
    };
    const { send: post, store } = await openReceiver(undefined, {}, { rules: [rule] });
    keep(store, { answer: 'reject' });
    expect((await post(submit, { body })).status).toBe(409);
    expect(pushOf(store)?.answer?.rule).toBe('Of the file');
  });

  test('the word of the person counts more than rules that are broken; what is broken stays to be seen', async () => {
    const { send: post, store } = await answering({ answer: 'accept' });
    const lacking = submissionOf();
    const parameter = lacking.parameter.filter(({ name }) => name !== 'ServiceDate');
    expect((await post(submit, { body: JSON.stringify({ ...lacking, parameter }) })).status).toBe(200);
    expect(pushOf(store)?.findings).toContainEqual(expect.objectContaining({ rule: 'CONF-012', severity: 'error' }));
  });
});

describe('/metadata', () => {
  test('tells the limit, Final, what to do beyond the limit, and which content is taken how (CONF-022, CONF-024)', async () => {
    const { send: get } = await openReceiver(20_000_000, { declared: { requireSignature: true } });
    const statement = JSON.parse((await get('/fhir/metadata', { method: 'GET' })).text);
    const { documentation } = statement.rest[0].operation[0];
    for (const words of [
      '20 MB (20000000 bytes)',
      'split it into several submissions',
      'external storage',
      'DocumentReference.content.attachment.url',
      'authorization',
      'answered 413',
      'Final is supported',
      'inline (attachment.data) or by URL (attachment.url)',
      'kept as its repeat',
      'Signatures are required',
    ])
      expect(documentation).toContain(words);
    expect(statement.rest[0].documentation).toContain('No Tasks are served here');
  });

  test.each([
    ['none', undefined, 'No proof'],
    ['path', undefined, 'secret part'],
    ['header', undefined, 'X-Push-Key'],
    ['bearer', 'OAuth', 'access token'],
    ['certificate', 'Certificates', 'client certificate'],
  ] as const)('tells the proof that is asked for: %s (CONF-001)', async (proof, service, says) => {
    const { send: get } = await openReceiver(1_000, { declared: { proof, headerName: 'X-Push-Key' } });
    const { security, operation } = JSON.parse((await get('/metadata', { method: 'GET' })).text).rest[0];
    expect(security.description).toContain(says);
    expect(security.service?.[0].coding[0].code).toBe(service);
    expect(operation[0].documentation).toContain('Signatures are not required');
  });
});
