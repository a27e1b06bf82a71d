import { describe, expect, it } from 'vitest';
import { calls, focused, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

onConsolePage();

const workWith = (connectionId: string) =>
  page.evaluate((id) => window.fake.call('settings.set', { connectionId: id }), connectionId);
/** What goes on from now on does not end by itself. */
const hold = () =>
  page.evaluate(() => {
    window.fake.held = true;
  });
const credentials = () => page.getByRole('tab', { name: 'Credentials' }).waitFor();

describe('the form of a connection', () => {
  it('is filled by keys alone, a key made on the way', async () => {
    await open('#/connections');
    await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor();
    await press('n');
    await focused(page.getByRole('textbox', { name: 'Base URL' }));
    await page.keyboard.type('https://fhir.new.example/r4');
    // Name, seconds, role, version, fold, method.
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Tab');
    await focused(page.getByRole('textbox', { name: 'Client id' }));
    await page.keyboard.type('harbor-new');
    await press('Tab', 'Tab', 'Enter');
    await focused(page.getByRole('textbox', { name: 'Name of the key' }));
    await press('Enter');
    await page.getByRole('button', { name: 'fhir-new-example Key that signs' }).waitFor();
    await press('Control+Enter');
    await page.getByRole('heading', { name: 'fhir.new.example', level: 2 }).waitFor();
    expect(await calls('keys.generate')).toEqual([{ name: 'fhir-new-example', alg: 'RS384' }]);
    expect(await calls('connections.add')).toMatchObject([
      { auth: { method: 'backend', clientId: 'harbor-new', key: 'fhir-new-example' } },
    ]);
  });

  it('says at the fields what is to be corrected, and unfolds them', async () => {
    await open('#/connections/c4');
    await credentials();
    await press('e');
    await page.getByRole('textbox', { name: 'Client id' }).fill('');
    await page.getByRole('textbox', { name: 'Token URL' }).fill('not an address');
    const fold = page.getByRole('button', { name: /^How they let us in/ });
    await fold.click();
    await press('Control+Enter');
    await page.getByText('Write the client id the partner gave you.').waitFor();
    await page.getByText('2 to correct').waitFor();
    await expect.poll(() => fold.getAttribute('aria-expanded')).toBe('true');
    expect(await calls('connections.update')).toEqual([]);
  });

  it('keeps what was written for another method, and sends what changed', async () => {
    await open('#/connections/c4');
    await credentials();
    await press('e');
    await page.getByText('Sign in by browser', { exact: true }).click();
    await page.getByText('Backend services', { exact: true }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Client id' }).inputValue()).toBe('harbor-mutual-uat');
    await page.getByRole('button', { name: 'Take away system/Group.rs' }).click();
    await press('Control+Enter');
    await credentials();
    const [update] = (await calls('connections.update')) as { patch: Record<string, unknown> }[];
    expect(update?.patch.auth).toMatchObject({ scope: 'system/*.rs system/Task.crus system/Subscription.cruds' });
    expect(update?.patch).not.toHaveProperty('policy');
    expect(update?.patch).not.toHaveProperty('files');
    expect(update?.patch).not.toHaveProperty('secrets');
  });
});

describe('the credentials of a connection', () => {
  it('show the refusal with its differing parts, and a new token as it is granted', async () => {
    await open('#/connections/c4');
    await page.getByText('no token, refused 401').waitFor();
    await expect.poll(() => page.locator('mark').allTextContents()).toEqual(['fhir', 'r4', 'auth', 'oauth2']);
    await press('t');
    await page.getByText('token 4 min left').waitFor();
    await page.getByText('all granted').waitFor();
  });

  it('sign a person in by an address, and stop waiting by Escape', async () => {
    await open('#/connections/c5');
    await page.getByText('signed out').first().waitFor();
    await hold();
    await press('t');
    await page.getByText('https://auth.cedar.example/authorize').waitFor();
    await press('Escape');
    await page.getByText('https://auth.cedar.example/authorize').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await calls('operations.cancel')).toHaveLength(1);
  });

  it('read what the partner publishes again', async () => {
    await open('#/connections/c4');
    await page.getByRole('tab', { name: 'Discovery' }).click();
    await page.getByText('Its token URL is not the one of smart-configuration.').waitFor();
    await page.getByText('not offered, 404').waitFor();
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect.poll(async () => calls('connections.discover')).toMatchObject([{ connection: 'c4', refresh: true }]);
  });

  it('show the chain from leaf to root, and why it is not trusted', async () => {
    await open('#/connections/c3');
    await page.getByRole('tab', { name: 'TLS' }).click();
    await page.getByText('is not among the authorities this connection trusts').waitFor();
    const chain = page.getByRole('list').filter({ hasText: 'the partner’s own' });
    await expect.poll(() => chain.getByRole('listitem').count()).toBe(3);
    await page.getByText('9 days left').waitFor();
  });
});

describe('the check-up', () => {
  it('is walked, mended and run again by keys alone', async () => {
    await open('?wire=shut#/connections/c4');
    await credentials();
    await press('x');
    await page.getByRole('heading', { name: 'Our assertion names the wrong audience.' }).waitFor();
    await page.getByRole('listbox', { name: 'Steps of the check-up' }).focus();
    await press('k');
    await page.getByText('.well-known/davinci-configuration').waitFor();
    await press('j', 'Enter');
    await page.getByText('token granted, 300 s, all scopes').first().waitFor();
    expect(await calls('connections.update')).toMatchObject([
      { patch: { auth: { method: 'backend', tokenUrl: 'https://auth.mesa.example/oauth2/token' } } },
    ]);
    expect(await calls('connections.test')).toHaveLength(1);
    await page.getByRole('link', { name: 'Check-up' }).getByLabel('failed').waitFor({ state: 'detached' });
  });

  it('takes the last attempt apart, method by method', async () => {
    await open('?wire=shut#/check-up/authorization');
    await workWith('c4');
    await page.evaluate(() => window.fake.tell({ type: 'resync', seq: 900 }));
    const assertion = page.getByRole('table', { name: 'Assertion' });
    await assertion.getByRole('row', { name: /^aud .*failed is not the token URL/ }).waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    const request = page.getByRole('table', { name: 'Request' });
    await request.getByRole('row', { name: /client_assertion not shown/ }).waitFor();
    await page.getByRole('tab', { name: /Response/ }).click();
    await page.getByRole('row', { name: /error_description Invalid audience/ }).waitFor();
    await page.getByRole('tab', { name: 'Access token' }).click();
    await page.getByText('None was granted.').waitFor();
    await workWith('c6');
    await page.evaluate(() => window.fake.tell({ type: 'resync', seq: 901 }));
    await page.getByRole('tab', { name: 'Assertion' }).click();
    await page.getByText('This method signs no assertion.').waitFor();
  });

  it('is stopped by Escape', async () => {
    await open('?wire=shut#/check-up');
    await page.getByRole('button', { name: /^Run/ }).waitFor();
    await page.getByRole('listbox', { name: 'Steps of the check-up' }).focus();
    await hold();
    await press('r');
    const stop = page.getByRole('button', { name: /^Stop/ });
    await stop.waitFor();
    await press('Escape');
    await stop.waitFor({ state: 'detached' });
    expect(await calls('operations.cancel')).toHaveLength(1);
    await page.getByText('not run yet').waitFor();
  });
});

describe('the bar', () => {
  it('says how we stand, and leads to the explanation', async () => {
    await open('#/connections/c3');
    await page.getByRole('button', { name: 'none, open server' }).waitFor();
    await press('u');
    await page.getByRole('button', { name: 'token 4 min left' }).click();
    await page.getByRole('heading', { name: 'Check-up', level: 1 }).waitFor();
  });
});

/** Screens, what to press there, and a text that stands on each once it is drawn. */
const places: [place: string, keys: string[], sign: string][] = [
  ['connections/c4', [], 'SMART 2.2'],
  ['connections/c6', ['e'], 'stored in the vault'],
  ['connections/c4', ['x'], 'as it must be'],
];

describe.each(['light', 'dark'])('in %s', (theme) => {
  it.each(places)('axe finds nothing on %s after %s', async (place, keys, sign) => {
    await open(`?theme=${theme}&wire=shut#/${place}`);
    await credentials();
    await press(...keys);
    await page.getByText(sign).first().waitFor();
    for (const name of keys.includes('e') ? [/^The line/, /^What was agreed/] : []) {
      await page.getByRole('button', { name }).click();
    }
    expect(await violationsIn(page, theme)).toEqual([]);
  });

  it.each(['Discovery', 'TLS'])('axe finds nothing in the view %s', async (view) => {
    await open(`?theme=${theme}&wire=shut#/connections/c4`);
    await page.getByRole('tab', { name: view }).click();
    await page.getByRole('tabpanel').getByRole('button').first().waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });

  it('axe finds nothing in the question for the vault', async () => {
    await open(`?theme=${theme}&wire=shut&vault=none#/connections/c4`);
    await credentials();
    await press('t');
    await page.getByText('Memory only').waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });
});
