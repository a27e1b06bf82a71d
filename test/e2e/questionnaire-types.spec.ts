// A provider's own server asks for a form with an item of every type in common use; it is filled in on screen, and what is sent is looked at.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { post } from '../hosts/contract/web.ts';
import { coded, dataRequest } from '../shared/cdex/samples.ts';
import { systems } from '../../shared/cdex/codes.ts';
import { expect, expectAccessible, type RunningHost, test, workWith } from './host.ts';
import { placeOf } from './task-pages.ts';

test.use({ consoleOf: 'questionnaires' });

type Json = Record<string, unknown>;

const url = 'https://plan.example/Questionnaire/everything';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const when = (question: string, answer: Json) => ({ enableWhen: [{ question, operator: '=', ...answer }] });
const own = (code: string, display: string) => ({ system: 'https://plan.example/codes', code, display });

const questionnaire = {
  resourceType: 'Questionnaire',
  id: 'everything',
  url,
  title: 'Everything',
  status: 'active',
  contained: [
    {
      resourceType: 'ValueSet',
      id: 'sides',
      compose: { include: [{ system: 'https://plan.example/codes', concept: [own('l', 'Left'), own('r', 'Right')] }] },
    },
  ],
  item: [
    {
      linkId: 'form',
      type: 'string',
      text: 'Form',
      initial: [{ valueString: 'v7' }],
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden', valueBoolean: true }],
    },
    { linkId: 'note', type: 'display', text: 'Answer what you know.' },
    { linkId: 'smokes', type: 'boolean', text: 'Smokes' },
    {
      linkId: 'packs',
      type: 'integer',
      text: 'Packs a day',
      required: true,
      ...when('smokes', { answerBoolean: true }),
    },
    {
      linkId: 'medicine',
      type: 'group',
      text: 'Medicine',
      repeats: true,
      item: [
        { linkId: 'name', type: 'string', text: 'Name', required: true },
        { linkId: 'stopped', type: 'boolean', text: 'Stopped' },
        { linkId: 'why', type: 'string', text: 'Why stopped', ...when('stopped', { answerBoolean: true }) },
      ],
    },
    { linkId: 'phone', type: 'string', text: 'Phone', repeats: true },
    {
      linkId: 'kind',
      type: 'choice',
      text: 'Kind',
      answerOption: [{ valueCoding: own('new', 'New') }, { valueCoding: own('again', 'Again') }],
    },
    { linkId: 'side', type: 'choice', text: 'Side', answerValueSet: '#sides' },
    { linkId: 'device', type: 'choice', text: 'Device', answerValueSet: 'https://plan.example/ValueSet/devices' },
    { linkId: 'place', type: 'choice', text: 'Place', answerValueSet: 'https://plan.example/ValueSet/nowhere' },
    { linkId: 'colour', type: 'open-choice', text: 'Colour', answerOption: [{ valueCoding: own('red', 'Red') }] },
    { linkId: 'day', type: 'date', text: 'Day' },
    { linkId: 'moment', type: 'dateTime', text: 'Moment' },
    { linkId: 'hour', type: 'time', text: 'Hour' },
    { linkId: 'link', type: 'url', text: 'Link' },
    { linkId: 'words', type: 'text', text: 'Words' },
    { linkId: 'seen', type: 'reference', text: 'Seen at' },
    {
      linkId: 'dose',
      type: 'quantity',
      text: 'Dose',
      extension: ['mg', 'g'].map((code) => ({
        url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption',
        valueCoding: { system: 'http://unitsofmeasure.org', code, display: code },
      })),
    },
    { linkId: 'weight', type: 'decimal', text: 'Weight in kg' },
    { linkId: 'height', type: 'decimal', text: 'Height in m' },
    {
      linkId: 'bmi',
      type: 'decimal',
      text: 'Body mass index',
      extension: [
        {
          url: sdc,
          valueExpression: {
            language: 'text/fhirpath',
            expression:
              "%resource.item.where(linkId = 'weight').answer.value / %resource.item.where(linkId = 'height').answer.value / %resource.item.where(linkId = 'height').answer.value",
          },
        },
      ],
    },
    { linkId: 'file', type: 'attachment', text: 'File' },
  ],
};

const devices = { system: 'https://plan.example/devices', code: 'cpap', display: 'CPAP device' };

