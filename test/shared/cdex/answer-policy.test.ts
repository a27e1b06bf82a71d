import { describe, expect, test } from 'vitest';
import { type AskedPush, answerActionFault, answerRuleFor } from '../../../shared/cdex/answer-policy.ts';
import {
  type AnswerPolicy,
  answerByAction,
  decideAnswer,
  judgeSignature,
  sayDecision,
} from '../../../shared/cdex/answer-policy-decision.ts';
import type { AnswerCondition, AnswerRule } from '../../../shared/domain/answer-rule.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { pushKinds } from '../../../shared/domain/push.ts';

const push: AskedPush = {
  kind: 'submission',
  trackingId: 'https://clinic.example/tracking|Track-77',
  attachTo: 'claim',
  memberId: 'https://plan.example/members|M-100',
  organizationId: 'http://hl7.org/fhir/sid/us-npi|1234567893',
  providerId: 'http://hl7.org/fhir/sid/us-npi|1987654321',
  sender: 'Lakeside Clinic',
  findings: [],
};
const matched: AskedPush = { ...push, match: { state: 'matched', by: ['tracking-id'], says: 'By its tracking id.' } };

const rule = (more: Partial<AnswerRule> = {}): AnswerRule => ({
  id: more.name ?? 'r',
  name: 'r',
  order: 0,
  on: true,
  when: {},
  answer: 'hold',
  ...more,
});

const policy = (rules: AnswerRule[] = [], more: Partial<AnswerPolicy> = {}): AnswerPolicy => ({
  rules,
  requireSignature: false,
  tooLarge: 'Split it.',
  ...more,
});

const broken: Finding = {
  rule: 'CONF-012',
  severity: 'error',
  path: 'Parameters.parameter[6]',
  message: 'The service date is missing.',
  next: 'Send it to the day.',
};

describe('which rule answers', () => {
  test.each<[AnswerCondition, AnswerCondition]>([
    [{ kind: 'submission' }, { kind: 'bundle' }],
    [{ tracking: 'track-77' }, { tracking: 'track-78' }],
    [{ attachTo: 'Claim' }, { attachTo: 'preauthorization' }],
    [{ from: 'lakeside' }, { from: 'harbor' }],
    [{ from: '1234567893' }, { from: '1234567894' }],
    [{ from: '1987654321' }, { from: '19876543210' }],
    [{ member: 'm-100' }, { member: 'm-200' }],
    [{ signed: false }, { signed: true }],
    [{ matched: false }, { matched: true }],
    [
      { kind: 'submission', member: 'M-100', signed: false },
      { kind: 'submission', member: 'M-100', signed: true },
    ],
  ])('%j fits, %j does not', (fits, other) => {
    expect(answerRuleFor([rule({ when: fits })], push)?.name).toBe('r');
    expect(answerRuleFor([rule({ when: other })], push)).toBeUndefined();
  });

  test('a condition on what a push does not have is not met, unless it asks for its absence', () => {
    const bare: AskedPush = { kind: 'unexpected', findings: [] };
    expect(answerRuleFor([rule({ when: { tracking: 't' } })], bare)).toBeUndefined();
    expect(answerRuleFor([rule({ when: { matched: false, signed: false } })], bare)).toBeDefined();
    expect(answerRuleFor([rule({ when: { signed: true } })], { ...bare, signed: true })).toBeDefined();
    expect(answerRuleFor([rule({ when: { matched: true } })], matched)).toBeDefined();
  });

  test('the first in their order wins; what is off is passed over', () => {
    const rules = [
      rule({ name: 'third', order: 3 }),
      rule({ name: 'second', order: 2 }),
      rule({ name: 'first', order: 1, on: false }),
    ];
    expect(answerRuleFor(rules, push)?.name).toBe('second');
    expect(rules.map(({ name }) => name)).toEqual(['third', 'second', 'first']);
  });
});

