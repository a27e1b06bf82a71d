import { expect } from '@playwright/test';
import { plain } from './form.ts';
import type { Stage } from './stage.ts';

/** Imports keys and changes the passphrase in the settings; mistypes both. */
export async function plantInSettings(stage: Stage): Promise<void> {
  const { page, canaries, pem, pfx } = stage;
  const [console] = page.url().split('#');
  const field = (label: string) => page.getByLabel(label, { exact: true }).last();

  const importKey = async (name: string) => {
    await page.goto(`${console}#/settings/keys`);
    await page.getByRole('button', { name: 'Import' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  };
  const take = () => page.getByRole('button', { name: 'Import', exact: true }).last().click();
  const sealed = canaries.plant('passphrase of a key imported in the window', plain);
  await importKey('by-window');
  await field('Private key').fill(pem('encrypted key imported in the window', 'p384', sealed));
  await field('Passphrase of the key').fill(canaries.plant('wrong passphrase of a key imported in the window'));
  await take();
  await page.locator('[aria-invalid="true"]').or(page.getByRole('alert')).first().waitFor();
  await field('Passphrase of the key').fill(sealed);
  await take();
  await page.getByRole('heading', { name: 'by-window', level: 2 }).waitFor();

  const words = canaries.plant('passphrase of a PFX file imported in the window', '#&"');
  await importKey('by-window-pfx');
  await page.getByRole('radio', { name: 'PFX file' }).click();
  const buffer = pfx('key in a PFX file imported in the window', words);
  const chosen = { name: 'key.pfx', mimeType: 'application/x-pkcs12', buffer };
  await page.getByLabel('File for PFX file', { exact: true }).setInputFiles(chosen);
  await field('Passphrase of the key').fill(words);
  await take();
  await page.getByRole('heading', { name: 'by-window-pfx', level: 2 }).waitFor();

  await importKey('none');
  await field('Private key').fill(canaries.plant('text in place of a key in the window'));
  await page.getByRole('textbox', { name: 'kid' }).fill('kid');
  await take();
  await page.locator('[aria-invalid="true"]').or(page.getByRole('alert')).first().waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.goto(`${console}#/settings/vault`);
  await page.getByRole('button', { name: 'Change' }).click();
  const next = canaries.plant('new passphrase in the window');
  await field('New passphrase').fill(next);
  await field('The same again').fill(canaries.plant('new passphrase mistyped in the window'));
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await expect(field('New passphrase')).toHaveAttribute('aria-invalid', 'true');
  await field('The same again').fill(next);
  await page.getByRole('button', { name: 'Change the passphrase' }).click();
  await page.getByRole('button', { name: 'Change', exact: true }).waitFor();
  stage.vault = next;
}
