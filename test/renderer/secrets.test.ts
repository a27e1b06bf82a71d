import { describe, expect, it } from 'vitest';
import { calls, onConsolePage, open, page } from './console-page.ts';

onConsolePage();

/** Which of these texts the page's JavaScript heap holds, after a collection. */
async function heldOf(...texts: string[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const snapshot = chunks.join('');
  return texts.filter((text) => snapshot.includes(text));
}

const dom = () => page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }));

describe('a secret', () => {
  const canary = 'canary-7f0e2b81-never-keep-me';
  const passphrase = 'canary-51c9aa34 of the vault';

  it('is read when it is saved and kept nowhere: not in the heap, the page or its storage', async () => {
    await open('#/connections/c3');
    await page.getByRole('tab', { name: 'Credentials' }).waitFor();
    await page.keyboard.press('e');
    await page.getByText('Client secret', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Client id' }).fill('somebody');
    const field = page.getByLabel('Client secret', { exact: true }).last();
    await field.pressSequentially(canary);
    expect((await dom()).includes(canary)).toBe(false);
    await page.keyboard.press('Control+Enter');
    await page.getByText('in the vault').first().waitFor();
    expect(await calls('connections.update')).toMatchObject([
      {
        patch: { auth: { method: 'client-secret' }, secrets: { clientSecret: { value: `${canary.length} letters` } } },
      },
    ]);
    // A name that is no secret shows that the snapshot holds what the page holds.
    expect(await heldOf(canary, 'fhir.lakeside.example')).toEqual(['fhir.lakeside.example']);
    expect((await dom()).includes(canary)).toBe(false);
  });

  it('is gone when the form is left without saving', async () => {
    await open('#/connections/new');
    await page.getByText('Bearer token', { exact: true }).click();
    await page.getByLabel('Bearer token', { exact: true }).last().fill(canary);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('No connection chosen').waitFor();
    expect(await heldOf(canary)).toEqual([]);
  });

  it('stays in its field while the vault is made, and is sent once it is open', async () => {
    await open('?vault=none#/connections/new');
    await page.getByRole('textbox', { name: 'Base URL' }).fill('https://fhir.new.example/r4');
    await page.getByText('Bearer token', { exact: true }).click();
    await page.getByLabel('Bearer token', { exact: true }).last().fill(canary);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'The vault' });
    await dialog.getByText('This page runs in a browser').waitFor();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await dialog.getByLabel('The same again').fill('another');
    await page.keyboard.press('Enter');
    await dialog.getByText('The two are not the same.').waitFor();
    await dialog.getByLabel('The same again').fill(passphrase);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'fhir.new.example', level: 2 }).waitFor();
    expect(await calls('vault.create')).toEqual([
      { backend: 'passphrase', passphrase: { value: `${passphrase.length} letters` } },
    ]);
    expect(await calls('connections.add')).toHaveLength(2);
    expect(await heldOf(canary, passphrase)).toEqual([]);
  });

  it('waits in its field when the vault is not opened', async () => {
    await open('?vault=locked#/connections/c6');
    await page.getByRole('tab', { name: 'Credentials' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('button', { name: 'Replace the Client secret' }).click();
    const field = page.getByLabel('Client secret', { exact: true }).last();
    await field.fill(canary);
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'The vault' });
    await dialog.getByLabel('Passphrase').fill('wrong');
    await page.keyboard.press('Enter');
    await dialog.getByText('That is not the passphrase.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('alert').getByRole('button', { name: 'Unlock' }).waitFor();
    expect(await field.inputValue()).toBe(canary);
  });

  it('from a file is read when it is saved, PFX as base64', async () => {
    await open('#/connections/c3');
    await page.getByRole('tab', { name: 'Credentials' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('button', { name: /^The line/ }).click();
    await page.getByRole('radio', { name: 'PFX file' }).click();
    const picker = page.getByLabel('File for PFX file', { exact: true });
    await picker.setInputFiles({
      name: 'client.pfx',
      mimeType: 'application/x-pkcs12',
      buffer: Buffer.from([1, 2, 3]),
    });
    await page.getByText('client.pfx').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('in the vault').first().waitFor();
    expect(await calls('connections.update')).toMatchObject([
      { patch: { secrets: { clientPfx: { value: '4 letters' } } } },
    ]);
  });

  it('is forgotten by name alone', async () => {
    await open('#/connections/c6');
    await page.getByRole('tab', { name: 'Credentials' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('button', { name: 'Forget the Client secret' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('tab', { name: 'Credentials' }).waitFor();
    expect(await calls('connections.update')).toMatchObject([{ patch: { secrets: { clientSecret: null } } }]);
  });
});
