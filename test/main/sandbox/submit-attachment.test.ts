import { request } from 'node:http';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import type { Communication, DocumentReference, OperationOutcome, Parameters } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { start } from './support/sandbox.ts';

let started: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  started = await start();
});
afterAll(() => started.sandbox.close());
beforeEach(() => started.sandbox.reset());

type Part = NonNullable<Parameters['parameter']>[number];

const note: DocumentReference = {
  resourceType: 'DocumentReference',
  status: 'current',
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('a note').toString('base64') } }],
};

const parts: Record<string, Part> = {
  TrackingId: { name: 'TrackingId', valueIdentifier: { system: 'urn:example:claims', value: 'claim-ann' } },
  AttachTo: { name: 'AttachTo', valueCode: 'claim' },
  OrganizationId: { name: 'OrganizationId', valueIdentifier: { value: '22' } },
  MemberId: { name: 'MemberId', valueIdentifier: { system: 'urn:example:member', value: 'member-ann' } },
  ServiceDate: { name: 'ServiceDate', valueDateTime: '2023-03-01' },
  Attachment: { name: 'Attachment', part: [{ name: 'Content', resource: note }] },
};

const submission = (changes: Record<string, Part | undefined> = {}): Parameters => ({
  resourceType: 'Parameters',
  parameter: Object.values({ ...parts, ...changes }).filter((part) => part !== undefined),
});

const submit = (body: unknown, headers?: Record<string, string>) =>
  started.payer.send<OperationOutcome>('POST', '/$submit-attachment', body, headers);

describe('accepted submissions', () => {
  it('keeps content and ties it to member and claim', async () => {
    const { status, json } = await submit(submission());
    expect(status).toBe(200);
    expect(json.issue[0]).toMatchObject({ severity: 'information', code: 'informational' });
    expect(json.issue[0]?.details?.text).toMatch(/Claim\/claim/);
    const { json: found } = await started.payer.get('/Communication?identifier=urn:example:claims|claim-ann');
    const communication = found.entry?.[0]?.resource as Communication;
    expect(communication.subject?.reference).toBe('Patient/insured');
    expect(communication.about?.[0]?.reference).toBe('Claim/claim');
    const content = communication.payload?.[0]?.contentReference?.reference;
    expect((await started.payer.get<DocumentReference>(`/${content}`)).json.content).toEqual(note.content);
  });

  it('holds what belongs to nothing known, and says so', async () => {
    const stranger = { name: 'TrackingId', valueIdentifier: { system: 'urn:x', value: 'unheard-of' } };
    const another = { name: 'ServiceDate', valueDateTime: '2023-03-09' };
    const { status, json } = await submit(submission({ TrackingId: stranger, ServiceDate: another }));
    expect(status).toBe(200);
    expect(json.issue[0]).toMatchObject({ severity: 'information', code: 'informational' });
    expect(json.issue[0]?.details?.text).toMatch(/held/);
    expect((await started.payer.get('/DocumentReference')).json.total).toBe(1);
  });

  it('does not care about the order of the parts', async () => {
    const reversed = { ...submission(), parameter: [...(submission().parameter ?? [])].reverse() };
    expect((await submit(reversed)).status).toBe(200);
  });

  it('takes other resources as content, and more to come', async () => {
    const observation = {
      resourceType: 'Observation' as const,
      status: 'final' as const,
      code: { text: 'Weight' },
      valueString: '80',
    };
    const part = { name: 'Attachment', part: [{ name: 'Content', resource: observation }] };
    const more = { name: 'Final', valueBoolean: false };
    expect((await submit(submission({ Attachment: part, Final: more }))).status).toBe(200);
    expect((await started.payer.get('/Observation')).json.total).toBe(1);
    expect((await started.payer.get('/Communication?status=in-progress')).json.total).toBe(1);
  });

  it('takes compressed bodies', async () => {
    const body = gzipSync(JSON.stringify(submission()));
    const response = await fetch(started.sandbox.payer.submitAttachmentUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' },
      body,
    });
    expect(response.status).toBe(200);
  });
});

