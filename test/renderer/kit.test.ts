import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { focused, openStage, type Stage, violationsIn } from './page.ts';

let stage: Stage;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  stage = await openStage('kit-page');
});
afterAll(() => stage.close());
beforeEach(async () => {
  const context = await stage.browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await page.goto(stage.origin);
  await page.getByRole('grid').waitFor();
});
afterEach(async () => {
  await page.context().close();
  expect(troubles.splice(0)).toEqual([]);
});

const said = (id: string) => page.getByTestId(id).textContent();
const grid = () => page.getByRole('grid', { name: 'Rows' });
const currentRow = () => grid().locator('[aria-selected="true"]');

describe('a list of 100,000 rows', () => {
  it('holds only the rows in sight, and says how many there are', async () => {
    await expect.poll(() => grid().getByRole('row').count()).toBeLessThan(60);
    expect(await grid().getAttribute('aria-rowcount')).toBe('100001');
  });

  it('is walked by keys, heads of groups stepped over', async () => {
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => said('selected')).toBe('r1');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await expect.poll(() => said('selected')).toBe('r2');
    await page.keyboard.press('End');
    await expect.poll(() => said('selected')).toBe('r99999');
    await page.keyboard.press('Home');
    await expect.poll(() => said('selected')).toBe('r1');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => Number((await said('selected'))?.slice(1))).toBeGreaterThan(5);
    await page.keyboard.press('Enter');
    await expect.poll(() => said('opened')).toBe(await said('selected'));
  });

  it('names its current row to those who do not see it, and shows it whole', async () => {
    await grid().focus();
    await page.keyboard.press('End');
    await currentRow().getByText('row 99999', { exact: true }).waitFor();
    await expect
      .poll(
        async () => (await grid().getAttribute('aria-activedescendant')) === (await currentRow().getAttribute('id')),
      )
      .toBe(true);
    const list = await grid().boundingBox();
    const below = async () => {
      const row = await currentRow().boundingBox();
      return (row?.y ?? Infinity) + (row?.height ?? 0);
    };
    await expect.poll(below).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0) + 0.5);
    await page.keyboard.press('Home');
    await currentRow().getByText('row 1', { exact: true }).waitFor();
    const above = async () => (await currentRow().boundingBox())?.y ?? -Infinity;
    await expect.poll(above).toBeGreaterThanOrEqual((list?.y ?? 0) + 24 - 0.5);
  });

  it('keeps what is looked at in place when rows come in above', async () => {
    await grid().evaluate((element) => element.scrollTo(0, 28_000));
    const seen = grid().getByText('row 1005', { exact: true });
    await seen.waitFor();
    const before = await seen.boundingBox();
    await page.getByText('Add five above').click();
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('100006');
    await expect.poll(async () => (await seen.boundingBox())?.y).toBeCloseTo(before?.y ?? -1, 0);
  });

  it('takes a press of the pointer', async () => {
    await grid().getByText('row 4', { exact: true }).click();
    await expect.poll(() => said('selected')).toBe('r4');
  });
});

describe('JSON', () => {
  const tree = () => page.getByRole('tree', { name: 'Bundle' });
  const lines = () => tree().getByRole('treeitem');

  it('folds and unfolds by keys, and says what a fold holds', async () => {
    await tree().focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => lines().count()).toBe(5);
    await expect.poll(() => lines().nth(3).textContent()).toContain('400 items');
    await expect.poll(() => lines().nth(3).getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => lines().count()).toBeGreaterThan(10);
  });

  it('numbers lines by what is there, not by what is in sight', async () => {
    await page.getByRole('button', { name: 'Fold', exact: true }).click();
    await expect.poll(async () => (await lines().last().textContent())?.replace(/\D.*$/s, '')).toMatch(/^\d{4}$/);
  });

  it('finds, goes from hit to hit, and opens folds on the way', async () => {
    await page.getByRole('button', { name: 'Fold', exact: true }).click();
    await page.getByRole('textbox', { name: 'Find in Bundle' }).fill('"id": "doc-399"');
    await page.keyboard.press('Enter');
    await tree().getByText('"doc-399"').waitFor();
    await page.getByText('1 of 1').waitFor();
  });

  it('opens base64 by Enter and by its button, and follows references', async () => {
    await tree().getByRole('button', { name: 'Open', includeHidden: true }).first().click();
    await expect.poll(() => said('opened')).toBe('/entry/0');
    await tree().getByText('"Patient/1"').first().click();
    await expect.poll(() => said('opened')).toBe('Patient/1');
  });
});

describe('panes', () => {
  it('are sized by keys within their bounds, remembered, and reset', async () => {
    const bar = page.getByRole('separator', { name: 'Size of the list' });
    await bar.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('580');
    await page.reload();
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('580');
    await bar.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('240');
    await page.keyboard.press('Enter');
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('500');
  });

  it('are sized by the pointer', async () => {
    const bar = page.getByRole('separator', { name: 'Size of the list' });
    const box = await bar.boundingBox();
    await page.mouse.move(box?.x ?? 0, (box?.y ?? 0) + 20);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + 20);
    await page.mouse.up();
    await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('560');
  });
});

describe('controls', () => {
  it('answer to keys alone: segments, checkbox, select, combo box, menu, dialog', async () => {
    await page.getByRole('radio', { name: 'All' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: 'Sent' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /Status/ }).focus();
    await page.keyboard.press('Enter');
    await focused(page.getByRole('option', { name: /active/ }));
    await page.keyboard.press('ArrowDown');
    await focused(page.getByRole('option', { name: /recurrence/ }));
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Code' }).fill('rem');
    await page.getByRole('option', { name: /remission/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page
      .getByRole('option', { name: /remission/ })
      .and(page.locator('[data-focused]'))
      .waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => said('said')).toMatch(/ open .*recurrence remission false$/);
    await page.getByRole('button', { name: 'More' }).focus();
    await page.keyboard.press('Enter');
    await focused(page.getByRole('menuitem', { name: /Do it/ }));
    await page.keyboard.press('Enter');
    await expect.poll(() => said('said')).toMatch(/^done/);
    await page.getByRole('button', { name: 'Remove' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Remove it?' });
    await focused(dialog.getByRole('button', { name: 'Keep' }));
    await page.keyboard.press('Tab');
    await focused(dialog.getByRole('button', { name: 'Remove' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => said('said')).toMatch(/^removed/);
  });

  it('keep typed text that is no suggestion', async () => {
    const field = page.getByRole('combobox', { name: 'Code' });
    await field.fill('unheard-of');
    await page.keyboard.press('Tab');
    await expect.poll(() => field.inputValue()).toBe('unheard-of');
  });
});

describe.each(['light', 'dark'])('in %s', (theme) => {
  it('axe finds nothing', async () => {
    await page.goto(`${stage.origin}/?theme=${theme}`);
    await page.getByRole('grid').waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });
});