/** A provider's server with one Task that asks for the form. */
async function startProvider() {
  const task: Json = dataRequest({
    id: 't1',
    meta: { versionId: '1' },
    code: coded(systems.cdex, 'data-request-questionnaire'),
    for: { reference: 'Patient/p1' },
    input: [{ type: coded('http://hl7.org/fhir/uv/sdc/CodeSystem/temp', 'questionnaire'), valueCanonical: url }],
  });
  const stored: Json[] = [];
  const bundle = (...resources: unknown[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    total: resources.length,
    entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
  });
  const answer = (method: string, path: string, body: string): [number, unknown] => {
    if (path.startsWith('Task?')) return [200, bundle(task)];
    if (method === 'PUT' && path === 'Task/t1') return [200, Object.assign(task, JSON.parse(body))];
    if (path === 'Task/t1') return [200, task];
    if (path === 'Patient/p1') return [200, { resourceType: 'Patient', id: 'p1' }];
    if (path.startsWith('Questionnaire?')) return [200, bundle(questionnaire)];
    if (path.startsWith('ValueSet/$expand') && path.includes('devices'))
      return [200, { resourceType: 'ValueSet', expansion: { contains: [devices] } }];
    if (path.startsWith('ValueSet?') && path.includes('devices'))
      return [200, bundle({ resourceType: 'ValueSet', compose: { include: [{ system: devices.system }] } })];
    if (method === 'POST') {
      stored.push(JSON.parse(body) as Json);
      return [201, { ...stored.at(-1), id: `r${stored.length}` }];
    }
    return path.includes('?') ? [200, bundle()] : [404, { resourceType: 'OperationOutcome', issue: [] }];
  };
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const [status, resource] = answer(request.method ?? '', (request.url ?? '').replace(/^\/fhir\//, ''), body);
    response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(resource));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    stored,
    task,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function addConnection(host: RunningHost, baseUrl: string): Promise<void> {
  const connection = { name: 'Own clinic', baseUrl, role: 'payer', cdexVersion: '2.1', auth: { method: 'none' } };
  const reply = await post(host.url, 'connections.add', JSON.stringify(connection));
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
}

const form = (page: Page) => page.getByRole('group', { name: 'Questionnaire in full' });

async function choose(page: Page, label: string, option: string): Promise<void> {
  await form(page)
    .getByRole('button', { name: new RegExp(`${label}$`) })
    .click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function typeIn(page: Page, label: string, text: string): Promise<void> {
  await form(page).getByRole('combobox', { name: label }).fill(text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
}

test('a form with an item of every type is filled in, taken back in parts, and sent as it was answered', async ({
  page,
  host,
}) => {
  const provider = await startProvider();
  try {
    await addConnection(host, provider.baseUrl);
    await page.goto(placeOf(page, 'tasks/received'));
    await workWith(page, /Own clinic/);
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('grid', { name: 'Received Tasks' }).getByText('data-request-questionnaire').click();
    await expect(page.getByRole('region', { name: 'Received Task', exact: true })).toContainText(url);
    await page.keyboard.press('a');
    await expect(form(page).getByText('Answer what you know.')).toBeVisible();

    // Asked and no longer asked: what was answered in between is not sent.
    const yes = (name: string) => form(page).getByRole('radiogroup', { name }).getByText('Yes');
    await yes('Smokes').click();
    await form(page).getByRole('spinbutton', { name: 'Packs a day' }).fill('2');
    await form(page).getByRole('radiogroup', { name: 'Smokes' }).getByText('No', { exact: true }).click();
    await expect(form(page).getByRole('spinbutton', { name: 'Packs a day' })).toHaveCount(0);

    // Groups that repeat: a condition holds in its own group alone, and a group can be taken out again.
    const medicine = (n: number) => form(page).locator('fieldset').nth(n);
    await medicine(0).getByRole('textbox', { name: 'Name' }).fill('Alphadrin');
    await form(page).getByRole('button', { name: 'Add Medicine' }).click();
    await form(page).getByRole('button', { name: 'Add Medicine' }).click();
    await medicine(1).getByRole('textbox', { name: 'Name' }).fill('Betanol');
    await medicine(2).getByRole('textbox', { name: 'Name' }).fill('Gammavit');
    await medicine(2).getByText('Yes').click();
    await medicine(2).getByRole('textbox', { name: 'Why stopped' }).fill('Rash');
    await expect(form(page).getByRole('textbox', { name: 'Why stopped' })).toHaveCount(1);
    await form(page).getByRole('button', { name: 'Remove Medicine 2' }).click();
    await expect(form(page).locator('fieldset')).toHaveCount(2);
    await expect(medicine(1).getByRole('textbox', { name: 'Name' })).toHaveValue('Gammavit');
    await expect(medicine(1).getByRole('textbox', { name: 'Why stopped' })).toHaveValue('Rash');

    // Answers that repeat.
    await form(page).getByRole('textbox', { name: 'Phone' }).fill('1');
    const another = form(page).getByRole('group', { name: 'Phone' }).getByRole('button', { name: 'Another answer' });
    await another.click();
    await form(page).getByRole('textbox', { name: 'Phone 2' }).fill('2');
    await another.click();
    await form(page).getByRole('textbox', { name: 'Phone 3' }).fill('3');
    await form(page).getByRole('button', { name: 'Remove Phone 2' }).click();
    await expect(form(page).getByRole('textbox', { name: 'Phone 2' })).toHaveValue('3');

    await choose(page, 'Kind', 'Again');
    await choose(page, 'Side', 'Right');
    await choose(page, 'Device', 'CPAP device');
    await typeIn(page, 'Place', 'https://plan.example/places|home');
    await typeIn(page, 'Colour', 'like the sky');
    await form(page).getByRole('textbox', { name: 'Day' }).fill('2026-02-20');
    await form(page).getByRole('textbox', { name: 'Moment' }).fill('2026-02-20T10:30');
    await form(page).getByRole('textbox', { name: 'Hour' }).fill('08:15');
    await form(page).getByRole('textbox', { name: 'Link' }).fill('https://plan.example/x');
    await form(page).getByRole('textbox', { name: 'Words' }).fill('Two\nlines');
    await form(page).getByRole('textbox', { name: 'Seen at' }).fill('Encounter/e1');
    await form(page).getByRole('spinbutton', { name: 'Dose', exact: true }).fill('2.5');
    await choose(page, 'Unit of Dose', 'g');
    await form(page).getByRole('spinbutton', { name: 'Weight in kg' }).fill('80');
    await form(page).getByRole('spinbutton', { name: 'Height in m' }).fill('2');
    await expect(
      form(page).getByRole('group', { name: 'Body mass index' }).getByText('20', { exact: true }),
    ).toBeVisible();
    await form(page)
      .locator('input[type=file]')
      .setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await expect(form(page).getByText('letter.txt')).toBeVisible();
    await expectAccessible(page);

    const complete = page.getByRole('button', { name: 'Complete the Task with it' });
    await expect(complete).toBeEnabled();
    await complete.click();
    await expect.poll(() => provider.task.status).toBe('completed');
    const [response] = provider.stored as { item: Json[]; status: string }[];
    expect(response).toMatchObject({ resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: url });
    const answers = (linkId: string) => response?.item.filter((one) => one.linkId === linkId);
    const only = (linkId: string) => answers(linkId)?.[0]?.answer;
    expect(answers('packs')).toEqual([]);
    expect(only('smokes')).toEqual([{ valueBoolean: false }]);
    expect(answers('medicine')).toMatchObject([
      { item: [{ linkId: 'name', answer: [{ valueString: 'Alphadrin' }] }] },
      {
        item: [
          { linkId: 'name', answer: [{ valueString: 'Gammavit' }] },
          { linkId: 'stopped', answer: [{ valueBoolean: true }] },
          { linkId: 'why', answer: [{ valueString: 'Rash' }] },
        ],
      },
    ]);
    expect(only('phone')).toEqual([{ valueString: '1' }, { valueString: '3' }]);
    expect(only('kind')).toMatchObject([{ valueCoding: { code: 'again' } }]);
    expect(only('side')).toMatchObject([{ valueCoding: { code: 'r' } }]);
    expect(only('device')).toEqual([{ valueCoding: devices }]);
    expect(only('place')).toEqual([{ valueCoding: { system: 'https://plan.example/places', code: 'home' } }]);
    expect(only('colour')).toEqual([{ valueString: 'like the sky' }]);
    expect(only('day')).toEqual([{ valueDate: '2026-02-20' }]);
    expect(only('moment')).toEqual([
      { valueDateTime: expect.stringMatching(/^2026-02-(19|20|21)T\d\d:\d\d:00.000Z$/) },
    ]);
    expect(only('hour')).toEqual([{ valueTime: '08:15:00' }]);
    expect(only('link')).toEqual([{ valueUri: 'https://plan.example/x' }]);
    expect(only('words')).toEqual([{ valueString: 'Two\nlines' }]);
    expect(only('seen')).toEqual([{ valueReference: { reference: 'Encounter/e1' } }]);
    expect(only('dose')).toEqual([
      { valueQuantity: { value: 2.5, unit: 'g', system: 'http://unitsofmeasure.org', code: 'g' } },
    ]);
    // Hidden from the person, not from whoever asked.
    expect(only('form')).toEqual([{ valueString: 'v7' }]);
    expect(only('bmi')).toEqual([{ valueDecimal: 20 }]);
    expect(only('file')).toEqual([
      { valueAttachment: { contentType: 'text/plain', title: 'letter.txt', size: 5, data: 'aGVsbG8=' } },
    ]);
  } finally {
    provider.stop();
  }
});