describe('refused submissions', () => {
  const stored = async () => {
    const [documents, letters] = await Promise.all(
      ['/DocumentReference', '/Communication'].map((path) => started.payer.get(path)),
    );
    return (documents?.json.total ?? 0) + (letters?.json.total ?? 0);
  };

  it.each<[string, Parameters, RegExp]>([
    ['no tracking id', submission({ TrackingId: undefined }), /TrackingId is missing/],
    ['no member', submission({ MemberId: undefined }), /MemberId is missing/],
    ['no attachment', submission({ Attachment: undefined }), /Attachment is missing/],
    ['nobody who submits', submission({ OrganizationId: undefined }), /OrganizationId nor ProviderId/],
    ['a claim without service date', submission({ ServiceDate: undefined }), /no service date/],
    [
      'a month as service date',
      submission({ ServiceDate: { name: 'ServiceDate', valueDateTime: '2023-03' } }),
      /the day/,
    ],
    ['another use', submission({ AttachTo: { name: 'AttachTo', valueCode: 'bill' } }), /claim or preauthorization/],
    ['an unknown part', submission({ Extra: { name: 'Extra', valueString: 'x' } }), /Extra is not a parameter/],
    [
      'an attachment without content',
      submission({ Attachment: { name: 'Attachment', part: [] } }),
      /Content is missing/,
    ],
  ])('%s', async (_, body, reason) => {
    const { status, json } = await submit(body);
    expect(status).toBe(400);
    expect(json.issue.map(({ details }) => details?.text).join('\n')).toMatch(reason);
    expect(await stored()).toBe(0);
  });

  it('names the right spelling', async () => {
    const { status, json } = await submit(submission({ TrackingId: { ...parts.TrackingId, name: 'trackingId' } }));
    expect(status).toBe(400);
    expect(`${json.issue[0]?.details?.text} ${json.issue[0]?.diagnostics}`).toMatch(/trackingId.*TrackingId/);
  });

  it('stores nothing when one content is bad', async () => {
    const bad = { resourceType: 'DocumentReference', status: 'never', content: 'none' } as unknown as DocumentReference;
    const second = { name: 'Attachment', part: [{ name: 'Content', resource: bad }] };
    expect((await submit(submission({ Second: second }))).status).toBe(400);
    expect(await stored()).toBe(0);
  });

  it('takes POST alone', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const { status, headers } = await started.payer.send(method, '/$submit-attachment');
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it('is not there on the provider', async () => {
    expect((await started.provider.send('POST', '/$submit-attachment', submission())).status).toBe(404);
  });

  it('refuses more than 100 MB with 413, before and while it comes, and keeps nothing', async () => {
    const declared = request(started.sandbox.payer.submitAttachmentUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'content-length': 100 * 1024 * 1024 + 1 },
    });
    declared.on('error', () => {});
    declared.write('{');
    const [early] = await once(declared, 'response');
    expect(early.statusCode).toBe(413);
    early.resume();
    declared.destroy();
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024 + 1, ' '));
    const response = await fetch(started.sandbox.payer.submitAttachmentUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect(response.status).toBe(413);
    const outcome = (await response.json()) as OperationOutcome;
    expect(outcome.issue[0]).toMatchObject({ code: 'too-long', diagnostics: expect.stringMatching(/Split/) });
    expect(await stored()).toBe(0);
  });
});

describe('the provider submits unasked', () => {
  it('sends the note of the first claim', async () => {
    const receipt = await started.sandbox.submit({ to: started.sandbox.payer.fhirBaseUrl, trackingId: 'urn:t|t-1' });
    expect(receipt).toMatchObject({ httpStatus: 200, trackingId: 't-1' });
    const { json } = await started.payer.get('/Communication?identifier=urn:t|t-1');
    expect(json.total).toBe(1);
    expect((await started.payer.get('/DocumentReference?type=11506-3')).json.total).toBe(1);
  });

  it('hands on a refusal, and says when nobody answers', async () => {
    const refused = await started.sandbox.submit({ to: `${started.sandbox.provider.fhirBaseUrl}/$submit-attachment` });
    expect(refused.httpStatus).toBe(404);
    expect(refused.outcome).toMatchObject({ resourceType: 'OperationOutcome' });
    const { submit: ask } = started.sandbox;
    await expect(ask({ to: 'http://127.0.0.1:1/' })).rejects.toMatchObject({ code: 'unreachable' });
    await expect(ask({ to: 'not a url' })).rejects.toMatchObject({ code: 'invalid-input' });
    const to = started.sandbox.payer.fhirBaseUrl;
    await expect(ask({ to, memberId: 'nobody' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(ask({ to, documents: ['nothing'] })).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
