import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { calls, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';
import { tasks } from '../fakes/records.ts';

vi.setConfig({ testTimeout: 60_000 });
onConsolePage();

const [task] = tasks;
const address = `#/exchanges/${encodeURIComponent(`task/${task?.id}`)}`;
const sequence = () => page.getByRole('listbox', { name: 'Sequence of Task/1012' });
const message = (id: string) => sequence().getByRole('option', { name: new RegExp(`^#${id} `) });
const detail = () => page.getByRole('region', { name: 'Exchange', exact: true });

describe('a conversation', () => {
  it('is opened from a Task by V, leads from each arrow to its record, and back to the Task', async () => {
    await open(`?wire=shut#/tasks/${task?.id}`);
    await page.getByRole('button', { name: 'Conversation' }).waitFor();
    await press('v');
    await sequence().waitFor();
    expect(await calls('exchanges.conversation')).toEqual([{ taskId: task?.id }]);
    // What went wrong last is shown first.
    await detail().getByText('#204').waitFor();
    await expect.poll(() => message('204').getAttribute('aria-selected')).toBe('true');
    await message('201').click();
    await detail().getByText('#201').waitFor();
    await expect.poll(() => decodeURIComponent(new URL(page.url()).hash)).toBe(`#/exchanges/task/${task?.id}/201`);
    await press('ArrowDown', 'ArrowDown');
    await detail().getByText('#203').waitFor();
    await press('k');
    await detail().getByText('#202').waitFor();
    await press('Escape');
    await page.getByRole('region', { name: 'Task', exact: true }).waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#/tasks/${task?.id}`);
  });

  it('names those who take part, the waits, the statuses, what never arrived and what is missing', async () => {
    await open(`?wire=shut${address}`);
    await sequence().waitFor();
    const pane = page.getByRole('region', { name: 'Conversation' });
    for (const words of [
      'Payer console',
      'Lakeside Clinic',
      '3 min 38 s',
      'event 17 never arrived',
      'matched by tracking id',
      'requested',
      '1 exchange of it was deleted.',
    ])
      await pane.getByText(words, { exact: false }).first().waitFor();
    await expect.poll(() => message('204').getAttribute('data-st')).toBe('fail');
    // Come to by its address, it is left as when it was opened from the Task.
    await press('Escape');
    await page.getByRole('region', { name: 'Task', exact: true }).waitFor();
  });

  it('is saved as a picture that needs nothing else, redacted unless asked otherwise', async () => {
    await open(`?wire=shut&theme=dark${address}`);
    await sequence().waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), press('s')]);
    expect(download.suggestedFilename()).toBe('conversation-task-id-1.svg');
    const svg = readFileSync(await download.path(), 'utf8');
    expect(svg).toMatch(/^<svg[^>]*xmlns=/);
    expect(svg).toContain('Conversation Task/id-1, redacted');
    expect(svg).not.toContain('class=');
    // Drawn for white paper, whatever the theme of the console is.
    expect(svg).toContain('stroke:rgb(104, 70, 214)');
    await page.getByRole('button', { name: 'Save picture' }).click();
    const [whole] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'As it is' }).click(),
    ]);
    expect(readFileSync(await whole.path(), 'utf8')).not.toContain('redacted');
    expect(await calls('exchanges.exportConversation')).toEqual([
      { taskId: task?.id, raw: false },
      { taskId: task?.id, raw: true },
    ]);
  });

  it('is drawn of the exchanges of a list as well', async () => {
    await open('?wire=shut#/exchanges');
    await page.getByRole('radio', { name: 'Sequence' }).click();
    await sequence().waitFor();
    const [input] = (await calls('exchanges.conversation')) as { exchangeIds: string[] }[];
    expect(input?.exchangeIds).toHaveLength(48);
    await message('202').click();
    await detail().getByText('#202').waitFor();
  });

  for (const theme of ['light', 'dark'])
    it(`axe finds nothing (${theme})`, async () => {
      await open(`?wire=shut&theme=${theme}${address}`);
      await sequence().waitFor();
      expect(await violationsIn(page, theme)).toEqual([]);
    });
});
