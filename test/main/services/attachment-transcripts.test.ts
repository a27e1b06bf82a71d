import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { openReceiver, startPayer, submit } from './attachment-journeys.ts';

// The guide's own conversations and examples are not ours to ship; where a copy lies beside the repository, we hold ours against them.
// attachments.test.ts says the same in words of our own.
const guide = join(import.meta.dirname, '../../../../shared/spec/cdex');
const transcripts = join(guide, 'transcripts');
const examples = join(guide, 'examples/ci-2026-06-10');

interface Said {
  request: { method: string; url: string; body: Record<string, unknown> };
  response: { status: number; body?: { issue: { severity: string; details: { text: string } }[] } };
}

const conversation = (name: string): Said[] =>
  JSON.parse(readFileSync(join(transcripts, `${name}.json`), 'utf8')).exchanges;

const submissionIn = (name: string): Said => {
  const found = conversation(name).find(({ request }) => request.url.endsWith('$submit-attachment'));
  if (!found) throw new Error(`${name} submits nothing`);
  return found;
};

describe.skipIf(!existsSync(transcripts))(
  "the guide's conversations about attachments (skipped where no copy of the guide lies beside the repository)",
  () => {
    describe('our receiver answers as the payer of the guide does', () => {
      test('solicited-attachment-scenario-1: asked by Task, answered by submission, matched and accepted', async () => {
        const [asked, submitted] = conversation('solicited-attachment-scenario-1');
        const server = await startPartner();
        server.on('POST /Task', json(200, { ...asked?.request.body, id: 'one' }));
        const receiver = await openReceiver();
        const partner = { baseUrl: server.baseUrl };
        const { id } = await receiver.run('tasks.request', { partner, task: asked?.request.body, profile: 'manual' });
        expect((await receiver.push(submitted?.request.body)).status).toBe(submitted?.response.status);
        const push = await receiver.stored();
        expect(push).toMatchObject({ kind: 'submission', answer: { how: 'accept' } });
        // The Task names another system for the same tracking id, and another member id, than the submission does.
        expect(push.match).toMatchObject({ state: 'matched', taskId: id, by: ['tracking-value'] });
      });

      test('unsolicited-attachment-scenario1a: taken without a word', async () => {
        const { request, response } = submissionIn('unsolicited-attachment-scenario1a');
        const receiver = await openReceiver();
        await receiver.run('answers.save', { name: 'Accept', answer: 'accept' });
        expect(await receiver.push(request.body)).toEqual({ status: response.status });
      });

      test('unsolicited-attachment-scenario1b: held for a claim of the future', async () => {
        const { request, response } = submissionIn('unsolicited-attachment-scenario1b');
        const receiver = await openReceiver();
        const [theirs] = response.body?.issue ?? [];
        const answered = await receiver.push(request.body);
        expect(answered).toMatchObject({ status: response.status, issue: { severity: theirs?.severity } });
        expect(answered.issue?.text).toMatch(/held/);
        expect(await receiver.stored()).toMatchObject({ match: { state: 'held' }, answer: { how: 'hold' } });
      });

      test('unsolicited-attachment-scenario4: refused, because a signature is required', async () => {
        const { request, response } = submissionIn('unsolicited-attachment-scenario4');
        const receiver = await openReceiver({ requireSignature: true });
        const [theirs] = response.body?.issue ?? [];
        const answered = await receiver.push(request.body);
        expect(answered).toMatchObject({ status: response.status, issue: { severity: theirs?.severity } });
        expect(answered.issue?.text).toMatch(/signature/);
        const { signed = false, answer } = await receiver.stored();
        expect([signed, answer?.how]).toEqual([false, 'reject']);
      });

      test('unsolicited-attachment-scenario7: a signature is seen; what is signed can be refused by a rule', async () => {
        const { request, response } = submissionIn('unsolicited-attachment-scenario7');
        const receiver = await openReceiver({ requireSignature: true });
        const text = 'The certificate of the signature has expired.';
        await receiver.run('answers.save', { name: 'Expired', when: { signed: true }, answer: 'reject', text });
        expect(await receiver.push(request.body)).toMatchObject({ status: response.status, issue: { text } });
        expect(await receiver.stored()).toMatchObject({ signed: true, answer: { rule: 'Expired' } });
      });
    });

    describe('what the payer of the guide answers is judged rightly', () => {
      test.each([
        ['solicited-attachment-scenario-1', 'accepted'],
        ['unsolicited-attachment-scenario1a', 'accepted'],
        ['unsolicited-attachment-scenario1b', 'held'],
        ['unsolicited-attachment-scenario4', 'refused'],
        ['unsolicited-attachment-scenario7', 'refused'],
      ])('%s: %s', async (name, result) => {
        const { request, response } = submissionIn(name);
        const payer = await startPayer(response.status, response.body);
        expect(await submit(request.body, payer.url)).toEqual([response.status, result]);
        expect(JSON.parse(payer.seen[0]?.body ?? '')).toEqual(request.body);
      });
    });
  },
);

const parameterFiles = existsSync(examples)
  ? readdirSync(examples).filter((one) => /parameters.*\.json$/.test(one))
  : [];

describe.skipIf(!existsSync(examples))(
  "the guide's Parameters are all accepted and shown (skipped where no copy of the guide lies beside the repository)",
  () => {
    test('there are some', () => {
      expect(parameterFiles.length).toBeGreaterThanOrEqual(5);
    });

    test.each(parameterFiles)('%s', async (file) => {
      const body = JSON.parse(readFileSync(join(examples, file), 'utf8'));
      const receiver = await openReceiver();
      expect((await receiver.push(body)).status).toBe(200);
      const push = await receiver.stored();
      expect(push).toMatchObject({ kind: 'submission', answered: 200 });
      expect(push.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      const contents = body.parameter
        .filter(({ name }: { name: string }) => name === 'Attachment')
        .map(({ part }: { part: { name: string; resource?: object }[] }) =>
          part.find(({ name }) => name === 'Content'),
        );
      expect(push.attachments.map(({ resourceType }) => resourceType)).toEqual(
        contents.map(({ resource }: { resource: { resourceType: string } }) => resource.resourceType),
      );
      for (const [index, one] of push.attachments.entries()) {
        const [document] = contents[index].resource.content ?? [];
        const bytes = Buffer.from(document?.attachment.data ?? '', 'base64').length;
        expect(one.contentType).toBe(document?.attachment.contentType ?? 'application/fhir+json');
        expect(one.bytes).toBe(bytes || Buffer.byteLength(JSON.stringify(contents[index].resource)));
        expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    });
  },
);
