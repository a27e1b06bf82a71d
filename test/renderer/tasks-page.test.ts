import { describe, expect, it } from 'vitest';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const button = (name: string | RegExp) => page.getByRole('button', { name });
const task = () => page.getByRole('region', { name: 'Task', exact: true });
const heading = (name: string) => page.getByRole('heading', { name, level: 2 }).waitFor();
const list = () => page.getByRole('grid', { name: 'Tasks' });

describe('the board', () => {
  it('groups by what is chosen, narrows by the menu, and shows all again', async () => {
    await open('?wire=shut#/tasks');
    await list()
      .getByRole('row', { name: /^Gone from the server ?1$/ })
      .waitFor();
    await button(/Group by/).click();
    await page.getByRole('option', { name: 'partner' }).click();
    await list()
      .getByRole('row', { name: /^Mesa Orthopedics ?1$/ })
      .waitFor();
    await button(/^Narrow by/).click();
    await page.getByRole('menuitem', { name: /claims-processing/ }).click();
    const filter = page.getByRole('textbox', { name: 'Filter Tasks' });
    await expect.poll(() => filter.inputValue()).toBe('queue:claims-processing');
    await page.getByRole('radio', { name: 'All 1' }).waitFor();
    await filter.fill('due:late nothing');
    await button('Show all').click();
    await page.getByRole('radio', { name: /^All 8$/ }).waitFor();
  });

  it('goes across columns by arrows, opens by Enter, follows while it is open, and closes by Escape', async () => {
    await open('?wire=shut#/tasks');
    await page.getByRole('radio', { name: 'Columns' }).click();
    const columns = page.getByRole('grid', { name: 'Tasks by status' });
    await columns.focus();
    await press('ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter');
    await heading('Task/2044');
    await columns
      .getByRole('gridcell', { selected: true })
      .filter({ hasText: /HomeOxygenTherapy/ })
      .waitFor();
    await press('j');
    await heading('Task/1015');
    await press('ArrowRight');
    await heading('Task/1012');
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('Escape');
    await task().waitFor({ state: 'detached' });
  });

  it('lists drafts on top and goes on with one', async () => {
    await open('?wire=shut#/tasks');
    const record = {
      id: 'd7',
      title: 'HbA1c of Member123',
      request: { kind: 'data-request-query' as const, query: 'Observation?code=4548-4' },
      updatedAt: new Date().toISOString(),
    };
    await page.evaluate(
      (draft) => window.fake.change({ kind: 'draft', id: draft.id, op: 'put', record: draft }),
      record,
    );
    await button(/^Go on with the draft HbA1c of Member123/).click();
    await page.getByRole('heading', { name: 'New Task' }).first().waitFor();
  });
});

describe('a Task with a story', () => {
  it('tells what wakes it, that it was reopened, what was batched, told and lost', async () => {
    await open('?wire=shut#/tasks/t7');
    await heading('Task/2044');
    const detail = task();
    await detail.getByText(/^poll in/).waitFor();
    await detail.getByText('with 11 others in one request').waitFor();
    await detail.getByText('Notified, event 2', { exact: true }).waitFor();
    await detail.getByText('Notified, event 2 once more').waitFor();
    await detail.getByText('Events 3 to 4 never arrived').waitFor();
    await detail.getByText(/reopened after its end/).waitFor();
    await detail.getByText(/The source reopened the Task/).waitFor();
    const drawn = (name: RegExp) => expect.poll(() => detail.getByRole('img', { name }).count());
    await drawn(/^Event 3 never arrived/).toBe(1);
    await drawn(/^Notified at/).toBe(2);
    await drawn(/^Status road: .*completed to in-progress, reopened/).toBe(1);
  });

  it.each(['light', 'dark'])('passes axe in %s', async (theme) => {
    await open(`?wire=shut&theme=${theme}#/tasks/t7`);
    await heading('Task/2044');
    expect(await violationsIn(page, theme)).toEqual([]);
  });

  it('shows what changed in a version, and why it cannot be told', async () => {
    await open('?wire=shut#/tasks/t7');
    await button('What changed in version 4').click();
    const changes = page.getByRole('list', { name: 'What changed from version 1 to 4' });
    await changes.getByText('Task.businessStatus').waitFor();
    await expect.poll(() => changes.locator('del').allInnerTexts()).toEqual(['"requested"', '{"text":"please hurry"}']);
    await button('All changes').click();
    await task().getByText('The exchange that brought version 4 was deleted.').waitFor();
    expect(await calls('tasks.diff')).toEqual([
      { id: 't7', from: '1', to: '4' },
      { id: 't7', from: '4', to: '5' },
    ]);
  });

  it('reads versions it missed out of the history', async () => {
    await open('?wire=shut#/tasks/t7');
    await task()
      .getByText(/Never read: version/)
      .waitFor();
    await button('Read the history').click();
    await task()
      .getByText(/Never read: version/)
      .waitFor({ state: 'detached' });
    const passed = task().getByText(/passed between two reads/);
    await expect.poll(() => passed.count()).toBe(2);
    expect(await calls('tasks.history')).toEqual([{ id: 't7' }]);
  });

  it('leads to the subscription that wakes it, and from there back to the Tasks', async () => {
    await open('?wire=shut#/tasks/t7');
    await button('Subscription 88').click();
    await heading('active Subscription/88');
    await page.getByRole('radio', { name: 'Sent', exact: true }).click();
    await list().waitFor();
  });

  it('says that it is gone', async () => {
    await open('?wire=shut#/tasks/t8');
    await task()
      .getByText(/^nothing: gone since/)
      .waitFor();
    await task().getByText('Gone from the server').waitFor();
    await task()
      .getByText(/The partner says this Task is gone/)
      .waitFor();
  });
});

