import type { Bundle, Communication, DocumentReference } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeMembers } from '../../../main/sandbox/members/make-members.ts';
import type { Sandbox } from '../../../main/sandbox/sandbox.ts';
import { startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import { readSubmission } from '../../../shared/cdex/read-submission.ts';
import { sampleNames } from '../../../shared/domain/sandbox-samples.ts';
import { json, type Seen, startPartner } from '../../fakes/partner/partner.ts';
import { definitionsFile } from './support/definitions.ts';
import { Client } from './support/http.ts';

let sandbox: Sandbox;
let payer: Client;
const { members } = makeMembers(1);
beforeAll(async () => {
  sandbox = await startSandbox({ folder: ':memory:', definitionsFile: await definitionsFile() });
  payer = new Client(sandbox.payer.fhirBaseUrl);
});
afterAll(() => sandbox.close());

type Sample = (typeof sampleNames)[number];

describe('what a receiver gets', () => {
  let partner: Awaited<ReturnType<typeof startPartner>>;
  beforeEach(async () => {
    partner = await startPartner();
    partner.on('POST /$submit-attachment', json(200, { resourceType: 'OperationOutcome', issue: [] }));
  });
  const bodies = (seen: readonly Seen[]) => seen.map(({ body }) => JSON.parse(body ?? ''));
  const send = async (sample: Sample, patientId?: string) => {
    const receipt = await sandbox.submit({ to: partner.baseUrl, sample, ...(patientId ? { patientId } : {}) });
    const sent = bodies(partner.seen);
    return { receipt, sent, read: sent.map((one) => readSubmission(one)) };
  };
  const errorsOf = (body: unknown) =>
    checkSubmission(body, '2.1')
      .filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);

  it('usual: a note and a C-CDA to the newest claim', async () => {
    const { sent, read } = await send('usual');
    expect(read.map(({ attachTo, attachments }) => [attachTo, attachments.map((one) => one.contentType)])).toEqual([
      ['claim', ['application/pdf', expect.stringMatching(/xml/)]],
    ]);
    expect(errorsOf(sent[0])).toEqual([]);
  });

  it('prior-auth: to a prior authorization, with its day', async () => {
    const { sent, read, receipt } = await send('prior-auth');
    const [first] = members.flatMap(({ claims }) => claims).filter(({ use }) => use === 'preauthorization');
    expect(read).toMatchObject([
      { attachTo: 'preauthorization', serviceDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    ]);
    expect([first === undefined, receipt.httpStatus, errorsOf(sent[0])]).toEqual([false, 200, []]);
    const without = members.find(({ claims }) => claims.every(({ use }) => use === 'claim'))?.patientId;
    await expect(send('prior-auth', without)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('documents: all of them at once', async () => {
    const { read } = await send('documents', 'shaw-amy');
    expect(read[0]?.attachments.length).toBeGreaterThan(5);
  });

  it('several: three under one tracking id, the last says so', async () => {
    const { sent, read, receipt } = await send('several', 'shaw-amy');
    expect(read.map(({ final }) => final)).toEqual([false, false, true]);
    expect(new Set(read.map(({ trackingId }) => trackingId)).size).toBe(1);
    expect(new Set(sent.map((body) => JSON.stringify(body.parameter.at(-2)))).size).toBe(3);
    expect(receipt.answers?.map(({ httpStatus }) => httpStatus)).toEqual([200, 200, 200]);
  });

  it('several: stops at a refusal', async () => {
    partner.on('POST /$submit-attachment', json(400, { resourceType: 'OperationOutcome', issue: [] }));
    const { receipt, sent } = await send('several', 'shaw-amy');
    expect([receipt.httpStatus, sent.length]).toEqual([400, 1]);
  });

  it.each(['kowalczyk-henryk', 'shaw-amy'])('form: an answered questionnaire of %s', async (patientId) => {
    const { sent, read } = await send('form', patientId);
    expect(read[0]?.attachments).toMatchObject([{ resourceType: 'QuestionnaireResponse' }]);
    const form = sent[0].parameter.find(({ name }: { name: string }) => name === 'Attachment').part.at(-1).resource;
    expect(form.questionnaire).toMatch(/^https:\/\/harbor-mutual\.example\/Questionnaire\//);
    expect(form.item.length).toBeGreaterThan(0);
    expect(JSON.stringify(form)).not.toContain('"reference"');
    expect(errorsOf(sent[0])).toEqual([]);
  });

  it('document: a Bundle whose references all lead into it', async () => {
    const { sent } = await send('document', 'shaw-amy');
    const bundle: Bundle = sent[0].parameter
      .find(({ name }: { name: string }) => name === 'Attachment')
      .part.at(-1).resource;
    expect([bundle.type, bundle.entry?.[0]?.resource?.resourceType]).toEqual(['document', 'Composition']);
    const names = new Set(bundle.entry?.map(({ fullUrl }) => fullUrl));
    const references = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map(([, one]) => one);
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter((one) => !names.has(one))).toEqual([]);
    expect(errorsOf(sent[0])).toEqual([]);
  });

  it('resources: an Observation and a search result', async () => {
    const { read, sent } = await send('resources', 'shaw-amy');
    expect(read[0]?.attachments.map(({ resourceType }) => resourceType)).toEqual(['Observation', 'Bundle']);
    expect(errorsOf(sent[0])).toEqual([]);
  });

  const data = (body: { parameter: { name: string; part?: { resource?: DocumentReference }[] }[] }) =>
    body.parameter
      .filter(({ name }) => name === 'Attachment')
      .map(({ part }) => part?.at(-1)?.resource?.content[0]?.attachment);

  it('what is wrong on purpose is wrong', async () => {
    const { sent } = await send('broken');
    const [lie, base64, ccda, pdf] = data(sent[0]);
    const bytes = Buffer.from(lie?.data ?? '', 'base64');
    expect([lie?.contentType, bytes.subarray(1, 4).toString()]).toEqual(['application/pdf', 'PNG']);
    expect(lie?.size).not.toBe(bytes.length);
    expect(base64?.data).toMatch(/[^A-Za-z0-9+/=]/);
    const xml = Buffer.from(ccda?.data ?? '', 'base64').toString();
    for (const bad of ['<script>', 'SYSTEM "file:', 'onclick=', 'javascript:', 'http://tracker.example'])
      expect(xml).toContain(bad);
    const text = Buffer.from(pdf?.data ?? '', 'base64').toString('latin1');
    expect([text.startsWith('%PDF-'), text.includes('%%EOF')]).toEqual([true, false]);
    for (const [index, sample] of (['type-lie', 'bad-base64', 'hostile-ccda', 'broken-pdf'] as const).entries()) {
      const alone = await send(sample);
      expect(data(alone.sent.at(-1))).toEqual([data(sent[0])[index]]);
    }
  });
});

describe('at the payer next door', () => {
  it.each(sampleNames.filter((name) => name !== 'bad-base64' && name !== 'broken'))(
    '%s is accepted',
    async (sample) => {
      const receipt = await sandbox.submit({ to: sandbox.payer.fhirBaseUrl, sample });
      expect([receipt.httpStatus, JSON.stringify(receipt.outcome)]).toEqual([
        200,
        expect.stringMatching(/associated with Claim\//),
      ]);
      const { json: found } = await payer.get(`/Communication?identifier=${receipt.trackingId}`);
      const kept = found.entry?.map(({ resource }) => resource as Communication) ?? [];
      expect(kept.length).toBe(sample === 'several' ? 3 : 1);
    },
  );

  it('wrong base64 is refused', async () => {
    const receipt = await sandbox.submit({ to: sandbox.payer.fhirBaseUrl, sample: 'bad-base64' });
    expect(receipt.httpStatus).toBe(400);
  });

  it('a sample nobody knows is told', async () => {
    const sample = 'unheard-of' as Sample;
    const asked = sandbox.submit({ to: sandbox.payer.fhirBaseUrl, sample });
    await expect(asked).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
