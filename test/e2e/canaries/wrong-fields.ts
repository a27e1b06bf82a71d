import { formOf, plain } from './form.ts';
import type { Stage } from './stage.ts';

/** Types secrets into fields that are for something else, and is refused. */
export async function plantInWrongFields(stage: Stage): Promise<void> {
  const { page, canaries, pem } = stage;
  const { secret, save, basics } = formOf(stage);
  const wrong = async (fill: () => Promise<void>) => {
    await fill();
    await save();
    await page.locator('[aria-invalid="true"]').or(page.getByRole('alert')).first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
  };
  const line = () => page.getByRole('button', { name: /^The line/ }).click();
  await basics('Wrong');
  await wrong(async () => {
    const text = `https://us:${canaries.plant('password in a base URL', '#/x')}@fhir.example/r4`;
    await page.getByRole('textbox', { name: 'Base URL' }).fill(text);
  });
  await basics('Wrong');
  await wrong(async () => {
    await line();
    await page.getByRole('textbox', { name: 'Authorities to trust' }).fill(pem('key in the place of authorities'));
  });
  await basics('Wrong');
  await wrong(async () => {
    await line();
    await page.getByRole('radio', { name: 'certificate and key' }).click();
    await page.getByRole('textbox', { name: 'Our certificate' }).fill(pem('key in the place of a certificate', 'rsa'));
  });
  await basics('Wrong');
  await wrong(async () => {
    await line();
    const text = `http://us:${canaries.plant('password in a proxy URL', '#')}@proxy.example`;
    await page.getByRole('textbox', { name: 'Proxy', exact: true }).fill(text);
  });
  await basics('Wrong');
  await wrong(async () => {
    await line();
    await secret('Extra headers').fill(canaries.plant('header without a name', '#"<'));
  });
  await basics('Wrong');
  await wrong(async () => {
    await line();
    const text = canaries.plant('secret as a name on a certificate', '# /');
    await page.getByRole('textbox', { name: 'Name on their certificate' }).fill(text);
  });
  for (const label of ['Token URL']) {
    await basics('Wrong');
    await page.getByText('Client secret', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Client id' }).fill('us');
    await secret('Client secret').fill(canaries.plant(`client secret beside a wrong ${label}`));
    await wrong(async () => {
      const text = `https://us:${canaries.plant(`password in a ${label}`, '#')}@auth.example/token`;
      await page.getByRole('textbox', { name: 'Token URL' }).fill(text);
    });
  }
  await basics('Cancelled');
  await page.getByText('Bearer token', { exact: true }).click();
  await secret('Bearer token').fill(canaries.plant('bearer token of a form left', plain));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('No connection chosen').waitFor();
}
