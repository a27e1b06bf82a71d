import { expect } from '@playwright/test';
import type { Stage } from './stage.ts';

/** Submits attachments with credentials to a partner that repeats them; gives secrets where none belong. */
export async function plantBySubmissions(stage: Stage): Promise<void> {
  const { canaries, partner, page, host, call, cli, file } = stage;
  const [console] = host.url.split('#');
  const resource = { resourceType: 'Observation', status: 'final', code: { text: 'A finding' } };
  const request = {
    attachTo: 'claim',
    memberId: 'https://payer.example/members|M-1',
    providerId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
    serviceDate: '2026-03-04',
    attachments: [{ code: '11506-3', content: { from: 'resource', resource } }],
  };
  const plant = (name: string) => canaries.plant(`${name} of a submission`, '#');

  // The partner takes one and refuses the next, and says both times what it was sent.
  const before = partner.seen().length;
  for (const connection of ['Bearer', 'Secret', 'Keyed'])
    for (const name of ['echo', 'refused']) {
      const to = `${partner.base}/${name}/$submit-attachment`;
      await call('submissions.send', { request, partner: { connection }, to, sendAnyway: true });
      await call('submissions.target', { partner: { connection } });
      await call('submissions.draft', { request, partner: { connection }, discover: true });
    }
  expect(partner.seen().slice(before)).toContain('Parameters');
  const token = canaries.all.find(({ name }) => name === 'bearer token')?.text ?? '';
  expect(partner.seen().slice(before)).toContain(`Bearer ${token}`);

  // By variables and slips of the command line.
  const document = await file('finding.json', JSON.stringify(resource));
  const submit = [
    ...['submit', '--attach-to', 'claim', '--member', request.memberId, '--provider', request.providerId],
    ...['--service-date', request.serviceDate, '--file', document, '--code', '11506-3', '--send-anyway'],
  ];
  const given = canaries.plant('token of a submission by --token-env', '#/+=');
  const headers = { T: given, H: `X-Api: ${plant('header by --header-env')}` };
  for (const name of ['echo', 'refused'])
    await cli(
      [...submit, '--to', `${partner.base}/${name}/$submit-attachment`, '--token-env', 'T', '--header-env', 'H'],
      headers,
    );
  expect(partner.seen()).toContain(`Bearer ${given}`);
  expect(await cli([...submit, '--to', `https://us:${plant('password in --to')}@payer.example/fhir`])).toBe(2);
  const slip = canaries.plant('token of a submission in place of its variable', 'eyJ.#.x');
  expect(await cli([...submit, '--to', partner.base, '--token-env', slip])).toBe(2);

  // Addresses with credentials, in calls, drafts and the window; pieces of uploads that are none.
  const wrong = [
    `https://us:${plant('password in an address')}@payer.example/fhir`,
    `https://payer.example/fhir?access_token=${plant('token in an address')}`,
  ];
  for (const to of wrong) {
    await call('submissions.send', { request, to, sendAnyway: true });
    await call('submissions.save', { request, to });
    await call('submissions.target', { to });
    await call('submissions.draft', { request, to, discover: true });
  }
  for (const piece of [
    { uploadId: plant('upload'), base64: '' },
    { base64: `!${plant('base64')}` },
    { name: { value: plant('name') }, base64: '' },
  ])
    expect((await call('uploads.put', piece)).ok).toBe(false);
  await page.goto(`${console}#/push-inbox/sent%2Fnew`);
  const address = page.getByRole('textbox', { name: 'Another address' });
  await page.getByLabel('Date of service', { exact: true }).fill('2026-03-04');
  await address.fill(`https://us:${plant('password in the window')}@payer.example/fhir`);
  await page.getByRole('alert').getByText('The URL has a name or password in it.').waitFor();
  await page.getByText(/^(not )?kept/).waitFor();
  await page.getByRole('button', { name: /^Drafts/ }).click();
  await page.getByRole('menuitem', { name: 'Throw this one away' }).click();
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Throw away' }).click();
  await expect(address).toHaveValue('');
}