describe('what the guide answers', () => {
  test('a submission that belongs to no request is held with an informational outcome (CONF-021)', () => {
    const { answer, told } = decideAnswer(push, policy());
    expect([answer.status, told]).toEqual([200, { how: 'hold' }]);
    expect(answer.outcome?.issue).toMatchObject([{ severity: 'information', code: 'informational' }]);
  });

  test('one that does is taken with an empty body', () => {
    const { answer, told } = decideAnswer(matched, policy());
    expect([answer.status, answer.outcome, told]).toEqual([200, undefined, { how: 'accept' }]);
  });

  test.each([
    ['notification', 200],
    ['bundle', 200],
    ['resource', 200],
    ['unexpected', 404],
  ] as const)('%s: %i', (kind, status) => {
    expect(decideAnswer({ kind, findings: [] }, policy()).answer.status).toBe(status);
  });

  test('broken rules refuse it, each with its rule, its place and what to do; warnings do not', () => {
    const warning = { ...broken, severity: 'warning' as const };
    expect(decideAnswer({ ...push, findings: [warning] }, policy()).answer.status).toBe(200);
    const { answer, told } = decideAnswer({ ...matched, findings: [broken, warning, broken] }, policy());
    expect([answer.status, told.how, answer.outcome?.issue.length]).toEqual([400, 'reject', 2]);
    expect(answer.outcome?.issue[0]).toEqual({
      severity: 'error',
      code: 'invalid',
      details: { text: 'CONF-012: The service date is missing.' },
      diagnostics: 'Send it to the day.',
      expression: ['Parameters.parameter[6]'],
    });
  });

  test('a missing signature is refused where one is required, and found', () => {
    const required = policy([], { requireSignature: true });
    const { answer, found } = decideAnswer(matched, required);
    expect(answer.status).toBe(400);
    expect(answer.outcome?.issue).toMatchObject([{ severity: 'error', code: 'business-rule' }]);
    expect(answer.outcome?.issue[0]?.details?.text).toContain('signature is required');
    expect(answer.outcome?.issue[0]?.diagnostics).toMatch(/^Resubmit with a signature/);
    expect(found).toMatchObject([{ rule: 'signature', severity: 'error' }]);
    expect(decideAnswer({ ...matched, signed: true }, required)).toMatchObject({ answer: { status: 200 }, found: [] });
    expect(decideAnswer({ ...matched, findings: [broken] }, required).answer.outcome?.issue.length).toBe(2);
  });

  test.each(pushKinds.filter((kind) => kind !== 'submission'))('no signature is asked of a %s', (kind) => {
    expect(judgeSignature({ kind })).toBeUndefined();
  });
});

