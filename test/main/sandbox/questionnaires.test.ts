import type { Bundle, Questionnaire, QuestionnaireResponse, QuestionnaireResponseItem, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillForm } from '../../../main/sandbox/questionnaires/fill-form.ts';
import type { Sandbox } from '../../../main/sandbox/sandbox.ts';
import { startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { checkTask } from '../../../shared/cdex/check-task.ts';
import { systems } from '../../../shared/cdex/codes.ts';
import { TestClock } from './support/clock.ts';
import { definitionsFile } from './support/definitions.ts';
import { Client } from './support/http.ts';
import { dataRequest, input } from './support/requests.ts';
import { serve } from './support/fhir-server.ts';

const FORMS = 'https://harbor-mutual.example/Questionnaire';
const canonical = (url: string) => input(systems.sdc, 'questionnaire', { valueCanonical: url });

let sandbox: Sandbox;
let provider: Client;
let payer: Client;
const clock = new TestClock();
beforeAll(async () => {
  sandbox = await startSandbox({ folder: ':memory:', definitionsFile: await definitionsFile() }, { clock });
  provider = new Client(sandbox.provider.fhirBaseUrl);
  payer = new Client(sandbox.payer.fhirBaseUrl);
});
afterAll(() => sandbox.close());

/** The questionnaire is fetched and attachments are posted between two steps, so each is waited for. */
async function ended(task: Task): Promise<Task> {
  const { json, status, text } = await provider.send<Task>('POST', '/Task', task);
  expect(`${status} ${status === 201 ? '' : text}`).toBe('201 ');
  for (;;) {
    clock.advance(1000);
    const { json: now } = await provider.get<Task>(`/Task/${json.id}`);
    if (['completed', 'rejected', 'failed'].includes(now.status ?? '')) return now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const request = (url: string, patient: string): Task =>
  dataRequest({
    code: { coding: [{ system: systems.cdex, code: 'data-request-questionnaire' }] },
    for: { reference: `Patient/${patient}` },
    input: [canonical(url)],
  });

const answersIn = (items: QuestionnaireResponseItem[] | undefined): Record<string, unknown[]> =>
  Object.assign(
    {},
    ...(items ?? []).map((item) => ({
      ...(item.answer ? { [item.linkId ?? '']: item.answer.map((one) => Object.values(one)[0]) } : {}),
      ...answersIn(item.item),
    })),
  );

const quantityIn = (answer: unknown[] | undefined): number => (answer as [{ value: number }])[0].value;

async function responseOf(task: Task): Promise<QuestionnaireResponse> {
  const { reference } = task.output?.[0]?.valueReference ?? {};
  return (await provider.get<QuestionnaireResponse>(`/${reference}`)).json;
}

describe('the payer’s questionnaires', () => {
  it('are read, and found by their canonical URL', async () => {
    for (const id of ['home-oxygen', 'lumbar-fusion', 'weight-surgery']) {
      expect((await payer.get<Questionnaire>(`/Questionnaire/${id}`)).json.url).toBe(`${FORMS}/${id}`);
      expect(await payer.ids(`/Questionnaire?url=${FORMS}/${id}`)).toEqual([id]);
    }
  });

  it('are made of the item types in common use', async () => {
    const { json } = await payer.get<Bundle<Questionnaire>>('/Questionnaire');
    const types = (items: Questionnaire['item']): string[] =>
      (items ?? []).flatMap((item) => [item.type, ...types(item.item)]);
    const used = new Set((json.entry ?? []).flatMap(({ resource }) => types(resource?.item)));
    for (const type of [
      'group',
      'choice',
      'open-choice',
      'date',
      'quantity',
      'decimal',
      'integer',
      'boolean',
      'string',
      'text',
      'attachment',
      'display',
    ])
      expect(used).toContain(type);
  });
});

describe('a request for a questionnaire', () => {
  it('is answered from the record, with what follows from it', async () => {
    const task = await ended(request(`${FORMS}/weight-surgery|1.0.0`, 'shaw-amy'));
    expect([task.status, task.output?.[0]?.type.coding]).toEqual([
      'completed',
      [{ system: systems.sdc, code: 'questionnaire-response' }],
    ]);
    expect(checkTask(task, '2.1').filter(({ severity }) => severity === 'error')).toEqual([]);
    const response = await responseOf(task);
    expect(response).toMatchObject({
      questionnaire: `${FORMS}/weight-surgery|1.0.0`,
      subject: { reference: 'Patient/shaw-amy' },
    });
    const answers = answersIn(response.item);
    const [weight, height] = [quantityIn(answers['1.1']), quantityIn(answers['1.2'])];
    expect(answers['1.4']).toEqual([Math.round((weight / (height / 100) ** 2) * 10) / 10]);
    expect(answers['2']).toEqual([
      (await provider.get<{ birthDate: string } & Bundle>('/Patient/shaw-amy')).json.birthDate,
    ]);
    expect(answers['4']).toContain('Hammer toe');
    expect(answers['7']).toMatchObject([{ system: 'http://snomed.info/sct' }]);
    // Nobody wrote down which operation: a person has to.
    expect([answers['3'], response.status]).toEqual([undefined, 'in-progress']);
    expect(task.businessStatus?.text).toContain('Which operation is planned?');
  });

  it('is answered by the form that is on file', async () => {
    const task = await ended(request(`${FORMS}/home-oxygen`, 'kowalczyk-henryk'));
    const response = await responseOf(task);
    expect([task.status, response.status, response.id]).toEqual([
      'completed',
      'completed',
      expect.stringMatching(/^kowalczyk-henryk-home-oxygen/),
    ]);
  });

  it('takes documents and diagnoses along', async () => {
    const answers = answersIn((await responseOf(await ended(request(`${FORMS}/lumbar-fusion`, 'obrien-sean')))).item);
    expect(answers.diagnosis).toEqual(expect.arrayContaining([expect.objectContaining({ code: '128196005' })]));
    expect(answers.weakness).toEqual([true]);
    expect((answers.image as [{ data: string }])[0].data.length).toBeGreaterThan(100);
  });

  it('that the payer does not know is rejected with the reason', async () => {
    const task = await ended(request('http://forms.example/Questionnaire/none', 'shaw-amy'));
    expect([task.status, task.statusReason?.text]).toEqual([
      'rejected',
      'The questionnaire http://forms.example/Questionnaire/none is not known to the payer.',
    ]);
  });

  it('as an attachment is submitted with its line item, and named in the output', async () => {
    const member = sandbox.members.find(({ patientId }) => patientId === 'kowalczyk-henryk');
    const lineItem = {
      url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-paLineNumber',
      valueInteger: 3,
    };
    const context = (form: string) =>
      input(systems.pas, 'questionnaire-context', { valueCanonical: `${FORMS}/${form}`, extension: [lineItem] });
    const task = await ended({
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      contained: [
        {
          resourceType: 'Patient',
          id: 'patient',
          identifier: [{ type: { coding: [{ system: systems.identifierType, code: 'MB' }] }, ...member?.memberId }],
          name: [{ family: 'Kowalczyk' }],
        },
        {
          resourceType: 'PractitionerRole',
          id: 'practitionerrole',
          organization: { identifier: { system: systems.npi, value: '9941001015' } },
        },
      ],
      identifier: [
        {
          type: { coding: [{ system: systems.cdex, code: 'tracking-id' }] },
          system: 'urn:example:acn',
          value: 'form-1',
        },
      ],
      code: { coding: [{ system: systems.pas, code: 'attachment-request-questionnaire' }] },
      for: { reference: '#patient' },
      requester: { identifier: { system: 'urn:example:payers', value: 'payer' } },
      owner: { reference: '#practitionerrole' },
      reasonCode: { coding: [{ system: systems.claimUse, code: 'claim' }], text: 'claim' },
      reasonReference: { identifier: { value: 'c-1' } },
      input: [
        context('home-oxygen'),
        input(systems.pas, 'payer-url', { valueUrl: sandbox.payer.submitAttachmentUrl }),
        input(systems.cdex, 'service-date', { valueDate: '2026-01-05' }),
      ],
    });
    expect([
      task.status,
      task.output?.[0]?.type.coding?.[0]?.code,
      task.output?.[0]?.valueReference?.reference,
    ]).toEqual(['completed', 'questionnaire-context', expect.stringMatching(/^QuestionnaireResponse\/kowalczyk/)]);
    const { json } = await payer.get<Bundle<QuestionnaireResponse>>('/QuestionnaireResponse');
    expect(json.entry?.[0]?.resource).toMatchObject({
      questionnaire: `${FORMS}/home-oxygen|1.0.0`,
      subject: { identifier: member?.memberId },
    });
  });
});

describe('filling in', () => {
  const form: Questionnaire = {
    resourceType: 'Questionnaire',
    status: 'active',
    item: [
      { linkId: 'has', type: 'boolean', text: 'Any?', definition: 'x#Condition.code', required: true },
      {
        linkId: 'which',
        type: 'string',
        text: 'Which?',
        repeats: true,
        definition: 'x#Condition.code',
        enableWhen: [{ question: 'has', operator: '=', answerBoolean: true }],
      },
      {
        linkId: 'why-not',
        type: 'text',
        text: 'Why none?',
        required: true,
        enableWhen: [{ question: 'has', operator: 'exists', answerBoolean: false }],
      },
    ],
  };

  it.each([
    ['ann', { has: [true], which: ['Type 2 diabetes'] }, []],
    ['cal', {}, ['Any?', 'Why none?']],
  ])('asks %s only what is to be asked', async (id, answers, missing) => {
    const { record } = await import('./support/records.ts');
    const { repository, close } = await serve(record);
    try {
      const filled = await fillForm({ repository, member: { resourceType: 'Patient', id } }, form);
      expect([answersIn(filled.items), filled.missing]).toEqual([answers, missing]);
    } finally {
      await close();
    }
  });
});
