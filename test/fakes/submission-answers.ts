import { buildSubmission } from '../../shared/cdex/build-submission.ts';
import { checkSubmission } from '../../shared/cdex/check-submission.ts';
import { submissionUrl } from '../../shared/cdex/submission-url.ts';
import type { CommandInput } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { Progress } from '../../shared/contract/events.ts';
import type { Snapshot } from '../../shared/contract/host.ts';
import type { SubmissionAnswer, Upload } from '../../shared/contract/submissions.ts';
import type {
  AttachmentWish,
  SubmissionAttempt,
  SubmissionRecord,
  SubmissionRequest,
  SubmissionTarget,
} from '../../shared/domain/submission.ts';
import { parseIdentifier } from '../../shared/fhir/identifier.ts';
import type { ChangeWithoutSeq, Overrides } from './bridge.ts';

interface Means {
  snapshot: Snapshot;
  change: (change: ChangeWithoutSeq) => void;
  progress: (progress: Progress) => void;
}

const sha256 = '5f6b3c9a1f'.padEnd(64, '8cdb');
const payerUrl = 'http://127.0.0.1:8702/fhir/$submit-attachment';

/** Submissions composed, kept and sent to nobody. A member ending in 400, 413, 500 or held is answered so. */
export function submissionAnswers({ snapshot, change, progress }: Means): Overrides {
  const records = new Map<string, SubmissionRecord>(snapshot.submission.map((one) => [one.id, one]));
  const uploads = new Map<string, Upload>();
  let made = 0;
  let discovered = false;

  const put = (record: SubmissionRecord): SubmissionRecord => {
    records.set(record.id, record);
    change({ kind: 'submission', id: record.id, op: 'put', record });
    return record;
  };
  const sizeOf = ({ content }: AttachmentWish): number =>
    content.from === 'upload' ? (uploads.get(content.uploadId)?.bytes ?? 0) : 1_234;
  const typeOf = ({ content }: AttachmentWish): string =>
    content.from === 'upload'
      ? (content.contentType ?? uploads.get(content.uploadId)?.sniffedType ?? 'application/octet-stream')
      : 'application/fhir+json';

  const textOf = (wish: AttachmentWish): string =>
    typeOf(wish) === 'application/pdf' ? '%PDF-1.4' : '{"resourceType":"Basic"}';
  const parametersOf = (request: SubmissionRequest) =>
    buildSubmission({
      attachTo: request.attachTo,
      final: request.final,
      ...(request.serviceDate ? { serviceDate: request.serviceDate } : {}),
      trackingId: parseIdentifier(request.trackingId ?? 'fresh-1'),
      ...(request.memberId ? { memberId: parseIdentifier(request.memberId) } : {}),
      ...(request.providerId ? { providerId: parseIdentifier(request.providerId) } : {}),
      ...(request.organizationId ? { organizationId: parseIdentifier(request.organizationId) } : {}),
      attachments: request.attachments.map((wish) => ({
        ...(wish.lineItems ? { lineItems: wish.lineItems } : {}),
        ...(wish.code ? { code: { coding: [{ system: 'http://loinc.org', code: wish.code }] } } : {}),
        content: {
          resourceType: 'DocumentReference',
          status: 'current',
          content: [{ attachment: { contentType: typeOf(wish), title: wish.title ?? '', data: btoa(textOf(wish)) } }],
        },
      })),
    });
  const findingsOn = (request: SubmissionRequest, solicited = false) =>
    checkSubmission(parametersOf(request), '2.1', solicited);

  const targetOf = ({
    to,
    taskId,
    discover,
  }: {
    to?: string | undefined;
    taskId?: string | undefined;
    discover?: boolean;
  }) => {
    discovered ||= discover === true;
    const given = to && submissionUrl(to);
    const target: SubmissionTarget = given
      ? { url: given, source: 'given', says: 'It was given here.' }
      : taskId
        ? { url: payerUrl, source: 'payer-url', says: 'The Task says so (payer-url).' }
        : discovered
          ? {
              url: payerUrl,
              source: 'davinci-configuration',
              says: 'Its davinci-configuration says so.',
              exchangeId: '3',
            }
          : { url: payerUrl, source: 'base', says: 'Its base URL with the operation’s name; it was not asked.' };
    return target;
  };

  const titleOf = (request: SubmissionRequest): string =>
    request.attachments
      .map(({ title, code }) => title ?? code ?? '')
      .filter(Boolean)
      .join(', ') || 'A submission';

  const attemptOf = (request: SubmissionRequest, split: boolean): SubmissionAttempt => {
    const end = /(400|413|500|held)$/.exec(request.memberId ?? '')?.[1];
    const common = { at: new Date().toISOString(), exchangeId: '9' };
    if (end === '400') return { ...common, httpStatus: 400, result: 'refused', says: 'The claim is closed.' };
    if (end === '413' && !split)
      return { ...common, httpStatus: 413, result: 'too-large', says: 'At most 5 MB are taken at once.' };
    if (end === '500') return { ...common, httpStatus: 500, result: 'may-retry', says: 'The payer stumbled.' };
    if (end === 'held') return { ...common, httpStatus: 200, result: 'held', says: 'Held until its claim appears.' };
    return { ...common, httpStatus: 200, result: 'accepted', says: 'Accepted, with an empty answer.' };
  };
  const states = {
    accepted: 'accepted',
    held: 'held',
    refused: 'refused',
    'too-large': 'refused',
    'may-retry': 'failed',
    cancelled: 'failed',
  } as const;

  const answer = async (input: CommandInput<'submissions.send'>): Promise<Reply<SubmissionAnswer>> => {
    const { id, operationId = '', split = false, sendAnyway, taskId, complete } = input;
    const before = id ? records.get(id) : undefined;
    const request = before?.request ?? (input.request as SubmissionRequest | undefined);
    if (!request && !input.parameters) return fail('invalid-input', 'There is nothing to send.', 'Compose it first.');
    const wanted: SubmissionRequest = request ?? { attachTo: 'claim', attachments: [], final: true };
    const [broken] = request ? findingsOn(request).filter(({ severity }) => severity === 'error') : [];
    if (broken && !sendAnyway) return fail('rules-failed', broken.message, broken.next ?? 'Correct it.');
    made += 1;
    const record = put({
      ...(before ?? {
        id: `sent-${made}`,
        partner: 'Sandbox payer',
        title: titleOf(wanted),
        request: wanted,
        attempts: [],
        findings: [],
        createdAt: new Date().toISOString(),
      }),
      ...(taskId ? { taskId } : {}),
      to: payerUrl,
      target: targetOf({ taskId }),
      state: 'sending',
      updatedAt: new Date().toISOString(),
    } as SubmissionRecord);
    progress({ operationId, label: 'Sending 1 of 1', bytes: 10, totalBytes: 100, done: false });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const attempt = attemptOf(wanted, split);
    const done = put({
      ...record,
      state: states[attempt.result],
      attempts: [...record.attempts, attempt],
      sent: wanted.attachments.map((wish) => ({ contentType: typeOf(wish), bytes: sizeOf(wish), sha256 })),
    });
    const accepted = attempt.result === 'accepted' || attempt.result === 'held';
    return ok({
      httpStatus: attempt.httpStatus,
      accepted,
      held: attempt.result === 'held',
      trackingId: wanted.trackingId ?? 'fresh-1',
      exchangeId: '9',
      attempts: done.attempts,
      record: done,
      ...(complete && accepted
        ? { taskProblem: fail('not-found', 'The fake server has no such Task.', 'Complete it by hand.').error }
        : {}),
    });
  };

  return {
    'submissions.draft': ({ request, to, taskId, discover = false, claim }: CommandInput<'submissions.draft'>) => {
      const asked = { attachTo: 'claim', attachments: [], final: true, ...request } as SubmissionRequest;
      const filled: SubmissionRequest = {
        ...asked,
        trackingId: asked.trackingId ?? 'http://clinic.example/tracking|sub-1',
        providerId: asked.providerId ?? 'http://hl7.org/fhir/sid/us-npi|9941001015',
        ...(claim && !asked.serviceDate ? { serviceDate: '2026-06-13' } : {}),
      };
      return ok({
        request: filled,
        target: targetOf({ to, taskId, discover }),
        findings: findingsOn(filled, taskId !== undefined),
      });
    },
    'submissions.answerTask': ({ task }: CommandInput<'submissions.answerTask'>) => {
      const request: SubmissionRequest = {
        attachTo: 'claim',
        trackingId: 'http://payer.example/tracking|trk-77',
        memberId: 'http://payer.example/members|Member123',
        providerId: 'http://hl7.org/fhir/sid/us-npi|9941339108',
        serviceDate: '2026-06-13',
        attachments: [
          { code: '11506-3', title: 'Progress note', lineItems: ['1', '2'], content: { from: 'unchosen' } },
          { code: '11504-8', title: 'Surgical operation note', content: { from: 'unchosen' } },
        ],
        final: true,
      };
      const proposal = {
        content: { from: 'reference' as const, reference: 'DocumentReference/d1', connection: 'c1' },
        title: 'Progress note of 13 June',
        at: '2026-06-13',
        says: 'It has the code that is asked for.',
      };
      return ok({
        request,
        target: targetOf({ taskId: task }),
        findings: [],
        taskId: '3007',
        asked: 'Progress note, Surgical operation note',
        multipleSubmits: false,
        questionnaires: false,
        slots: [
          { code: '11506-3', title: 'Progress note', lineItems: ['1', '2'], proposals: [proposal] },
          { code: '11504-8', title: 'Surgical operation note', proposals: [] },
        ],
      });
    },
    'submissions.compose': ({ request }: CommandInput<'submissions.compose'>) => {
      const wanted = request as SubmissionRequest;
      return ok({
        parameters: parametersOf(wanted),
        bytes: 2_000 + wanted.attachments.reduce((sum, wish) => sum + sizeOf(wish), 0),
        attachments: wanted.attachments.map((wish) => ({ contentType: typeOf(wish), bytes: sizeOf(wish), sha256 })),
        findings: findingsOn(wanted),
      });
    },
    'submissions.target': (input: CommandInput<'submissions.target'>) => ok(targetOf({ ...input, discover: true })),
    'submissions.send': answer,
    'submissions.save': ({ id, ...given }: CommandInput<'submissions.save'>) => {
      if (id && !records.has(id)) return fail('not-found', 'There is no such submission.', 'Begin a new one.');
      made += id ? 0 : 1;
      const request = given.request as SubmissionRequest;
      const now = new Date().toISOString();
      return ok(
        put({
          attempts: [],
          findings: [],
          createdAt: now,
          ...(id ? records.get(id) : {}),
          ...given,
          id: id ?? `draft-${made}`,
          partner: 'Sandbox payer',
          title: titleOf(request),
          request,
          state: 'draft',
          updatedAt: now,
        } as SubmissionRecord),
      );
    },
    'submissions.remove': ({ id }: CommandInput<'submissions.remove'>) => {
      const removed = records.delete(id);
      if (removed) change({ kind: 'submission', id, op: 'delete' });
      return ok({ removed });
    },
    'uploads.put': ({ uploadId, name, base64, done }: CommandInput<'uploads.put'>) => {
      if (name?.startsWith('refused'))
        return fail('folder-unusable', 'The disk is full.', 'Make room, then choose it again.');
      const id = uploadId ?? `upload-${uploads.size + 1}`;
      const bytes = (uploads.get(id)?.bytes ?? 0) + atob(base64).length;
      const upload: Upload = { uploadId: id, bytes, ...(done ? { sha256, sniffedType: 'application/pdf' } : {}) };
      uploads.set(id, upload);
      return ok(upload);
    },
    'uploads.remove': ({ uploadId }: CommandInput<'uploads.remove'>) => ok({ removed: uploads.delete(uploadId) }),
  };
}
