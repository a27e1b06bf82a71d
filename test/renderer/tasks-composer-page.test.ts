import { describe, expect, it, vi } from 'vitest';
import { calls, focused, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

declare global {
  interface Window {
    composeFrom: (id: string) => Promise<unknown>;
  }
}

vi.setConfig({ testTimeout: 90_000 });
onConsolePage();

const amara = '06e1f0a2-5f8e-4b0e-9d50-7a2e7bd31d31';
const status = (text: string | RegExp) => page.getByRole('region', { name: 'Preview' }).getByText(text).waitFor();
const kind = (name: string) => page.getByRole('radio', { name, exact: true }).click();
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const combo = (name: string) => page.getByRole('combobox', { name, exact: true });
const chooseAmara = async () => {
  await combo('Member id').click();
  await page.getByRole('option', { name: /Amara/ }).click();
};
const compose = async (address = '#/tasks/new') => {
  await open(address);
  await page.getByRole('heading', { name: 'New Task' }).waitFor();
};
/** Waits until the focus is in a field. */
const inField = (name: string) =>
  page.waitForFunction((wanted) => document.activeElement?.closest(`[data-field="${wanted}"]`) != null, name);
type Sent = {
  request?: Record<string, unknown>;
  task?: Record<string, unknown>;
  sendAnyway?: boolean;
  draftId?: string;
};
/** What the one Task sent was asked with. */
const sent = async (): Promise<Sent> => {
  await page.getByRole('region', { name: 'Preview' }).waitFor({ state: 'detached' });
  const [first] = (await calls('tasks.request')) as Sent[];
  return first ?? {};
};

describe('a Task of each kind', () => {
  it('by query: composed by keys alone', async () => {
    await compose();
    await status(/Still to be said/);
    await page.getByRole('button', { name: 'the member, by member id or patient id' }).focus();
    await press('Enter');
    await inField('member');
    await page.keyboard.type('Amara');
    await page.getByRole('option', { name: /Amara/ }).waitFor();
    await press('ArrowDown', 'Enter');
    await status('every rule holds');
    await press('Control+Enter');
    expect(await sent()).toMatchObject({
      request: {
        kind: 'data-request-query',
        query: `Condition?patient=${amara}&clinical-status=active`,
        member: 'http://payer.example/members|Member123',
        claim: 'http://payer.example/claims|Claim123',
      },
      sendAnyway: false,
    });
  });

  it('by code: with a purpose of its own, work queue, due date and an authorization beside it', async () => {
    await compose();
    await chooseAmara();
    await kind('Documents by code');
    await combo('Code').fill('progress');
    await page.getByRole('option', { name: /Progress note/ }).click();
    await field('In words').fill('the last one');
    await page.getByRole('button', { name: /^Purpose of use/ }).click();
    await page.getByText('Payment, not otherwise enumerated').click();
    await status(/stands alone/);
    await field('A coding of your own').fill('urn:example:purposes|review');
    await status('every rule holds');
    await page.getByRole('button', { name: /^Work queue/ }).click();
    await page.getByText('Claims processing').click();
    await page.getByRole('button', { name: /^When and how/ }).click();
    await page.getByLabel('Due').fill('2026-12-24');
    await page.getByText('Ask for signed data').click();
    await page.getByRole('button', { name: /^Authorization/ }).click();
    await kind('ServiceRequest');
    await kind('posted before it');
    await field('What is authorised, in words').fill('Release of notes');
    await press('Control+Enter');
    expect((await sent()).request).toMatchObject({
      kind: 'data-request-code',
      code: '11506-3',
      text: 'the last one',
      purposeOfUse: ['payment-noe', 'urn:example:purposes|review'],
      workQueue: ['claims-processing'],
      due: '2026-12-24',
      signature: true,
      authorization: { resourceType: 'ServiceRequest', place: 'posted', text: 'Release of notes' },
    });
  });

  it('by questionnaire, to a partner that is no sandbox: who asks and who is asked must be said; no reason is known', async () => {
    await compose();
    await page.getByRole('button', { name: /Partner/ }).click();
    await page.getByRole('option', { name: /Lakeside/ }).click();
    await kind('Questionnaire');
    await field('Patient id at the partner').fill('1');
    await combo('Canonical URL').fill('https://payer.example/Questionnaire/oxygen|2');
    await status(/who asks/);
    await field('Requester').fill('Organization/harbor');
    await field('Owner').fill('1407071236');
    await page.getByText('None is known').click();
    await status(/it is sent without/);
    await press('Control+Enter');
    expect((await sent()).request).toEqual({
      kind: 'data-request-questionnaire',
      questionnaire: 'https://payer.example/Questionnaire/oxygen|2',
      patientId: '1',
      requester: 'Organization/harbor',
      owner: '1407071236',
      reasonUnknown: true,
    });
  });

  it('for attachments by code: several documents with their line items, tracking id and payer URL offered', async () => {
    await compose();
    await kind('Documents');
    await chooseAmara();
    await combo('Document 1').fill('11506-3');
    await press('Tab');
    await field('Line items 1').fill('1, x');
    await page.getByText('Line items are whole numbers').waitFor();
    await field('Line items 1').fill('1, 3-4');
    await page.getByRole('button', { name: 'Document', exact: true }).click();
    await combo('Document 2').fill('consent of the patient');
    await status(/the date of service/);
    await page.getByLabel('Date of service').fill('2026-11-02');
    await status('every rule holds');
    await page.getByRole('button', { name: /^When and how/ }).click();
    await page.getByText('Several submissions are welcome').click();
    await press('Control+Enter');
    const { request = {} } = await sent();
    expect(request).toMatchObject({
      kind: 'attachment-request-code',
      use: 'claim',
      name: 'Lindqvist, Amara',
      birthDate: '1958-04-12',
      attachments: [{ what: '11506-3', lineItems: [1, 3, 4] }, { what: 'consent of the patient' }],
      serviceDate: '2026-11-02',
      multipleSubmits: true,
    });
    expect(request.trackingId).toMatch(/^https:\/\/harbor-mutual.example\/tracking\|\w+/);
    expect(request.payerUrl).toContain('$submit-attachment');
  });

  it('what was typed is not replaced by a suggestion the pointer happens to rest on', async () => {
    await compose();
    await kind('Documents');
    const first = combo('Document 1');
    await first.click();
    const option = page.getByRole('option').first();
    await option.hover();
    await first.fill('11506');
    await option.hover();
    await press('Tab');
    expect(await first.inputValue()).toBe('11506');
  });

  it('for attachments by questionnaire, for a prior authorization, in the words of the continuous build', async () => {
    await open('#/connections');
    await page.evaluate(() =>
      window.fake.call('connections.update', { connection: 'c3', patch: { cdexVersion: 'ci' } }),
    );
    await page.evaluate(() => window.fake.call('settings.set', { connectionId: 'c3' }));
    await press('Control+k');
    await page.keyboard.type('New Task');
    await press('Enter');
    await page.getByRole('heading', { name: 'New Task' }).waitFor();
    await page.getByRole('button', { name: /Partner/ }).click();
    await page.getByRole('option', { name: /Lakeside/ }).click();
    await kind('Questionnaires');
    await kind('a prior authorization');
    await status(/the prior authorization/);
    await combo('Member id').fill('urn:example:members|M1');
    await field('Name').fill('Venn, Dario');
    await combo('Canonical URL 1').fill('https://payer.example/Questionnaire/oxygen');
    await field('Prior authorization id').fill('urn:example:pa|9');
    await field('Administrative reference number').fill('urn:example:admin|77');
    await field('Practitioner’s NPI').fill('9941001015');
    await field('Payer id').fill('urn:example:payers|H1');
    await press('Control+Enter');
    expect((await sent()).request).toMatchObject({
      kind: 'attachment-request-questionnaire',
      use: 'preauthorization',
      adminRef: 'urn:example:admin|77',
      attachments: [{ what: 'https://payer.example/Questionnaire/oxygen' }],
      requester: 'urn:example:payers|H1',
      npi: '9941001015',
    });
  });
});

describe('form and JSON', () => {
  it('edit the same draft; what the form has no field for is kept and sent', async () => {
    await compose();
    await chooseAmara();
    await status('every rule holds');
    await press('Control+e');
    const text = field('Task as JSON');
    await focused(text);
    const task = JSON.parse(await text.inputValue());
    await text.fill(JSON.stringify({ ...task, priority: 'urgent', reasonCode: { text: 'Audit' } }));
    await expect.poll(() => field('Reason in words').inputValue()).toBe('Audit');
    await field('Reason in words').fill('Audit of March');
    await expect.poll(() => text.inputValue()).toContain('Audit of March');
    expect(JSON.parse(await text.inputValue())).toMatchObject({ priority: 'urgent' });
    await press('Control+Enter');
    const { task: given, request } = await sent();
    expect(request).toBeUndefined();
    expect(given).toMatchObject({ priority: 'urgent', reasonCode: { text: 'Audit of March' } });
  });

  it('rest while the JSON cannot be read; the text stays and the place is told', async () => {
    await compose();
    await chooseAmara();
    await status('every rule holds');
    await kind('Edit JSON');
    const text = field('Task as JSON');
    const broken = (await text.inputValue()).replace('"status": "requested",', '"status": "requested"');
    await text.fill(broken);
    await page.getByText(/^Line \d+, column 3: Expected ',' or '}'/).waitFor();
    expect(await text.inputValue()).toBe(broken);
    await expect.poll(() => page.getByRole('button', { name: /^Send/ }).isDisabled()).toBe(true);
    await expect.poll(() => page.locator('[inert] [data-field="member"]').count()).toBe(1);
    await page.getByRole('button', { name: 'Take it back' }).click();
    await expect.poll(async () => JSON.parse(await text.inputValue())).toMatchObject({ status: 'requested' });
    await field('Reason in words').fill('again');
  });

  it('a finding leads to its field, or to its line in the JSON', async () => {
    await compose();
    await chooseAmara();
    await status('every rule holds');
    await kind('Edit JSON');
    const text = field('Task as JSON');
    const task = JSON.parse(await text.inputValue());
    await text.fill(JSON.stringify({ ...task, modifierExtension: [{ url: 'urn:example:not' }] }, null, 2));
    await page.getByRole('button', { name: /^Show in the JSON: modifier-extension/ }).click();
    await focused(text);
    const line = () =>
      text.evaluate((at: HTMLTextAreaElement) => at.value.slice(at.selectionStart, at.selectionEnd).trim());
    await expect.poll(line).toBe('{');
    await page.getByRole('button', { name: 'Back to the form’s' }).click();
    await field('Claim or prior authorization').fill('');
    await page.getByRole('button', { name: /^Go to the field: CONF-058/ }).click();
    await inField('claim');
  });

  it('says what a rule demands when it is pointed at, and is no stop of the keyboard', async () => {
    await compose();
    const chip = page.getByRole('region', { name: 'Preview' }).getByText('CONF-058', { exact: true });
    await chooseAmara();
    await field('Claim or prior authorization').fill('');
    await chip.waitFor();
    expect(await chip.evaluate((one: HTMLElement) => one.tabIndex)).toBe(-1);
    expect(await violationsIn(page, 'light')).toEqual([]);
    await page.getByRole('heading', { name: 'New Task' }).hover();
    await chip.hover();
    await page.getByRole('tooltip').getByText('a data request must state its reason or the claim').waitFor();
  });
});

describe('drafts', () => {
  it('are kept as one types, listed, gone on with, and gone when sent', async () => {
    await compose();
    await chooseAmara();
    await page.getByRole('button', { name: 'Drafts 1' }).click();
    await page.getByRole('menuitem', { name: 'Begin a new one' }).click();
    await status('not enough yet');
    await kind('Documents by code');
    await field('In words').fill('operation notes');
    await page.getByRole('button', { name: 'Drafts 2' }).click();
    await page.getByRole('menuitem', { name: /^Condition/ }).click();
    await status('every rule holds');
    await expect.poll(() => combo('Member id').inputValue()).toBe('http://payer.example/members|Member123');
    await press('Control+Enter');
    expect((await sent()).draftId).toBeDefined();
    const saved = (await calls('tasks.saveDraft')) as { title: string; request: object }[];
    expect(new Set(saved.map(({ title }) => title.slice(0, 9)))).toEqual(new Set(['Condition', 'operation']));
    await press('n');
    await page.getByRole('button', { name: 'Drafts 1' }).click();
    await page.getByRole('menuitem', { name: /^operation notes/ }).click();
    await page.getByRole('button', { name: 'Drafts 1' }).click();
    await page.getByRole('menuitem', { name: 'Throw this one away' }).click();
    await page.getByRole('button', { name: 'Throw away' }).click();
    await page.getByRole('button', { name: 'Drafts', exact: true }).waitFor();
    expect(await calls('tasks.removeDraft')).toHaveLength(1);
  });
});

describe('sending', () => {
  it('a Task that breaks a rule, once it is said that it shall go anyway', async () => {
    await compose();
    await combo('Member id').fill('urn:example:members|refused');
    await field('Query').fill('Patient?_id=1');
    await press('Control+Enter');
    await page.getByText('The Task breaks cdex-1').waitFor();
    await page.getByRole('button', { name: 'Send anyway' }).click();
    await page.getByRole('region', { name: 'Preview' }).waitFor({ state: 'detached' });
    expect(await calls('tasks.request')).toMatchObject([{ sendAnyway: false }, { sendAnyway: true }]);
  });

  it('says what is odd about the answer on the way to the Task', async () => {
    await compose();
    await combo('Member id').fill('urn:example:members|odd');
    await field('Query').fill('Patient?_id=1');
    await press('Control+Enter');
    const note = page.getByRole('dialog', { name: /was taken/ });
    await note.getByText('The partner answered 200 where 201 belongs.').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('Enter');
    await note.waitFor({ state: 'detached' });
    await page.waitForURL(/#\/tasks\/t2/);
  });

  it('for many members, with what came of each', async () => {
    await compose();
    await chooseAmara();
    await status('every rule holds');
    await page.getByRole('button', { name: /^Many/ }).click();
    await page.getByRole('button', { name: 'All 4' }).click();
    const list = field('Members, one a line');
    await list.fill(`${await list.inputValue()}\nurn:example:members|nobody`);
    await page.getByText(/^Line 5: The query names a patient/).waitFor();
    await list.fill((await list.inputValue()).replace('nobody', 'refused; 77'));
    await page.getByRole('button', { name: 'Send 5 Tasks to Sandbox provider' }).click();
    await page.getByText('4 of 5 Tasks taken.').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    const [many] = (await calls('tasks.requestMany')) as { asked: { request: { query: string; claim?: string } }[] }[];
    expect(many?.asked.map(({ request }) => request.query)).toContain('Condition?patient=77&clinical-status=active');
    expect(new Set(many?.asked.map(({ request }) => request.claim)).size).toBe(4);
    await page.getByRole('button', { name: 'Send 1 anyway' }).click();
    await page.getByText('0 of 1 Task taken.').waitFor();
  });
});

describe('a clone', () => {
  it('of a Task is corrected and sent: a fresh tracking id, what has no field taken over when wanted', async () => {
    await open('#/tasks');
    await page.evaluate(() => window.composeFrom('t3'));
    await page.getByText('As Task/7731 asked.').waitFor();
    await expect.poll(() => field('Claim id').inputValue()).toBe('http://payer.example/claims|Claim7731');
    expect(await field('Tracking id').inputValue()).not.toContain('trk-7731');
    await expect.poll(() => field('Line items 1').inputValue()).toBe('1, 2');
    await page.getByText('Task.priority').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await page.getByRole('button', { name: 'Take that over, too' }).click();
    await page.getByLabel('Date of service').fill('2026-11-03');
    await press('Control+Enter');
    const { task = {} } = await sent();
    expect(task).toMatchObject({ priority: 'urgent', status: 'requested' });
    for (const name of ['id', 'statusReason']) expect(task).not.toHaveProperty(name);
    expect(JSON.stringify(task)).toContain('2026-11-03');
  });
});

describe('looking up a member', () => {
  it('by keys: found by $match, the best one taken', async () => {
    await compose();
    await press('l');
    await page.getByRole('dialog', { name: /Look up a member/ }).waitFor();
    await kind('$match');
    await field('Family name').fill('Lindqvist');
    await press('Enter');
    await page.getByRole('grid', { name: 'Patients found' }).waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await page.getByRole('grid', { name: 'Patients found' }).focus();
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await calls('patients.find')).toMatchObject([{ how: 'match', family: 'Lindqvist' }]);
    await expect.poll(() => combo('Member id').inputValue()).toBe('http://payer.example/members|Member123');
    await expect.poll(() => field('Patient id at the partner').inputValue()).toBe(amara);
  });
});

describe('"Which approach?"', () => {
  it('leads from the first screen to the kind of Task that fits', async () => {
    await open('#/start');
    await page.getByRole('button', { name: 'Which approach?' }).click();
    const dialog = page.getByRole('dialog', { name: 'Which approach?' });
    await dialog
      .getByRole('radiogroup', { name: /claim or prior authorization/ })
      .getByText('yes')
      .click();
    await dialog.getByRole('radiogroup', { name: 'What is wanted?' }).getByText('answers to a form').click();
    await dialog.getByText('attachment-request-questionnaire').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await dialog.getByRole('button', { name: 'Compose the Task' }).click();
    await page.getByRole('radio', { name: 'Questionnaires', checked: true }).waitFor();
  });

  it.each([
    ['the provider sends', 'Go to the Push inbox'],
    ['many at once', 'Compose a Task for many'],
  ])('%s: %s', async (answer, way) => {
    await compose();
    await press('g', 'w');
    await page.getByRole('dialog').getByText(answer).click();
    await page.getByRole('button', { name: way }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('direct query, where the payer may ask and nobody has to do anything', async () => {
    await compose();
    await press('g', 'w');
    for (const [asks, answer] of [
      ['May the payer', 'yes'],
      ['Does the source hold', 'yes'],
      ['Must somebody', 'no'],
    ]) {
      await page
        .getByRole('radiogroup', { name: new RegExp(`^${asks}`) })
        .getByText(answer ?? '', { exact: true })
        .click();
    }
    await page.getByRole('button', { name: 'Go to Direct query' }).click();
    await page.waitForURL(/#\/direct-query/);
  });
});

describe.each(['light', 'dark'])('in %s nothing keeps people out of', (theme) => {
  it.each([
    ['Query', 1440],
    ['Documents by code', 1100],
    ['Questionnaire', 1440],
    ['Documents', 1100],
    ['Questionnaires', 1440],
  ])('%s', async (name, width) => {
    await compose(`?theme=${theme}#/tasks/new`);
    await page.setViewportSize({ width, height: 800 });
    await chooseAmara();
    await kind(name);
    const folded = page.locator('section > h3 > [aria-expanded="false"]');
    while ((await folded.count()) > 0) await folded.first().click();
    if (width === 1100) await kind('Edit JSON');
    expect(await violationsIn(page, theme)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
});
