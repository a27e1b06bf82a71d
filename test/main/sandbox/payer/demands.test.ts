import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CapabilityStatement, OperationOutcome } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { note, startPayer, submission } from './submission.ts';

let payer: Awaited<ReturnType<typeof startPayer>>;
beforeAll(async () => {
  payer = await startPayer();
});
afterAll(() => payer.sandbox.close());
beforeEach(async () => {
  await payer.sandbox.setFaults([]);
  await payer.sandbox.setAnswering({ tracking: 'value', afterFinal: 'accept', unknownMember: 'hold' });
  await payer.sandbox.reset();
});

const send = (body: unknown) => payer.payer.send<OperationOutcome>('POST', '/$submit-attachment', body);
const documentation = async () => {
  const { json } = await payer.payer.get<CapabilityStatement>('/metadata');
  const [rest] = json.rest ?? [];
  const [operation] = rest?.operation ?? [];
  const task = rest?.resource?.find(({ type }) => type === 'Task');
  return { rest: rest?.documentation, operation: operation?.documentation ?? '', task: task?.documentation };
};

describe('the CapabilityStatement', () => {
  it('declares attachments at the server, at the operation and at Task (CONF-001)', async () => {
    const { rest, operation, task } = await documentation();
    expect([rest, operation, task].map((text) => (text ?? '').length > 20)).toEqual([true, true, true]);
  });

  it('says the limit and how Final is taken (CONF-022), and what to do with what is too big (CONF-024)', async () => {
    const { operation } = await documentation();
    for (const words of [/104857600 bytes/, /Final is supported/, /Split the attachments/, /attachment\.url/])
      expect(operation).toMatch(words);
  });

  it('says what is chosen now', async () => {
    const usual = (await documentation()).operation;
    for (const words of [/counts by its value/, /after the last one is accepted/]) expect(usual).toMatch(words);
    await payer.sandbox.setAnswering({ tracking: 'strict', afterFinal: 'reject', unknownMember: 'refuse' });
    const { operation } = await documentation();
    for (const words of [/after the last one is refused/, /counts with its system/, /not known is refused/])
      expect([words.test(usual), words.test(operation)]).toEqual([false, true]);
  });
});

describe('a submission', () => {
  it('that breaks the limit gets 413 with the alternatives, and nothing is stored (CONF-023, CONF-024)', async () => {
    await payer.sandbox.setFaults(['payer-413']);
    const { status, json } = await send(submission({ content: note('x'.repeat(1_000_000)) }));
    expect([status, json.issue[0]?.code]).toEqual([413, 'too-long']);
    for (const words of [/Split the attachments/, /attachment\.url/]) expect(json.issue[0]?.diagnostics).toMatch(words);
    expect((await payer.kept()).length).toBe(0);
  });

  it('without a code is accepted, and the answer names what is missing (CONF-002)', async () => {
    const body = submission();
    const attachment = body.parameter?.find(({ name }) => name === 'Attachment');
    if (attachment) attachment.part = attachment.part?.filter(({ name }) => name !== 'Code');
    const { status, json } = await send(body);
    expect(status).toBe(200);
    const warned = json.issue.filter(({ severity }) => severity === 'warning');
    expect(warned.map(({ details }) => details?.text)).toEqual([expect.stringContaining('CONF-002')]);
    const { json: coded } = await send(submission());
    expect(coded.issue.filter(({ severity }) => severity === 'warning')).toEqual([]);
  });

  it('may bring an Observation, a Bundle or an answered form, which are stored (CONF-003)', async () => {
    const contents = [
      { resourceType: 'Observation', status: 'final', code: { text: 'Weight' }, valueString: '80' },
      { resourceType: 'Bundle', type: 'collection', entry: [{ resource: note() }] },
      { resourceType: 'QuestionnaireResponse', status: 'completed' },
    ];
    for (const content of contents) {
      expect((await send(submission({ content }))).status).toBe(200);
      const { json } = await payer.payer.get(`/${content.resourceType}`);
      expect(json.entry?.map(({ resource }) => resource)).toMatchObject([content]);
    }
  });

  it('with elements and extensions nobody knows is accepted, a strange modifier extension refused (CONF-096)', async () => {
    const extension = [{ url: 'urn:example:extension', valueString: 'x' }];
    const content = { ...note(), unheardOf: true, extension };
    const odd = { ...submission({ content }), extension, unheardOf: { of: 1 } };
    expect((await send(odd)).status).toBe(200);
    const { json } = await payer.payer.get('/DocumentReference');
    expect(json.entry?.[0]?.resource).toMatchObject({ unheardOf: true, extension });
    const refused = await send({ ...submission(), modifierExtension: extension });
    expect([refused.status, refused.json.issue[0]?.code]).toEqual([422, 'extension']);
  });
});

const examples = join(import.meta.dirname, '../../../../../shared/spec/cdex/examples/ci-2026-06-10');
const files = existsSync(examples) ? readdirSync(examples).filter((one) => /parameters.*\.json$/.test(one)) : [];

describe.skipIf(!existsSync(examples))(
  "the guide's Parameters (skipped where no copy of the guide lies beside the repository)",
  () => {
    it.each(files)('%s is accepted and held', async (file) => {
      const { status, json } = await send(JSON.parse(readFileSync(join(examples, file), 'utf8')));
      expect([status, json.issue[0]?.severity]).toEqual([200, 'information']);
      expect(await payer.kept()).toMatchObject([{ statusReason: { text: expect.stringMatching(/^Held/) } }]);
    });
  },
);
