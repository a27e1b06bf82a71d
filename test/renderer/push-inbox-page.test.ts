import { describe, expect, it } from 'vitest';
import type { Push } from '../../shared/domain/push.ts';
import { calls, focused, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const button = (name: string | RegExp) => page.getByRole('button', { name });
const list = () => page.getByRole('grid', { name: 'Push inbox' });
const row = (name: string | RegExp) => list().getByRole('row', { name });
const text = (words: string | RegExp) => page.getByText(words).first().waitFor();
/** What the head of the list counts. */
const count = (words: string) =>
  page
    .getByRole('region', { name: 'Push inbox' })
    .getByRole('status')
    .and(page.getByText(words, { exact: true }))
    .waitFor();
const detail = () => page.getByRole('region', { name: 'Push', exact: true });
const dialog = () => page.getByRole('dialog');
const openPush = (id: string, query = '?inbox&wire=shut') => open(`${query}#/push-inbox/${id}`);
const offsets = async () => (await calls('inbox.page')).map((input) => (input as { offset: number }).offset);

const arrive = (push: Partial<Push> & { id: string }) =>
  page.evaluate((given) => {
    const record = {
      at: new Date().toISOString(),
      storedAt: new Date().toISOString(),
      kind: 'submission',
      title: 'Submission',
      answered: 200,
      exchangeId: '9',
      attachments: [],
      findings: [],
      ...given,
    } as Push;
    window.fake.change({ kind: 'push', id: record.id, op: 'put', record });
  }, push);

describe('the inbox of any length', () => {
  it('reads a hundred thousand pushes by the windows in sight, and the keys go to either end', async () => {
    await open('?pushes=100000&wire=shut#/push-inbox');
    await count('100,003');
    await row(/many0/).waitFor();
    await expect.poll(() => list().getByRole('row').count()).toBeLessThan(60);
    await list().focus();
    await press('j');
    await page.waitForURL(/push-inbox\/p1$/);
    await press('End');
    await row(/many99999/).waitFor();
    await page.waitForURL(/push-inbox\/900001$/);
    await press('k');
    await page.waitForURL(/push-inbox\/900002$/);
    await press('Home');
    await page.waitForURL(/push-inbox\/p1$/);
    expect((await offsets()).length).toBeLessThan(12);
  });

  it('keeps what is looked at where it is while pushes arrive above', async () => {
    await open('?pushes=3000&wire=shut#/push-inbox');
    await row(/many0/).waitFor();
    await list().evaluate((grid) => grid.scrollTo(0, 40_000));
    const shown = row(/many875 /);
    await shown.waitFor();
    const before = (await shown.boundingBox())?.y;
    await arrive({ id: 'new1', title: 'Arrived now' });
    await arrive({ id: 'new2', title: 'Arrived now, too' });
    await count('3,005');
    await expect.poll(async () => Math.round((await shown.boundingBox())?.y ?? 0)).toBe(Math.round(before ?? -1));
    await list().evaluate((grid) => grid.scrollTo(0, 0));
    await row(/Arrived now, too/).waitFor();
  });

  it('shows a change of a push in its row, and takes a removed one out', async () => {
    await open('?inbox&wire=shut#/push-inbox');
    await row(/trackingid900.*waiting for your answer/).waitFor();
    await arrive({ id: '109', trackingId: 'x|trackingid900', title: 'Submission', answered: 400 });
    await row(/trackingid900.*400.*refused/).waitFor();
    await page.evaluate(() => window.fake.change({ kind: 'push', id: '109', op: 'delete' }));
    await row(/trackingid900/).waitFor({ state: 'detached' });
  });

  it('is searched by words and narrowed by state and kind, from the menu and by typing', async () => {
    await open('?inbox&wire=shut#/push-inbox');
    await count('10');
    await press('/');
    await focused(page.getByRole('textbox', { name: 'Filter the inbox' }));
    await page.keyboard.type('mesa');
    await count('1 of 10');
    await row(/11234657/).waitFor();
    await page.getByRole('textbox', { name: 'Filter the inbox' }).fill('');
    await button('Narrow by state or kind').click();
    await page.getByRole('menuitem', { name: 'Refused' }).click();
    await count('2 of 10');
    expect((await calls('inbox.page')).at(-1)).toMatchObject({ state: 'refused' });
    await page.getByRole('textbox', { name: 'Filter the inbox' }).fill('kind:notification');
    await count('1 of 10');
    await page.getByRole('textbox', { name: 'Filter the inbox' }).fill('nothing like that');
    await text('Nothing fits the filter');
    await button('Show all').click();
    await count('10');
  });

  it('says what to do while it is empty, and why when it cannot be read', async () => {
    await open('?fresh&wire=shut#/push-inbox');
    await text('Nothing has arrived yet');
    expect(await violationsIn(page, 'light')).toEqual([]);
    await page.evaluate(() => {
      const { call } = window.fake;
      const error = { code: 'timed-out', message: 'The inbox did not answer.', next: 'Try again.' } as const;
      window.fake.call = async (name, input) => (name === 'inbox.page' ? { ok: false, error } : call(name, input));
    });
    await page.getByRole('textbox', { name: 'Filter the inbox' }).fill('x');
    await text('The inbox did not answer.');
  });
});

describe('one push', () => {
  it('is joined to the request, its claim and member, with its thread, repeats and story', async () => {
    await openPush('108');
    const chain = page.getByRole('list', { name: 'Correlation' });
    await chain.getByText('value only').waitFor();
    await chain.getByRole('button', { name: /^Task\// }).waitFor();
    await chain.getByText('Claim123').waitFor();
    await text('Belongs to Task 1012: the tracking id has the same value under another system');
    await text('Submission 2 of 2, this one');
    await text('The same was sent again 1 time.');
    await text('Task 1012 sent to Sandbox provider');
    await button('Submission 1 of 2').click();
    await page.waitForURL(/push-inbox\/107$/);
    await text('Final: nothing more is announced');
    await press('t');
    await page.waitForURL(/tasks\/t1$/);
  });

  it('is taken off its Task and attached to another by the keyboard alone', async () => {
    await openPush('106');
    await text('held until one appears');
    await press('a');
    await dialog().getByText('That alone proves nothing.').waitFor();
    await page.getByRole('radio', { name: /Task\/1013/ }).waitFor();
    await page.getByRole('radio', { name: /Task\/1012/ }).focus();
    await press('ArrowDown');
    await page.getByRole('radio', { name: /Task\/1013/, checked: true }).waitFor();
    await button('Attach to it').focus();
    await press('Enter');
    await text('Joined to Task 1013 by hand.');
    await page.getByRole('list', { name: 'Correlation' }).getByText('by hand').waitFor();
    await dialog().waitFor({ state: 'detached' });
    await press('u');
    await text('Taken off by hand.');
    expect(await calls('inbox.match')).toEqual([
      { id: '106', task: 't2' },
      { id: '106', task: null },
    ]);
  });

  it('says when the Task named by hand is none', async () => {
    await openPush('106');
    await press('a');
    await page.getByRole('textbox', { name: 'Another Task, by its id' }).fill('Task/4711');
    await press('Enter');
    await dialog().getByText('There is no Task 4711.').waitFor();
  });

  it('that waits is accepted by a key, with the seconds left in sight', async () => {
    await openPush('109');
    await detail().getByText('The sender waits for your answer.').waitFor();
    await detail()
      .getByText(/^04:\d\d$/)
      .waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('y');
    await row(/trackingid900.*200/).waitFor();
    expect(await calls('inbox.answer')).toEqual([{ id: '109', answer: 'accept' }]);
    await detail().getByText('The sender waits for your answer.').waitFor({ state: 'detached' });
    await text('accepted, by hand');
  });

  it('that waits is rejected with a reason, or answered with any status', async () => {
    await openPush('109');
    await detail().getByText('The sender waits for your answer.').waitFor();
    await press('o');
    await page.getByRole('spinbutton', { name: 'HTTP status' }).or(page.getByLabel('HTTP status')).first().fill('99');
    await dialog().getByText('A number from 200 to 599.').waitFor();
    await button('Keep it waiting').click();
    await dialog().waitFor({ state: 'detached' });
    await press('r');
    await focused(dialog().getByRole('textbox'));
    await page.keyboard.type('No such claim');
    await button('Reject with 400').click();
    await row(/trackingid900.*400/).waitFor();
    expect(await calls('inbox.answer')).toEqual([{ id: '109', answer: 'reject', text: 'No such claim' }]);
  });

  it('shows the outcome that was sent, and which rule said so', async () => {
    await openPush('105');
    await text('rejected, by the rule Signatures required');
    await page.getByRole('list', { name: 'OperationOutcome sent' }).getByText('A signature is required.').waitFor();
  });

  it('leads from a finding to its place in the body, and is checked as another version', async () => {
    await openPush('108');
    await button(/parameter\[0\]\.valueIdentifier\.system/).click();
    const body = page.getByRole('tree', { name: 'Body of the push' });
    await body.getByRole('treeitem', { selected: true }).getByText('trackingid123').waitFor();
    await press('Escape');
    await page.getByRole('tab', { name: /Progress note/ }).waitFor();
    await button('More to do with this push').click();
    await page.getByRole('menuitem', { name: 'CI' }).click();
    await text('Checked as ci, with one mistake.');
    expect(await calls('inbox.check')).toEqual([{ id: '108', cdexVersion: 'ci' }]);
  });

  it('is exported redacted unless the warning was read, and removed after a question', async () => {
    await openPush('108');
    await press('e');
    await text('Identifiers, names and contents are taken out');
    await page.getByRole('textbox', { name: 'Folder' }).fill('/tmp/push');
    await button('Save it redacted').click();
    await text('1 file saved, redacted');
    await button('Done').click();
    await dialog().waitFor({ state: 'detached' });
    await press('e');
    await page.getByRole('textbox', { name: 'Folder' }).fill('/tmp/push');
    await page.getByText('As it arrived, with names, identifiers and contents').click();
    await text('This is health data');
    expect(await violationsIn(page, 'light')).toEqual([]);
    await button('Save it as it arrived').click();
    await text('saved as they arrived');
    expect(await calls('inbox.export')).toEqual([
      { id: '108', folder: '/tmp/push', raw: false },
      { id: '108', folder: '/tmp/push', raw: true },
    ]);
    await button('Done').click();
    await dialog().waitFor({ state: 'detached' });
    await press('x');
    await button('Remove').click();
    await text('Nothing chosen');
    expect(await calls('inbox.remove')).toEqual([{ id: '108' }]);
  });

  it('that is not there says so', async () => {
    await openPush('4711');
    await text('There is no such push.');
  });
});

describe('the other places', () => {
  it('are one press away, and the inbox comes back with what was chosen there', async () => {
    await openPush('108');
    await page.getByRole('radio', { name: /^Sent/ }).click();
    await page.waitForURL(/push-inbox\/sent/);
    await page.getByRole('radio', { name: 'Receiver' }).click();
    await page.waitForURL(/push-inbox\/receiver/);
    await page.getByRole('radio', { name: 'Inbox' }).click();
    await list().waitFor();
  });

  it('of a Task that asked for attachments lead to the pushes that answered', async () => {
    await open('?inbox&tasks=12&wire=shut#/tasks');
    const request = await page.evaluate(async () => {
      const reply = await window.fake.call('host.snapshot', {});
      const { task } = (reply as { value: { task: { id: string; code: string }[] } }).value;
      return task.find(({ code }) => code === 'attachment-request-code')?.id ?? '';
    });
    await page.evaluate((id) => {
      location.hash = `#/tasks/${id}`;
      dispatchEvent(new PopStateEvent('popstate'));
    }, request);
    await text('None has come yet');
    const match = { state: 'matched', taskId: request, by: ['tracking-id'], says: 'Belongs to it.' } as Push['match'];
    await arrive({ id: 'n1', title: 'Brought what was asked', match });
    await button('Brought what was asked').click();
    await page.waitForURL(/push-inbox\/n1$/);
  });
});

describe.each(['light', 'dark'])('without a finding of axe in %s', (theme) => {
  it.each(['108', '109', '105', '103'])('push %s', async (id) => {
    await openPush(id, `?inbox&wire=shut&theme=${theme}`);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await text('Timeline');
    expect(await violationsIn(page, theme)).toEqual([]);
  });
});