describe('a Task that is no longer wanted', () => {
  it('is deleted where the server lets it', async () => {
    await open('?wire=shut#/tasks/t2');
    await heading('Task/1013');
    await press('x');
    const dialog = page.getByRole('dialog', { name: 'No longer wanted' });
    await dialog.getByText('This server lets Tasks be deleted.').waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete at the server' }).click();
    await dialog.waitFor({ state: 'detached' });
    await task()
      .getByText(/^nothing: gone since/)
      .waitFor();
    expect(await calls('tasks.delete')).toEqual([{ id: 't2', anyway: false }]);
  });

  it('is deleted elsewhere only as agreed, else left unwatched or taken off the board', async () => {
    await open('?wire=shut#/tasks/t7');
    await heading('Task/2044');
    await press('x');
    const dialog = page.getByRole('dialog', { name: 'No longer wanted' });
    await dialog.getByText('Call the partner.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete at the server' }).count()).toBe(0);
    await dialog.getByRole('button', { name: /^It was agreed/ }).waitFor();
    await dialog.getByRole('button', { name: 'Stop watching' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => calls('tasks.watch')).toEqual([{ id: 't7', profile: 'manual' }]);
    await press('x');
    await dialog.getByRole('button', { name: 'Take off the board' }).click();
    await page.getByText('No Task chosen').waitFor();
    await page.getByRole('radio', { name: 'All 7' }).waitFor();
    expect(await calls('tasks.delete')).toEqual([]);
  });
});

describe('outputs', () => {
  it('are shown as what they are: contained, foreign, empty, named only, missing, with documents and Provenance', async () => {
    await open('?wire=shut#/tasks/t1');
    await heading('Task/1012');
    await press('f');
    const detail = task();
    await detail.getByText('Bundle, 5 entries, 57.2 KB').waitFor();
    await detail.getByText(/^Provenance: create by author Dr Ana Reyes for Lakeside Clinic/).waitFor();
    await detail.getByRole('list', { name: 'What Bundle/2f0c8d1e led to' }).getByText('It says text/plain').waitFor();
    await detail.getByText(/^empty: the source has no data/).waitFor();
    await detail.getByText(/on another server: asked without the token/).waitFor();
    await detail.getByText(/named by an identifier only/).waitFor();
    await detail.getByText(/leads nowhere/).waitFor();
    await expect.poll(() => button('Copy the SHA-256 of #results').count()).toBe(1);
    expect(await violationsIn(page, 'light')).toEqual([]);
    await button('Open Binary/hp-note').click();
    await page.getByRole('region', { name: 'Document Binary/hp-note' }).waitFor();
    await press('Escape');
    await heading('Task/1012');
  });

  it('are written to a folder with their hashes where the host may write', async () => {
    await open('?wire=shut#/tasks/t1');
    await heading('Task/1012');
    await button('Save').click();
    const dialog = page.getByRole('dialog', { name: 'Save the outputs' });
    await dialog.getByRole('textbox', { name: 'Folder' }).fill('/home/pat/outputs');
    await dialog.getByRole('button', { name: 'Write to the folder' }).click();
    await dialog.getByText('/home/pat/outputs/manifest.json').waitFor();
    expect(await calls('tasks.fetch')).toMatchObject([{ id: 't1', folder: '/home/pat/outputs' }]);
  });

  it('are handed to the browser as files', async () => {
    await open('?wire=shut#/tasks/t1');
    await heading('Task/1012');
    await button('Save').click();
    const [download] = await Promise.all([page.waitForEvent('download'), button('Download 1 file').click()]);
    expect(download.suggestedFilename()).toBe('Bundle-2f0c8d1e.txt');
    expect(await calls('documents.saving')).toMatchObject([
      { name: 'Bundle-2f0c8d1e.txt', bytes: expect.any(Number), exchangeId: expect.any(String) },
    ]);
  });

  it('that ended in a failure say why', async () => {
    await open('?wire=shut#/tasks/t3');
    await task().getByText('The Task ended failed: “No matching results”. There is no data.').waitFor();
  });
});
