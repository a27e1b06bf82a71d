import { describe, expect, it } from 'vitest';
import { exchangeOf } from '../fakes/records.ts';
import { calls, focused, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

describe('keys', () => {
  it('go to every screen, and the browser leads back', async () => {
    await open('#/connections');
    await press('g', 'e');
    await heading('Exchanges');
    await press('g', 's');
    await heading('Sandbox');
    await press('Control+,');
    await heading('Settings');
    await page.goBack();
    await heading('Sandbox');
  });

  it('rest in fields: letters are letters there', async () => {
    await open('#/exchanges');
    await heading('Exchanges');
    await press('/');
    const filter = page.getByRole('textbox', { name: 'Filter exchanges' });
    await focused(filter);
    await page.keyboard.type('gc n');
    await expect.poll(() => filter.inputValue()).toBe('gc n');
    await press('Escape', 'Escape', 'g', 'c');
    await heading('Connections');
  });

  it('walk the list from anywhere, and the detail follows', async () => {
    await open('?wire=shut#/exchanges');
    await heading('Exchanges');
    await press('j', 'j');
    await page.getByRole('heading', { name: '#47' }).waitFor();
    await press('k');
    await page.getByRole('heading', { name: '#48' }).waitFor();
    await page.waitForURL(/#\/exchanges\/48$/);
  });

  it('are all on the sheet', async () => {
    await open('#/exchanges/12');
    await page.getByRole('heading', { name: '#12' }).waitFor();
    await press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.getByText('Copy exchange #12 as curl').waitFor();
    await sheet.getByText('Next pane').waitFor();
    await press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('go from pane to pane and around', async () => {
    await open('?wire=open#/exchanges/12');
    await page.getByRole('heading', { name: '#12' }).waitFor();
    const panes: (string | null)[] = [];
    for (let step = 0; step < 6; step += 1) {
      await press('F6');
      panes.push(
        await page.evaluate(
          () =>
            document.activeElement?.closest('[data-pane]')?.getAttribute('aria-label') ??
            document.activeElement?.tagName ??
            null,
        ),
      );
    }
    expect(panes).toEqual(['Console', 'BUTTON', 'Exchanges', 'Exchange', 'Wire', 'Console']);
  });
});

describe('the palette', () => {
  it('goes, runs and finds by id, keyboard only', async () => {
    await open('#/connections');
    await heading('Connections');
    const run = async (name: string) => {
      await press('Control+k');
      await focused(page.getByRole('combobox', { name: 'Search or run a command' }));
      await page.keyboard.type(name);
      await press('Enter');
    };
    await run('settin');
    await heading('Settings');
    await run('#9');
    await page.getByRole('heading', { name: '#9' }).waitFor();
    await run('work with lakeside');
    await page.getByRole('button', { name: /Lakeside Clinic/ }).waitFor();
    expect(await calls('settings.set')).toContainEqual({ connectionId: 'c3' });
  });
});

describe('the wire', () => {
  it('shows what happens as it happens, pauses, narrows, and opens the record', async () => {
    await open('?wire=open#/settings');
    await heading('Settings');
    const wire = page.getByRole('region', { name: 'Wire' });
    const tell = (number: number) =>
      page.evaluate(
        (record) => window.fake.change({ kind: 'exchange', id: record.id, op: 'put', record }),
        exchangeOf(number),
      );
    await tell(49);
    await wire.getByRole('row', { name: /^49 / }).waitFor();
    await wire.getByRole('button', { name: 'Pause' }).click();
    await tell(50);
    await wire.getByText('49 exchanges').waitFor();
    await wire.getByRole('button', { name: 'Go on' }).click();
    await wire.getByText('50 exchanges').waitFor();
    await wire.getByRole('radio', { name: /Errors/ }).click();
    await wire.getByText('12 exchanges').waitFor();
    await wire.getByRole('textbox').fill('status:401');
    await wire.getByText('4 exchanges').waitFor();
    await wire.getByRole('row', { name: /^47 / }).click();
    await page.getByRole('heading', { name: '#47' }).waitFor();
  });

  it('opens and shuts by one key, and remembers', async () => {
    await open('?wire=shut#/settings');
    await heading('Settings');
    await press('Control+j');
    await page.getByRole('grid', { name: 'Exchanges on the wire' }).waitFor();
    expect(await calls('settings.set')).toContainEqual({ wireOpen: true });
  });

  it('takes a burst of five thousand and stays a short list', async () => {
    await open('?wire=open#/settings');
    await heading('Settings');
    await page.evaluate((record) => {
      for (let number = 100; number < 5100; number += 1) {
        window.fake.change({
          kind: 'exchange',
          id: String(number),
          op: 'put',
          record: { ...record, id: String(number) },
        });
      }
    }, exchangeOf(49));
    await page.getByText('5,048 exchanges').waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBeLessThan(60);
  });
});

describe('connections', () => {
  it('are added, changed and removed by keys', async () => {
    await open('#/connections');
    await heading('Connections');
    await press('n');
    await focused(page.getByRole('textbox', { name: 'Base URL' }));
    await page.keyboard.type('no address');
    await press('Control+Enter');
    await page.getByText('Write an http or https address').waitFor();
    await page.getByRole('textbox', { name: 'Base URL' }).fill('https://fhir.cedar.example/r4/');
    await press('Control+Enter');
    await page.getByRole('heading', { name: 'fhir.cedar.example', level: 2 }).waitFor();
    await press('e');
    await page.getByRole('textbox', { name: 'Name' }).fill('Cedar Valley');
    await press('Enter');
    await page.getByRole('heading', { name: 'Cedar Valley', level: 2 }).waitFor();
    await page.getByRole('button', { name: 'Remove Cedar Valley' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No connection chosen').waitFor();
    expect(await calls('connections.add')).toEqual([
      {
        name: 'fhir.cedar.example',
        baseUrl: 'https://fhir.cedar.example/r4',
        role: 'payer',
        cdexVersion: '2.1',
        timeoutMs: 30_000,
      },
    ]);
  });

  it('show what the server can do, and a failure with its next step and its exchange', async () => {
    await open('#/connections/c1');
    await page.getByRole('tab', { name: 'Server' }).click();
    await page.getByText('Switchboard sandbox 0.1.0').waitFor();
    await page
      .getByRole('grid', { name: /Resource types/ })
      .getByText('Observation')
      .click();
    await page.getByText('value-quantity').waitFor();
    await page.getByRole('grid', { name: 'Connections' }).getByText('Mesa Orthopedics').click();
    await page.getByRole('alert').getByText('Check that the server is running').waitFor();
    await page.getByRole('button', { name: 'Exchange 12' }).click();
    await page.getByRole('heading', { name: '#12' }).waitFor();
  });
});

describe('exchanges', () => {
  it('show headers with secrets masked and the body with folds, and are deleted after a question', async () => {
    await open('?wire=shut#/exchanges/2');
    await page.getByRole('tree', { name: 'response body' }).waitFor();
    await page.getByRole('tab', { name: /Request/ }).click();
    await page.getByText('masked').waitFor();
    await press('Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No exchange chosen').waitFor();
    expect(await calls('exchanges.delete')).toEqual([{ id: '2' }]);
  });

  it('open a document out of a body and lead back to it', async () => {
    await open('?wire=shut#/exchanges/2');
    const body = page.getByRole('tree', { name: 'response body' });
    await body.getByRole('treeitem').nth(1).waitFor();
    await body.focus();
    await press('End', 'PageUp');
    await body.getByRole('button', { name: 'Open', includeHidden: true }).click();
    await page.getByText('Returns six weeks after the operation').waitFor();
    await press('Escape');
    await body.waitFor();
  });

  it('say when one is not there', async () => {
    await open('#/exchanges/99999');
    await page.getByRole('alert').getByText('There is no exchange 99999.').waitFor();
  });
});

describe('the way to the console', () => {
  it('is followed again after a resync, and what was deleted meanwhile is gone', async () => {
    await open('#/connections');
    await heading('Connections');
    await page.evaluate(async () => {
      const { fake } = window;
      await fake.call('connections.remove', { connection: 'c3' });
      fake.tell({ type: 'resync', seq: 900 });
    });
    await page.getByRole('grid', { name: 'Connections' }).getByText('Lakeside Clinic').waitFor({ state: 'detached' });
    await expect.poll(async () => (await calls('host.snapshot')).length).toBe(2);
  });

  it('covers everything when it is lost for good, and clears when it is back', async () => {
    await open('#/exchanges/12');
    await page.getByRole('heading', { name: '#12' }).waitFor();
    await page.evaluate(() => window.reportLifeline('lost'));
    const lost = page.getByRole('alertdialog', { name: 'The console has ended' });
    await lost.waitFor();
    expect(await violationsIn(page, 'light')).toEqual([]);
    await press('g', 'c');
    await page.evaluate(() => window.reportLifeline('live'));
    await lost.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: '#12' }).waitFor();
  });

  it('says so when the page belongs to an earlier start', async () => {
    await open('#/settings');
    await page.evaluate(() => window.reportLifeline('ended'));
    await page.getByRole('alertdialog', { name: 'This page belongs to an earlier start' }).waitFor();
  });
});

describe('the first start', () => {
  it('leads to the sandbox by Enter alone', async () => {
    await open('?fresh');
    await heading('What would you like to look at first?');
    await focused(page.getByRole('button', { name: /^(Start|Open) the sandbox/ }));
    await press('Enter');
    await heading('Sandbox');
    await page.getByText('Amara Lindqvist').waitFor();
    expect(await calls('settings.set')).toContainEqual({ welcomed: true });
  });

  it('leads to a partner', async () => {
    await open('?fresh');
    await heading('What would you like to look at first?');
    await press('2');
    await focused(page.getByRole('textbox', { name: 'Base URL' }));
    await page.keyboard.type('https://fhir.partner.example/r4');
    await press('Enter');
    await page.getByRole('heading', { name: 'fhir.partner.example', level: 2 }).waitFor();
  });
});

describe('the sandbox', () => {
  it('pushes a document and says what was answered, and switches faults', async () => {
    await open('#/sandbox');
    await page.getByRole('button', { name: 'Push a document to my receiver' }).click();
    await page.getByText('Stored and answered').waitFor();
    await page.getByRole('button', { name: /What is pushed/ }).click();
    await page.getByRole('option', { name: 'Hostile C-CDA' }).click();
    await page.getByText('A C-CDA with scripts, an external entity and a picture from elsewhere.').waitFor();
    await page.getByRole('button', { name: 'Push a document to my receiver' }).click();
    await expect.poll(() => calls('sandbox.submit')).toMatchObject([{ sample: 'usual' }, { sample: 'hostile-ccda' }]);
    await page.getByRole('tab', { name: 'Answering' }).click();
    await page.getByRole('radio', { name: 'More is refused' }).click();
    await expect.poll(() => calls('sandbox.answering')).toEqual([{ afterFinal: 'reject' }]);
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByText('Empty body').click();
    await page.getByRole('button', { name: 'Switch', exact: true }).click();
    await page.getByRole('button', { name: '1 on' }).waitFor();
    expect(await calls('sandbox.faults')).toEqual([{ faults: ['empty-body'] }]);
  });

  it('shows the faults another process switched', async () => {
    await open('#/sandbox');
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByText('none on').waitFor();
    await page.evaluate(() => window.fake.call('sandbox.faults', { faults: ['slow', 'drop'] }));
    await page.getByRole('button', { name: '2 on' }).waitFor();
    const boxes = page.getByRole('checkbox', { checked: true });
    await expect.poll(() => boxes.count()).toBe(2);
    const said = page.getByRole('button', { name: '2 on', exact: true });
    expect(await said.locator('xpath=..').getAttribute('title')).toContain('Slow: Every answer');
  });
});

/** Screens, and a text that stands on each once it is drawn. */
const places = [
  ['start', 'Explore the sandbox'],
  ['connections/c1', 'an open server'],
  ['connections/new', 'Give up after'],
  ['exchanges/45', 'content-encoding'],
  ['exchanges', 'No exchange chosen'],
  ['sandbox', 'Amara Lindqvist'],
  ['settings/about', 'no telemetry'],
] as const;

describe.each(['light', 'dark'])('in %s', (theme) => {
  it.each(places)('axe finds nothing on %s', async (place, sign) => {
    await open(`?theme=${theme}&wire=open#/${place}`);
    await page.getByText(sign).first().waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });

  it.each([
    ['c1', 'clinical-status'],
    ['c4', 'Check that the server is running'],
  ])('axe finds nothing on what the server of %s can do', async (id, sign) => {
    await open(`?theme=${theme}&wire=open#/connections/${id}`);
    await page.getByRole('tab', { name: 'Server' }).click();
    await page.getByText(sign).first().waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });

  it('axe finds nothing in the palette and on the sheet of keys', async () => {
    await open(`?theme=${theme}#/exchanges/12`);
    for (const key of ['Control+k', '?']) {
      await page.getByRole('heading', { name: '#12' }).waitFor({ state: 'attached' });
      await press(key);
      await page.getByRole('dialog').waitFor();
      expect(await violationsIn(page, theme)).toEqual([]);
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});
