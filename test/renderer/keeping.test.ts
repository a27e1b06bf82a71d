import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { trailLength } from '../fakes/access/audit-answers.ts';
import { fakePassphrase } from '../fakes/access/secret-answers.ts';
import { calls, focused, onConsolePage, open, page, press } from './console-page.ts';
import { violationsIn } from './page.ts';

// Settings' vault, keys and audit trail, and the sandbox's doors.

onConsolePage();

const dom = () => page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }));
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

/** What a press hands to the browser as a file: its name and its text. */
async function saved(by: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), by()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

describe('the vault in Settings', () => {
  const fresh = 'canary-9d11 a new passphrase';

  it('is locked by a key, unlocked by its passphrase, which the page does not keep', async () => {
    await open('#/settings/vault');
    await page.getByText('Open, by its passphrase').waitFor();
    await press('o');
    await page.getByText('Locked', { exact: true }).waitFor();
    const field = page.getByLabel('Passphrase', { exact: true });
    await field.fill('wrong');
    await press('Enter');
    await page.getByText('That is not the passphrase.').waitFor();
    await field.fill(fakePassphrase);
    await press('Enter');
    await page.getByText('Open, by its passphrase').waitFor();
    expect((await dom()).includes(fakePassphrase)).toBe(false);
  });

  it('is made with a passphrase typed twice', async () => {
    await open('?vault=none#/settings/vault');
    await page.getByText('Not made yet').waitFor();
    await page.getByLabel('Passphrase', { exact: true }).fill('short');
    await button('Make the vault').click();
    await page.getByText('It is too short').waitFor();
    await page.getByLabel('Passphrase', { exact: true }).fill(fresh);
    await page.getByLabel('The same again').fill(fresh);
    await press('Enter');
    await page.getByText('Open, by its passphrase').waitFor();
    expect(await calls('vault.create')).toEqual([
      { backend: 'passphrase', passphrase: { value: `${fresh.length} letters` } },
    ]);
    expect((await dom()).includes(fresh)).toBe(false);
  });

  it('gets another passphrase by keys alone', async () => {
    await open('#/settings/vault');
    await button('Change').focus();
    await press('Enter');
    await focused(page.getByLabel('New passphrase'));
    await page.keyboard.type(fresh);
    await press('Tab');
    await focused(page.getByLabel('The same again'));
    await page.keyboard.type('something else');
    await press('Enter');
    await page.getByText('The two are not the same.').waitFor();
    await page.getByLabel('The same again').fill(fresh);
    await press('Enter');
    await page.getByLabel('New passphrase').waitFor({ state: 'detached' });
    expect(await calls('vault.wrap')).toEqual([
      { backend: 'passphrase', passphrase: { value: `${fresh.length} letters` } },
    ]);
    expect((await dom()).includes(fresh)).toBe(false);
  });

  it('says what is damaged and what to do', async () => {
    await open('?vault=damaged#/settings/vault');
    const said = page.getByRole('alert');
    await said.getByText('it ends in the middle').waitFor();
    await said.getByText('Put vault.json.before in its place').waitFor();
    expect(await button('Make the vault').count()).toBe(0);
  });
});