describe('what a rule answers', () => {
  const by = (more: Partial<AnswerRule>, asked: AskedPush = matched) => decideAnswer(asked, policy([rule(more)]));

  test('the word of the person counts more than broken rules and missing signatures', () => {
    const decided = decideAnswer(
      { ...push, findings: [broken] },
      policy([rule({ answer: 'accept' })], { requireSignature: true }),
    );
    expect(decided).toMatchObject({ answer: { status: 200 }, told: { how: 'accept', rule: 'r' }, found: [] });
  });

  test('hold says that it is held, in the words given', () => {
    expect(by({ answer: 'hold' }).answer.outcome?.issue[0]?.code).toBe('informational');
    expect(by({ answer: 'hold', text: 'We look into it.' }).answer.outcome?.issue[0]?.details?.text).toBe(
      'We look into it.',
    );
  });

  test('reject is 400 with the reason as an error of business, or another status', () => {
    expect(by({ answer: 'reject', text: 'No such claim.' }).answer).toEqual({
      status: 400,
      headers: {},
      outcome: {
        resourceType: 'OperationOutcome',
        issue: [
          {
            severity: 'error',
            code: 'business-rule',
            details: { text: 'No such claim.' },
            diagnostics: 'Do not send it again unchanged.',
          },
        ],
      },
    });
    expect(by({ answer: 'reject', status: 422 }).answer).toMatchObject({
      status: 422,
      outcome: { issue: [{ code: 'business-rule' }] },
    });
  });

  test.each([
    [401, 'login', 'error', { 'www-authenticate': 'Bearer' }],
    [403, 'forbidden', 'error', {}],
    [404, 'not-found', 'error', {}],
    [405, 'not-supported', 'error', { allow: 'POST' }],
    [409, 'conflict', 'error', {}],
    [413, 'too-long', 'error', {}],
    [415, 'not-supported', 'error', { accept: 'application/fhir+json' }],
    [418, 'processing', 'error', {}],
    [422, 'processing', 'error', {}],
    [429, 'throttled', 'error', { 'retry-after': '30' }],
    [500, 'exception', 'fatal', {}],
    [503, 'transient', 'error', { 'retry-after': '30' }],
    [599, 'exception', 'error', {}],
  ] as const)('status %i has the code %s', (status, code, severity, headers) => {
    const { answer } = by({ answer: 'status', status });
    expect([answer.status, answer.headers]).toEqual([status, headers]);
    expect(answer.outcome?.issue).toMatchObject([{ code, severity }]);
    expect(answer.outcome?.issue[0]?.details?.text).toMatch(/\.$/);
  });

  test('413 comes with the advice, 4xx must not be repeated unchanged, 5xx may be repeated (CONF-024)', () => {
    const advice = (status: number) => by({ answer: 'status', status }).answer.outcome?.issue[0]?.diagnostics;
    expect([413, 404, 500, 429].map(advice)).toEqual([
      'Split it.',
      'Do not send it again unchanged.',
      'It may be sent again later.',
      'It may be sent again later.',
    ]);
  });

  test('how long to wait is said in seconds', () => {
    expect(by({ answer: 'status', status: 429, retryAfter: 7 }).answer.headers).toEqual({ 'retry-after': '7' });
    expect(by({ answer: 'reject', retryAfter: 0 }).answer.headers).toEqual({ 'retry-after': '0' });
  });

  test('a success with words carries a fatal outcome, without words an informational one, and 204 nothing', () => {
    const fatal = by({ answer: 'status', status: 200, text: 'Claim not found.' }).answer;
    expect([fatal.status, fatal.outcome?.issue[0]?.severity]).toEqual([200, 'fatal']);
    expect(fatal.outcome?.issue[0]?.details?.text).toBe('Claim not found.');
    expect(by({ answer: 'status', status: 202 }).answer.outcome?.issue[0]?.severity).toBe('information');
    expect(by({ answer: 'status', status: 204, text: 'x' }).answer.outcome).toBeUndefined();
  });

  test('delays and dropped connections are told', () => {
    const { told } = by({ answer: 'accept', delayMs: 1_500, drop: true });
    expect(told).toEqual({ how: 'accept', rule: 'r', delayMs: 1_500, dropped: true });
  });

  test('asking waits for a minute or as long as was said, then answers as the guide does', () => {
    expect(by({ answer: 'ask' }, push)).toMatchObject({
      waitMs: 60_000,
      told: { how: 'ask' },
      answer: { status: 200 },
    });
    expect(by({ answer: 'ask', delayMs: 5_000 }, { ...push, findings: [broken] })).toMatchObject({
      waitMs: 5_000,
      answer: { status: 400 },
    });
    expect(by({ answer: 'ask', delayMs: 5_000 }).told).not.toHaveProperty('delayMs');
  });

  test.each<[Partial<AnswerRule> | undefined, string]>([
    [undefined, 'By the rules of the guide, it is answered 200.'],
    [{ answer: 'reject', text: 'No.' }, 'By the rule “r”, it is answered 400: No.'],
    [{ answer: 'accept', delayMs: 2_000 }, 'By the rule “r”, it is answered 200 after 2 s.'],
    [{ answer: 'accept', drop: true }, 'By the rule “r”, the connection is ended without an answer.'],
    [{ answer: 'ask' }, 'By the rule “r”, a person is asked for 60 s; after that it is answered 200.'],
  ])('%j reads: %s', (more, says) => {
    expect(sayDecision(more ? by(more) : decideAnswer(matched, policy()))).toBe(says);
  });
});

test('an action that names what it cannot use is told', () => {
  expect(answerActionFault({ answer: 'status' })?.member).toBe('status');
  expect(answerActionFault({ answer: 'hold', status: 202 })?.says).toContain('not hold');
  expect(answerActionFault({ answer: 'ask', retryAfter: 3 })?.member).toBe('retryAfter');
  for (const answer of ['accept', 'hold', 'reject', 'ask'] as const)
    expect(answerActionFault({ answer })).toBeUndefined();
  expect(answerActionFault({ answer: 'status', status: 500, retryAfter: 3 })).toBeUndefined();
});

test('a person may answer anything, whatever the guide says of it', () => {
  const asked = { ...push, findings: [broken] };
  expect(answerByAction({ answer: 'accept' }, asked, '').status).toBe(200);
  expect(answerByAction({ answer: 'accept' }, { ...asked, kind: 'resource' }, '').outcome?.issue).toMatchObject([
    { severity: 'information', details: { text: expect.stringContaining('cannot be read back here') } },
  ]);
  expect(answerByAction({ answer: 'status', status: 409 }, asked, '').status).toBe(409);
});
