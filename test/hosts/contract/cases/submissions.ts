import { expect } from 'vitest';
import type {
  ComposedSubmission,
  SubmissionAnswer,
  SubmissionDraft,
  TaskSubmissionDraft,
  Upload,
} from '../../../../shared/contract/submissions.ts';
import type { Snapshot } from '../../../../shared/contract/host.ts';
import type { SubmissionRecord, SubmissionTarget } from '../../../../shared/domain/submission.ts';
import { outcome, sendFhir, startPartner, type TestPartner } from '../../cli-partner.ts';
import { get, type Host, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const pas = 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes';
const cdex = 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp';
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const form = 'http://forms.example/oxygen';

/** A payer that takes what is submitted, and fails once where it is told to. */
function startPayer(...first: number[]): Promise<TestPartner> {
  const statuses = [...first];
  return startPartner(({ method }, response) => {
    const status = method === 'POST' ? (statuses.shift() ?? 200) : 404;
    return status === 200 ? response.writeHead(200).end() : sendFhir(response, status, outcome('error', 'Not now.'));
  });
}

/** A server that received a Task for a filled-in questionnaire. */
function startClinic(payer: TestPartner): Promise<TestPartner> {
  let task: object = {
    resourceType: 'Task',
    contained: [
      {
        resourceType: 'Patient',
        id: 'patient',
        identifier: [
          { type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), system: 'urn:m', value: 'M1' },
        ],
      },
      {
        resourceType: 'PractitionerRole',
        id: 'practitionerrole',
        organization: { identifier: { system: 'urn:npi', value: '1' } },
      },
    ],
    identifier: [{ type: coded(cdex, 'tracking-id'), system: 'urn:t', value: 'T1' }],
    status: 'requested',
    intent: 'order',
    code: coded(pas, 'attachment-request-questionnaire'),
    for: { reference: '#patient' },
    requester: { identifier: { system: 'urn:payers', value: 'P1' } },
    owner: { reference: '#practitionerrole' },
    reasonCode: coded('http://hl7.org/fhir/claim-use', 'preauthorization'),
    input: [
      { type: coded(pas, 'questionnaire-context'), valueCanonical: form },
      { type: coded(pas, 'payer-url'), valueUrl: `${payer.base}/$submit-attachment` },
    ],
  };
  let version = 1;
  return startPartner(({ method, path, body }, response) => {
    if (method === 'POST') return sendFhir(response, 201, { ...JSON.parse(body), id: 'new' });
    if (method === 'PUT') {
      version += 1;
      task = JSON.parse(body);
    }
    if (!path.startsWith('Task/s1')) return sendFhir(response, 404, outcome('error', 'Nothing here.'));
    return sendFhir(
      response,
      200,
      { ...task, id: 's1', meta: { versionId: `${version}` } },
      { etag: `W/"${version}"` },
    );
  });
}

const request = {
  attachTo: 'claim',
  trackingId: 'urn:t|T1',
  organizationId: 'urn:npi|1',
  memberId: 'urn:m|M1',
  serviceDate: '2026-05-06',
};

const withPayer =
  (work: (host: Host, payer: TestPartner) => Promise<void>, ...first: number[]) =>
  async (host: Host) => {
    const payer = await startPayer(...first);
    try {
      await work(host, payer);
    } finally {
      await payer.close();
    }
  };

async function upload(host: Host, words: string): Promise<Upload> {
  const base64 = Buffer.from(words).toString('base64');
  const begun = await get<Upload>(host, 'uploads.put', { name: 'note.pdf', base64 });
  return get<Upload>(host, 'uploads.put', { uploadId: begun.uploadId, offset: words.length, base64: '', done: true });
}