describe('the keys in Settings', () => {
  it('are generated and rotated by keys alone, and saved as a file without a private half', async () => {
    await open('?wire=shut#/settings/keys');
    await page.getByRole('grid', { name: 'Signing keys' }).waitFor();
    await press('n');
    await focused(page.getByRole('textbox', { name: 'Name' }));
    await page.keyboard.type('harbor-uat');
    await press('Enter');
    await page.getByText('There is a key harbor-uat already.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('cedar');
    await press('Tab', 'ArrowDown');
    await page.getByRole('radio', { name: /^ES384/, checked: true }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await page.getByRole('heading', { name: 'cedar', level: 2 }).waitFor();
    expect(await calls('keys.generate')).toContainEqual({ name: 'cedar', alg: 'ES384' });
    await page.getByRole('grid', { name: 'Signing keys' }).focus();
    await press('r');
    await focused(page.getByRole('dialog').getByRole('button', { name: 'Not now' }));
    await press('Tab', 'Enter');
    await page.getByRole('grid').getByText('nobody any more').nth(1).waitFor();
    expect(await calls('keys.rotate')).toEqual([{ name: 'cedar' }]);
    const file = await saved(() => button('Save JWKS').click());
    expect(file.name).toBe('cedar-jwks.json');
    expect(await calls('documents.saving')).toEqual([{ name: file.name, bytes: file.text.length }]);
    const { keys } = JSON.parse(file.text) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(2);
    for (const key of keys) expect(Object.keys(key)).not.toContain('d');
  });

  it('are imported from text or file; what is wrong stands at its field, and nothing stays in the page', async () => {
    const pem = '-----BEGIN ENCRYPTED PRIVATE KEY-----canary-51f0';
    await open('#/settings/keys');
    await button(/^Import/)
      .first()
      .click();
    await button('Import').click();
    await page.getByText('Paste the key, or choose its file.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('brought');
    await page.getByLabel('Private key', { exact: true }).fill('nothing of use');
    await button('Import').click();
    await page.getByText('There is no private key in it that can be read.').waitFor();
    await page.getByLabel('Private key', { exact: true }).fill(pem);
    await page.getByLabel('Passphrase of the key').fill('not it');
    await button('Import').click();
    await page.getByText('The passphrase does not open the key.').waitFor();
    await page.getByLabel('Passphrase of the key').fill(fakePassphrase);
    await button('Import').click();
    await page.getByRole('heading', { name: 'brought', level: 2 }).waitFor();
    expect((await calls('keys.import')).at(-1)).toEqual({
      name: 'brought',
      source: { value: `${pem.length} letters` },
      passphrase: { value: `${fakePassphrase.length} letters` },
    });
    const left = await dom();
    expect([left.includes('canary-51f0'), left.includes(fakePassphrase)]).toEqual([false, false]);
  });

  it('ask for the vault where it is locked, and go on', async () => {
    await open('?vault=locked#/settings/keys');
    await button(/^Generate/)
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Name' }).fill('late');
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'The vault' });
    await dialog.getByLabel('Passphrase').fill(fakePassphrase);
    await press('Enter');
    await page.getByRole('heading', { name: 'late', level: 2 }).waitFor();
  });

  it('are not removed while a connection signs with them; retired ones are, by kid', async () => {
    await open('#/settings/keys/9f31');
    await button('Remove harbor-uat').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('The connection Mesa Orthopedics signs with the key harbor-uat.').waitFor();
    await page.getByRole('grid').getByText('nobody any more').click();
    await button('Remove harbor-uat').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No key chosen').waitFor();
    expect((await calls('keys.remove')).at(-1)).toEqual({ key: expect.stringMatching(/^27ab-/) });
  });
});

describe('the audit trail in Settings', () => {
  const grid = () => page.getByRole('grid', { name: 'Audit trail' });

  it('is read page by page as somebody scrolls, to the first entry', async () => {
    await open('?wire=shut#/settings/audit');
    await page.getByText('200 at hand').waitFor();
    await grid().focus();
    for (const read of [
      '400 at hand',
      '600 at hand',
      '800 at hand',
      '1,000 at hand',
      '1,200 at hand',
      '1,204 in all',
    ]) {
      await press('End');
      await page.getByText(read).waitFor();
    }
    await press('End');
    await page.getByRole('heading', { name: 'Entry 1', exact: true }).waitFor();
    await page.getByText('none, the trail begins here').waitFor();
  });

  it('is filtered by what happened, and leads to an exchange', async () => {
    await open('?wire=shut#/settings/audit');
    await grid().getByText('1,203', { exact: true }).waitFor();
    await page.getByRole('radio', { name: 'Exchange' }).click();
    // The newest but one is about a credential.
    await grid().getByText('1,203', { exact: true }).waitFor({ state: 'detached' });
    await grid().getByText('1,202', { exact: true }).waitFor();
    expect((await calls('audit.list')).at(-1)).toMatchObject({ action: 'exchange' });
    await grid().focus();
    await press('j', 'j', 'Enter');
    await page.getByRole('heading', { name: 'Exchanges', level: 1 }).waitFor();
  });

  it('shows what is written while somebody looks', async () => {
    await open('?wire=shut#/settings/audit');
    await page.getByText('200 at hand').waitFor();
    await page.evaluate(() => window.fake.call('audit.download', {}));
    await grid().getByText('export the audit trail').first().waitFor();
  });

  it('is verified by a key; an exported one by its file, broken where it was changed', async () => {
    await open('?wire=shut#/settings/audit');
    await page.getByText('200 at hand').waitFor();
    await press('v');
    await page.getByText('1,204 entries, none changed, none missing').waitFor();
    const picker = page.getByLabel('Exported trail to verify');
    const file = (text: string) => ({ name: 'trail.ndjson', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await picker.setInputFiles(file('{"seq":1}\n{"seq":2}\n'));
    await page.getByText('2 entries, none changed').waitFor();
    await picker.setInputFiles(file('{"seq":1}\n{"seq":2,"changed":true}\n'));
    await page.getByText('Broken at entry 2').waitFor();
    await page.getByText('verify your last export against it').waitFor();
    await picker.setInputFiles(file(''));
    await page.getByText('The file is empty.').waitFor();
  });

  it('is saved as a file, redacted unless somebody wants the requests', async () => {
    await open('?wire=shut#/settings/audit');
    await page.getByText('200 at hand').waitFor();
    const dialog = page.getByRole('dialog', { name: 'Export the audit trail' });
    await press('e');
    await focused(dialog.getByRole('button', { name: 'Save the file' }));
    const redacted = await saved(() => press('Enter'));
    await dialog.waitFor({ state: 'detached' });
    expect(redacted.name).toMatch(/^switchboard-audit-\d{4}-\d\d-\d\d\.ndjson$/);
    const lines = redacted.text.trimEnd().split('\n');
    expect(lines).toHaveLength(trailLength);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ seq: 1 });
    expect(redacted.text).not.toMatch(/"request"|"salt"|patient=/);
    await press('e');
    await page.getByText('With requests').click();
    const raw = await saved(() => button('Save the file').click());
    expect(raw.text).toContain('patient=06e1f0a2');
    expect((await calls('audit.download')).filter((input) => !(input as { until?: number }).until)).toHaveLength(2);
    expect(await calls('documents.saving')).toEqual([]); // reading it for an export tells it
  });
});

describe('the doors of the sandbox', () => {
  const toAccess = async () => {
    await open('?wire=shut#/sandbox');
    await page.getByRole('tab', { name: 'Access' }).click();
    await page.getByText('practice-secret', { exact: true }).waitFor();
  };

  it('are locked and opened again, and their authority is saved', async () => {
    await toAccess();
    await page.getByText('Ask for a token').click();
    await page.getByRole('checkbox', { name: /Ask for a token/, checked: true }).waitFor();
    await page.getByRole('radio', { name: 'Mutual' }).click();
    await page.getByRole('tab', { name: /token, mutual TLS/ }).waitFor();
    expect(await calls('sandbox.locks')).toEqual([{ requireAuth: true }, { tls: 'mutual' }]);
    const file = await saved(() => button('Save as PEM').click());
    expect(file.name).toBe('switchboard-sandbox-ca.pem');
    expect(await calls('documents.saving')).toEqual([{ name: file.name, bytes: file.text.length }]);
    expect(file.text).toContain('BEGIN CERTIFICATE');
  });

  it('let in the connection that is chosen, and say what stands against another', async () => {
    await toAccess();
    await page.getByText('Sandbox provider has no client of its own').waitFor();
    await expect.poll(() => button('Let it in').isDisabled()).toBe(true);
    await button(/Connection$/)
      .last()
      .click();
    await page.getByRole('option', { name: /Mesa Orthopedics/ }).click();
    await button('Let it in').click();
    await page.getByText('Mesa Orthopedics is known as harbor-mutual-uat.').waitFor();
    await page.getByRole('cell', { name: 'harbor-mutual-uat' }).waitFor();
    await button('Client certificate').click();
    await page.getByText('Mesa Orthopedics shows a client certificate now').waitFor();
    expect(await calls('sandbox.certificate')).toEqual([{ connection: 'c4', kind: 'client' }]);
  });

  it('are practised from the palette: key, connection, admission, check-up', async () => {
    await open('#/tasks');
    await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
    await press('Control+k');
    await page.keyboard.type('practise auth');
    await press('Enter');
    await page.getByRole('heading', { name: 'Check-up', level: 1 }).waitFor();
    const [added] = (await calls('connections.add')) as Record<string, unknown>[];
    expect(added).toMatchObject({
      name: 'Lakeside Clinic (backend services)',
      baseUrl: 'http://127.0.0.1:8701/fhir',
      auth: { method: 'backend', clientId: 'switchboard-practice', key: 'sandbox-practice' },
    });
    expect(added).not.toHaveProperty('secrets');
    expect(await calls('sandbox.locks')).toEqual([{ requireAuth: true }]);
    expect(await calls('sandbox.admit')).toHaveLength(1);
    await press('g', 's', 'a');
    await page.getByRole('heading', { name: 'Check-up', level: 1 }).waitFor();
    await expect.poll(async () => calls('sandbox.admit')).toHaveLength(2);
    expect([await calls('keys.generate'), await calls('connections.add')]).toMatchObject([
      { length: 1 },
      { length: 1 },
    ]);
  });

  it('find a fault by what it does, and rest those of TLS without TLS', async () => {
    await open('?wire=shut#/sandbox');
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByRole('textbox', { name: 'Filter faults' }).fill('expired');
    await page.getByRole('checkbox', { name: /^Expired assertion/ }).waitFor();
    await page.getByRole('checkbox', { name: /^Slow/ }).waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Filter faults' }).fill('ran out');
    const expired = page.getByRole('checkbox', { name: /^Certificate expired/ });
    await expect.poll(() => expired.isDisabled()).toBe(true);
    await page.evaluate(() => window.fake.call('sandbox.locks', { tls: 'server' }));
    await expect.poll(() => expired.isDisabled()).toBe(false);
  });
});

/** Places, what to press there, and a text that stands on each once it is drawn. */
const places: [place: string, keys: string[], sign: string][] = [
  ['?vault=open#/settings/vault', [], 'Open, by its passphrase'],
  ['?vault=none#/settings/vault', [], 'Make the vault'],
  ['?vault=damaged#/settings/vault', [], 'it ends in the middle'],
  ['?#/settings/keys/9f31', [], 'JWK, RFC 7517'],
  ['?#/settings/keys/9f31', ['r'], 'Without a gap'],
  ['?#/settings/keys', ['n'], 'RFC 7638'],
  ['?#/settings/keys', ['a'], 'Passphrase of the key'],
  ['?#/settings/audit', ['j', 'v'], 'none missing'],
  ['?#/settings/audit', ['e'], 'salted digest'],
];

describe.each(['light', 'dark'])('in %s', (theme) => {
  it.each(places)('axe finds nothing on %s after %s', async (place, keys, sign) => {
    await open(place.replace('?', `?theme=${theme}&wire=shut&`));
    await page.getByRole('tabpanel').locator('h2, h3, [role=row]').first().waitFor();
    await press(...keys);
    await page.getByText(sign).first().waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });

  it.each(['Access', 'Faults'])('axe finds nothing on the sandbox, %s', async (view) => {
    await open(`?theme=${theme}&wire=shut#/sandbox`);
    await page.getByRole('tab', { name: view }).click();
    await page.getByRole('tabpanel').getByRole('heading').first().waitFor();
    expect(await violationsIn(page, theme)).toEqual([]);
  });
});
