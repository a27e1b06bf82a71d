import { describe, expect, test } from 'vitest';
import { lineItemsOf } from '../../renderer/parts/composer/line-items.ts';
import { lacksOf } from '../../renderer/parts/submission-composer/lacks.ts';
import { fieldOf } from '../../renderer/parts/submission-composer/places.ts';
import { skeletonOf } from '../../renderer/parts/submission-composer/skeleton.ts';
import {
  emptyForm,
  freshTrackingId,
  newCard,
  type SubmissionForm,
} from '../../renderer/parts/submission-composer/submission-form.ts';
import { formFrom, isBlank, requestFrom } from '../../renderer/parts/submission-composer/submission-request.ts';
import { nextOf } from '../../renderer/features/push-inbox/sent/sent-words.ts';
import { checkSubmission } from '../../shared/cdex/check-submission.ts';
import { submissionRequest } from '../../shared/contract/submissions.ts';
import type { SubmissionAttempt, SubmissionRequest } from '../../shared/domain/submission.ts';

const request: SubmissionRequest = {
  attachTo: 'preauthorization',
  trackingId: 'http://clinic.example/tracking|1',
  adminRef: 'http://payer.example/refs|R1',
  payerId: 'http://payer.example/ids|P1',
  organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
  providerId: 'http://hl7.org/fhir/sid/us-npi|9941339108',
  memberId: 'http://payer.example/members|M1',
  serviceDate: '2026-06-13',
  attachments: [
    { code: '11506-3', title: 'Note', lineItems: ['1', '2'], content: { from: 'upload', uploadId: 'u1' } },
    { content: { from: 'file', path: '/home/pat/op.pdf', contentType: 'application/pdf' } },
    { content: { from: 'reference', reference: 'DocumentReference/1', connection: 'c1' } },
    { content: { from: 'query', query: 'Observation?patient=1', connection: 'c1' } },
    { content: { from: 'document', references: ['Condition/1', 'Condition/2'], title: 'Both', connection: 'c1' } },
    { content: { from: 'form', formId: 'f1' } },
    { content: { from: 'resource', resource: { resourceType: 'Observation', status: 'final' } } },
    { code: '11504-8', content: { from: 'unchosen' } },
  ],
  final: false,
};

/** Without members that are said to be undefined: a request as it travels. */
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const form = (more: Partial<SubmissionForm> = {}): SubmissionForm => ({ ...emptyForm(), ...more });

describe('the form of a submission', () => {
  test('says the same as the request it was made from, whatever the content', () => {
    const back = requestFrom(formFrom(request), 'c1');
    expect(asSent(back)).toEqual(request);
    expect(submissionRequest.safeParse(back).success).toBe(true);
  });

  test('says of a file what this page knows of it', () => {
    const known = { uploadId: 'u1', name: 'note.pdf', bytes: 12 };
    expect(formFrom(request, [known]).cards[0]?.file).toEqual(known);
    expect(formFrom(request).cards[1]?.file).toEqual({ path: '/home/pat/op.pdf', name: 'op.pdf' });
  });

  test('is not worth keeping while only what is offered stands in it', () => {
    expect(isBlank(form({ trackingId: 'x', providerId: 'y' }))).toBe(true);
    expect(isBlank(form({ memberId: 'M1' }))).toBe(false);
    expect(isBlank(form({ cards: [newCard({ code: '11506-3' })] }))).toBe(false);
  });

  test('a resource that is none, and line items that cannot be read, are no part of the request', () => {
    const cards = [newCard({ kind: 'resource', json: '{ "resource' }), newCard({ kind: 'query', query: ' ' })];
    expect(requestFrom(form({ cards }), '').attachments.map(({ content }) => content)).toEqual([
      { from: 'unchosen' },
      { from: 'unchosen' },
    ]);
    expect(lineItemsOf('1, 3-5')).toEqual([1, 3, 4, 5]);
    expect(lineItemsOf('5-3')).toBeUndefined();
    expect(lineItemsOf('a')).toBeUndefined();
  });

  test('a fresh tracking id keeps the system', () => {
    expect(freshTrackingId('http://clinic.example/tracking|1')).toMatch(/^http:\/\/clinic\.example\/tracking\|sub-/);
    expect(freshTrackingId('')).toMatch(/^urn:switchboard:tracking\|sub-/);
  });
});

describe('what is still to be said', () => {
  const fieldsOf = (one: SubmissionForm, hasTarget = true) => lacksOf(one, hasTarget).map(({ field }) => field);
  const [card] = [newCard()];

  test('names fields in their order; only what nothing can be sent without blocks', () => {
    const open = form({ cards: [card] });
    expect(fieldsOf(open, false)).toEqual(['to', 'memberId', 'serviceDate', 'providerId', `content-${card.key}`]);
    expect(
      lacksOf(open, false)
        .filter(({ blocks }) => blocks)
        .map(({ field }) => field),
    ).toEqual(['to', `content-${card.key}`]);
  });

  test('a prior authorization needs no date of service, an organization stands for a provider', () => {
    const said = form({ attachTo: 'preauthorization', memberId: 'M', organizationId: 'O', cards: [card] });
    expect(fieldsOf(said)).toEqual([`content-${card.key}`]);
    expect(fieldsOf({ ...said, cards: [] })).toEqual(['attachments']);
  });
});

describe('the field a finding is about', () => {
  const cards = [newCard({ code: '11506-3' }), newCard()];
  const one = form({ trackingId: 'no-system', providerId: 'x|1', cards });
  const places = skeletonOf(one, '2.1');
  const fieldsBy = Object.fromEntries(
    checkSubmission(places, '2.1').map((finding) => [
      `${finding.rule} ${finding.message}`,
      fieldOf(finding, places, cards),
    ]),
  );
  const about = (words: RegExp) => Object.entries(fieldsBy).find(([key]) => words.test(key))?.[1];

  test('is found by its place in the Parameters, by its rule, and by the name of what is missing', () => {
    expect(about(/tracking-id-system/)).toBe('trackingId');
    expect(about(/CONF-012/)).toBe('serviceDate');
    expect(about(/MemberId is missing/)).toBe('memberId');
    expect(about(/CONF-002/)).toBe(`card-${cards[1]?.key}`);
  });

  test('of a content is the content of its attachment', () => {
    const finding = { rule: 'attachment-content', severity: 'error', path: 'Attachment[1]', message: 'x' } as const;
    expect(fieldOf(finding, places, cards)).toBe(`content-${cards[1]?.key}`);
  });
});

test('the class of a failure says the next step: 4xx unchanged never, 413 in parts, 5xx and no answer again', () => {
  const next = (result: SubmissionAttempt['result'], httpStatus: number | null) =>
    nextOf({ at: '', says: '', result, httpStatus })?.next ?? '';
  expect(next('accepted', 200)).toBe('');
  expect(next('held', 200)).toMatch(/Nothing more to send/);
  expect(next('refused', 422)).toMatch(/^422: do not resend it unchanged/);
  expect(next('too-large', 413)).toMatch(/^413: split it/);
  expect(nextOf({ at: '', says: '', result: 'too-large', httpStatus: 413 }, false)?.next).toMatch(
    /too large by itself/,
  );
  expect(next('may-retry', 503)).toMatch(/^503: it may be tried again unchanged/);
  expect(next('may-retry', null)).toMatch(/^No answer: it may be tried again unchanged/);
});