export const submissionCases: readonly Case[] = [
  {
    name: 'a file is brought in, composed and submitted, and its record is everywhere',
    run: withPayer(async (host, payer) => {
      const { uploadId, sniffedType } = await upload(host, '%PDF-1.4 a note');
      expect(sniffedType).toBe('application/pdf');
      const content = { from: 'upload', uploadId };
      const whole = { ...request, attachments: [{ code: '11506-3', content }] };
      const drafted = await get<SubmissionDraft>(host, 'submissions.draft', { request: whole, to: payer.base });
      expect(drafted).toMatchObject({
        target: { url: `${payer.base}/$submit-attachment`, source: 'given' },
        findings: [],
      });
      const composed = await get<ComposedSubmission>(host, 'submissions.compose', { request: whole });
      expect(composed).toMatchObject({ findings: [], attachments: [{ contentType: 'application/pdf', bytes: 15 }] });
      expect(await get<SubmissionTarget>(host, 'submissions.target', { to: payer.base })).toMatchObject({
        source: 'given',
      });
      const answer = await get<SubmissionAnswer>(host, 'submissions.send', { request: whole, to: payer.base });
      expect(answer).toMatchObject({ httpStatus: 200, accepted: true, held: false, trackingId: 'urn:t|T1' });
      const { submission } = await get<Snapshot>(host, 'host.snapshot');
      expect(submission.find(({ id }) => id === answer.record.id)).toMatchObject({ state: 'accepted' });
      expect(await get(host, 'uploads.remove', { uploadId })).toEqual({ removed: true });
      const again = await refused(host, 'submissions.compose', { request: whole });
      expect(again.code).toBe('not-found');
    }),
  },
  {
    name: 'a submission is kept as a draft, refused, sent again and forgotten',
    run: withPayer(async (host, payer) => {
      const resource = { resourceType: 'Observation', status: 'final', code: { text: 'Weight' } };
      const attachments = [{ code: '11506-3', content: { from: 'resource', resource } }];
      const draft = await get<SubmissionRecord>(host, 'submissions.save', {
        request: { ...request, attachments },
        to: payer.base,
      });
      const failed = await get<SubmissionAnswer>(host, 'submissions.send', { id: draft.id });
      expect(failed).toMatchObject({ accepted: false, httpStatus: 503, error: { code: 'server-error' } });
      const sent = await get<SubmissionAnswer>(host, 'submissions.send', { id: draft.id });
      expect(sent).toMatchObject({ accepted: true, attempts: [{ result: 'may-retry' }, { result: 'accepted' }] });
      expect(await get(host, 'submissions.remove', { id: draft.id })).toEqual({ removed: true });
    }, 503),
  },
  {
    name: 'a payer that cannot work at present is asked again by itself, and by itself only as often as was said',
    run: withPayer(
      async (host, payer) => {
        const resource = { resourceType: 'Observation', status: 'final', code: { text: 'Height' } };
        const attachments = [{ code: '11506-3', content: { from: 'resource', resource } }];
        const wish = { request: { ...request, trackingId: 'urn:t|again', attachments }, to: payer.base };
        const answer = await get<SubmissionAnswer>(host, 'submissions.send', { ...wish, retries: 2 });
        expect(answer).toMatchObject({ accepted: true, httpStatus: 200, record: { state: 'accepted' } });
        expect(answer.attempts.map(({ httpStatus, result }) => [httpStatus, result])).toEqual([
          [503, 'may-retry'],
          [200, 'accepted'],
        ]);
        const [first, second] = payer.requests.filter(({ method }) => method === 'POST');
        expect(second?.body).toBe(first?.body);
        const given = await get<SubmissionAnswer>(host, 'submissions.send', {
          ...wish,
          request: { ...wish.request, trackingId: 'urn:t|given-up' },
          retries: 1,
        });
        expect(given).toMatchObject({ accepted: false, httpStatus: 503, record: { state: 'failed' } });
        expect(given.attempts).toHaveLength(2);
      },
      503,
      200,
      503,
      503,
    ),
  },
  {
    name: 'a Task that asks for a questionnaire is answered with the form filled in here, and completed',
    run: withPayer(async (host, payer) => {
      const clinic = await startClinic(payer);
      try {
        const source = { baseUrl: clinic.base };
        const questionnaire = { resourceType: 'Questionnaire', url: form, status: 'active', item: [] };
        const response = { resourceType: 'QuestionnaireResponse', questionnaire: form, status: 'completed' };
        const kept = await get<{ id: string }>(host, 'questionnaires.saveForm', { questionnaire, response });
        const draft = await get<TaskSubmissionDraft>(host, 'submissions.answerTask', { task: 's1', source });
        expect(draft).toMatchObject({
          taskId: 's1',
          questionnaires: true,
          request: { trackingId: 'urn:t|T1', attachTo: 'preauthorization' },
          slots: [{ questionnaire: form, proposals: [{ content: { from: 'form', formId: kept.id } }] }],
        });
        const attachments = [{ content: { from: 'form', formId: kept.id } }];
        const answer = await get<SubmissionAnswer>(host, 'submissions.send', {
          request: { ...draft.request, attachments },
          taskId: 's1',
          source,
          complete: true,
        });
        expect(answer).toMatchObject({ accepted: true, task: { status: 'completed' } });
        expect(JSON.parse(payer.requests[0]?.body ?? '')).toMatchObject({ resourceType: 'Parameters' });
      } finally {
        await clinic.close();
      }
    }),
  },
];
