import { createPrivateKey } from 'node:crypto';
import { expect } from '@playwright/test';
import { makeAuthority } from '../../fakes/partner/authority.ts';
import { formOf, plain } from './form.ts';
import type { Stage } from './stage.ts';

/** Types and chooses secrets in the fields that are for them. */
export async function plantThroughWindow(stage: Stage): Promise<void> {
  const { page, canaries, host, call, pem, pfx } = stage;
  const { secret, save, basics, saved } = formOf(stage);
  await page.goto(host.url);
  await page.getByRole('navigation', { name: 'Console' }).waitFor();

  // The vault, made on the way of saving a bearer token; the two passphrases differ at first.
  stage.vault = canaries.plant('passphrase of the vault');
  await basics('Bearer');
  await page.getByText('Bearer token', { exact: true }).click();
  await secret('Bearer token').fill(canaries.plant('bearer token', plain));
  await page.getByRole('button', { name: /^The line/ }).click();
  await secret('Extra headers').fill(
    `X-Gateway-Key: ${canaries.plant('extra header', plain)}\nX-Tenant: ${canaries.plant('second extra header', plain)}`,
  );
  await save();
  const dialog = page.getByRole('dialog', { name: 'The vault' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill(stage.vault);
  await dialog.getByLabel('The same again').fill(canaries.plant('passphrase mistyped'));
  await page.keyboard.press('Enter');
  await dialog.getByText('The two are not the same.').waitFor();
  await dialog.getByLabel('The same again').fill(stage.vault);
  await page.keyboard.press('Enter');
  await saved('Bearer');

  // Locked from elsewhere; a wrong passphrase, then the right one.
  await call('vault.lock', {});
  await basics('Secret');
  await page.getByText('Client secret', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Client id' }).fill('window-grant');
  await secret('Client secret').fill(canaries.plant('client secret'));
  await save();
  await dialog.getByLabel('Passphrase', { exact: true }).fill(canaries.plant('passphrase that is wrong'));
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Passphrase', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Passphrase', { exact: true }).fill(stage.vault);
  await page.keyboard.press('Enter');
  await saved('Secret');

  // A client certificate: its key pasted, once encrypted with a wrong passphrase, then plain; then as PFX.
  const identity = await (await makeAuthority()).issue();
  canaries.takeKey('key of the client certificate', createPrivateKey(identity.key));
  await basics('Mutual');
  await page.getByRole('button', { name: /^The line/ }).click();
  await page.getByRole('radio', { name: 'certificate and key' }).click();
  await page.getByRole('textbox', { name: 'Our certificate' }).fill(identity.cert);
  await secret('Key of the client certificate').fill(
    pem('encrypted key', 'p256', canaries.plant('passphrase of a key', '#é"')),
  );
  await secret('Passphrase').fill(canaries.plant('wrong passphrase of a key'));
  await save();
  await page.getByRole('alert').getByText('key-unusable').waitFor();
  await secret('Key of the client certificate').fill(identity.key);
  await secret('Passphrase').fill('');
  await page.getByRole('textbox', { name: 'Proxy', exact: true }).fill('http://127.0.0.1:9');
  await secret('Proxy user and password').fill(`user:${canaries.plant('proxy password', plain)}`);
  await save();
  await saved('Mutual');
  await basics('Packed');
  await page.getByRole('button', { name: /^The line/ }).click();
  await page.getByRole('radio', { name: 'PFX file' }).click();
  const words = canaries.plant('passphrase of a PFX file', '#&"');
  const picker = page.getByLabel('File for PFX file', { exact: true });
  await picker.setInputFiles({
    name: 'client.pfx',
    mimeType: 'application/x-pkcs12',
    buffer: pfx('key in a PFX file', words),
  });
  await secret('Passphrase').fill(words);
  await save();
  await saved('Packed');

  // UDAP: the key by the file chooser.
  const community = await (await makeAuthority('Community')).issue({
    names: [{ type: 'url', value: 'https://us.example/console' }],
  });
  canaries.takeKey('key of the UDAP certificate', createPrivateKey(community.key));
  await basics('Community');
  await page.getByText('UDAP', { exact: true }).click();
  await page
    .getByLabel('File for Certificate chain', { exact: true })
    .setInputFiles({ name: 'udap.pem', mimeType: 'text/plain', buffer: Buffer.from(community.cert) });
  await page
    .getByLabel('File for Key of the UDAP certificate', { exact: true })
    .setInputFiles({ name: 'udap.key', mimeType: 'text/plain', buffer: Buffer.from(community.key) });
  await save();
  await saved('Community');
}
