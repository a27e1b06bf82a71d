import { createPrivateKey, randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { expect } from '@playwright/test';
import { practiceClients } from '../../../shared/domain/sandbox-access.ts';
import { makeAuthority } from '../../fakes/partner/authority.ts';
import type { Stage } from './stage.ts';

/** The part of a header's value that is changed when it is written as JSON, HTML or a URL. */
const header = "# /+&=<'";
const parameters = JSON.stringify({ resourceType: 'Parameters' });
const fhir = { 'content-type': 'application/fhir+json' };

/** Sends by POST; a certificate of the receiver's own is not looked at. Gives the status and what was said. */
function post(url: string, headers: Record<string, string>, body: string): Promise<[status: number, text: string]> {
  if (!url.startsWith('https:'))
    return fetch(url, { method: 'POST', headers, body }).then(async (got) => [got.status, await got.text()]);
  return new Promise((resolve, reject) => {
    const asked = https.request(url, { method: 'POST', headers, rejectUnauthorized: false }, async (answer) => {
      let text = '';
      for await (const chunk of answer.setEncoding('utf8')) text += chunk;
      resolve([answer.statusCode ?? 0, text]);
    });
    asked.on('error', reject).end(body);
  });
}

/** Gives the receiver secrets in every way there is, lets partners use and repeat them, and takes them back. */
export async function plantInReceiver(stage: Stage): Promise<void> {
  const { canaries, host, page, told, call, cli, file, pem } = stage;
  const [console] = host.url.split('#');
  type Running = { ok: boolean; value: { receiver: { submitAttachmentUrl: string } } };
  const restart = async () => {
    expect((await call('receiver.stop', {})).ok).toBe(true);
    const started = (await call('receiver.start', {})) as Running;
    expect(started.ok).toBe(true);
    return started.value.receiver.submitAttachmentUrl;
  };
  const arrive = async (url: string, headers: Record<string, string>, body = parameters) => {
    const [status, text] = await post(url, { ...fhir, ...headers }, body);
    told.push(text);
    return status;
  };
  /** What the letter to partners says: the one place where the secret may stand. */
  const letter = async (name: string) => {
    const out = await file(`letters/${name}`, '');
    await rm(out);
    expect(await cli(['receiver', 'tell', '--out', out])).toBe(0);
    return readFile(out, 'utf8');
  };

  // In the window: a header's value, once in a form that is left, once saved.
  const setup = async () => {
    await page.goto(`${console}#/push-inbox/receiver`);
    await page.getByRole('button', { name: /^Set up/ }).click();
    await page.getByRole('heading', { name: 'Setup', level: 1 }).waitFor();
  };
  const save = async (proof: string) => {
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Setup' }).getByText(proof).waitFor();
  };
  await setup();
  await page.getByText('A secret header', { exact: true }).click();
  await page.getByText('Make a secret nobody can guess').click();
  await page.getByLabel('Value of the header').fill(canaries.plant('header of the receiver in a form left', header));
  await page.getByRole('button', { name: /^Back/ }).click();
  await setup();
  await page.getByText('A secret header', { exact: true }).click();
  await page.getByText('Make a secret nobody can guess').click();
  const typed = canaries.plant('header of the receiver in the window', header);
  await page.getByLabel('Value of the header').fill(`${typed} é`);
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('alert')
    .getByText(/must have 8 to 500/)
    .waitFor();
  await page.getByLabel('Value of the header').fill(typed);
  await save('secret header');
  let url = await restart();
  const key = 'X-Switchboard-Key';
  expect(await arrive(url, {})).toBe(401);
  expect(await arrive(url, { [key]: canaries.plant('wrong header of a push', header) })).toBe(401);
  expect(await arrive(url, { [key]: typed })).not.toBe(401);
  const repeated = { resourceType: 'Parameters', id: typed, parameter: [{ name: typed, valueString: typed }] };
  for (const body of [JSON.stringify(repeated), typed, `{"${typed}`]) await arrive(url, { [key]: typed }, body);
  await arrive(`${url}?key=${encodeURIComponent(typed)}`, { [key]: typed, 'x-again': typed, 'user-agent': typed });
  expect((await call('sandbox.submit', {})).ok).toBe(true);
  expect(await letter('header')).toContain(typed);

  // The secret part of the address.
  await setup();
  await page.getByText('A secret in the address', { exact: true }).click();
  await page.getByText('Make a secret nobody can guess').click();
  const part = canaries.plant('path of the receiver in the window', `#-${randomBytes(6).toString('hex')}`);
  await page.getByLabel('Secret part of the address').fill(part);
  await save('secret in the address');
  url = await restart();
  const secret = (at: string) => at.replace(/\/\$submit-attachment$/, `/${part}/$submit-attachment`);
  expect(url).not.toContain(part);
  expect(await arrive(url, {})).toBe(404);
  expect(await arrive(secret(url), {})).not.toBe(404);
  await arrive(`${secret(url)}?again=${part}`, { referer: secret(url) }, JSON.stringify({ ...repeated, id: part }));
  await arrive(secret(url).replace('$submit-attachment', 'notifications/none'), {});
  expect((await call('sandbox.submit', {})).ok).toBe(true);
  expect((await call('receiver.reach', {})).ok).toBe(true);
  expect(await letter('path')).toContain(part);

  // By the command line; what was agreed before goes on being secret, whoever still uses it.
  const given = canaries.plant('header of the receiver by --secret-env', header);
  const byHeader = ['receiver', 'set', '--proof', 'header', '--header', 'X-Other-Key'];
  expect(await cli([...byHeader, '--secret-env', 'S'], { S: given })).toBe(0);
  expect(await cli([...byHeader, '--secret-env', canaries.plant('secret in place of its variable', 'eyJ.#.x')])).toBe(
    2,
  );
  url = await restart();
  expect(await arrive(url, { 'x-other-key': given })).not.toBe(401);
  expect(await arrive(secret(url), { 'x-other-key': given })).not.toBe(401);
  expect(await cli([...byHeader, '--new-secret'])).toBe(0);
  url = await restart();
  const [, made = ''] = /^ {4}X-Other-Key: (\S+)$/m.exec(await letter('made')) ?? [];
  expect(made).toMatch(/^[\w-]{32}$/);
  canaries.take('header the receiver made', made);
  expect(await arrive(url, { 'x-other-key': made })).not.toBe(401);

  // A token of the sandbox's payer, shown and repeated by who holds it; and one nobody issued.
  expect((await call('receiver.change', { proof: 'bearer' })).ok).toBe(true);
  url = await restart();
  const { clientId, secret: password } = practiceClients.secret;
  type Roles = { value: { role: { sandbox?: { payer: { tokenUrl: string } } }[] } };
  const { value: snapshot } = (await call('host.snapshot', {})) as unknown as Roles;
  const tokenUrl = snapshot.role.find(({ sandbox }) => sandbox)?.sandbox?.payer.tokenUrl ?? '';
  const granted = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${password}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/Communication.c' }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  canaries.take('bearer token of a sender at the receiver', token, token.slice(-24));
  const bearer = { authorization: `Bearer ${token}`, 'x-again': token, 'user-agent': token };
  expect(await arrive(url, bearer)).not.toBe(401);
  const echo = JSON.stringify({
    resourceType: 'Parameters',
    id: token,
    parameter: [{ name: token, valueString: token }],
  });
  for (const body of [echo, token, `{"${token}`]) await arrive(url, bearer, body);
  await arrive(`${url}?access_token=${token}`, bearer);
  const unknown = canaries.plant('bearer token nobody issued', 'eyJ.#.x');
  expect(await arrive(url, { authorization: `Bearer ${unknown}` })).toBe(401);
  expect((await call('receiver.change', { proof: 'header' })).ok).toBe(true);

  // TLS: a key by the window, by a file of the command line, by slips.
  const authority = await makeAuthority('Receiver');
  const [first, second] = [await authority.issue(), await authority.issue()];
  canaries.takeKey('TLS key of the receiver in the window', createPrivateKey(first.key));
  canaries.takeKey('TLS key of the receiver by --key', createPrivateKey(second.key));
  await setup();
  await page.getByText('Your own', { exact: true }).click();
  await page.getByRole('textbox', { name: /^Certificate chain/ }).fill(first.cert);
  await page.getByLabel('Private key, PEM', { exact: true }).last().fill(pem('TLS key that does not fit'));
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').first().waitFor();
  const chosen = { name: 'receiver.key', mimeType: 'text/plain', buffer: Buffer.from(first.key) };
  await page.getByLabel('File for Private key, PEM', { exact: true }).setInputFiles(chosen);
  await save('TLS, your certificate');
  url = await restart();
  expect(url).toMatch(/^https:/);
  expect(await arrive(url, { 'x-other-key': made })).not.toBe(401);
  const certificate = await file('receiver.pem', second.cert);
  const tls = ['receiver', 'set', '--tls', 'given', '--cert', certificate, '--key'];
  expect(await cli([...tls, await file('receiver.key', second.key)])).toBe(0);
  expect(await cli([...tls, pem('TLS key in place of its file')])).toBe(2);
  url = await restart();
  expect(await letter('tls')).toContain(made);
  expect(await cli(['receiver', 'setup'])).toBe(0);
  expect(await cli(['receiver', 'reach'])).not.toBe(2);

  // Calls that are wrong.
  const plant = (name: string) => canaries.plant(`${name} of the receiver by call`);
  for (const change of [
    { proof: 'header', secret: plant('header not wrapped') },
    { proof: 'header', secret: { value: `${plant('header')}\n` } },
    { proof: 'path', secret: { value: plant('path') } },
    { proof: 'none', secret: { value: canaries.plant('secret nobody asks for', header) } },
    { proof: plant('proof') },
    { headerName: plant('name of a header') },
    { host: plant('address') },
    { publicUrl: `https://us:${canaries.plant('password in a public URL', '#')}@push.example` },
    { publicUrl: `https://push.example/${canaries.plant('path in a public URL', '#')}` },
    { tls: 'given', key: pem('TLS key not wrapped') },
    { tls: 'given', certificate: { value: pem('TLS key in place of a certificate') } },
    { tls: 'given', key: { value: plant('text in place of a TLS key') } },
  ])
    expect((await call('receiver.change', change)).ok, Object.keys(change).join()).toBe(false);

  expect((await call('receiver.change', { proof: 'none', tls: 'off' })).ok).toBe(true);
  url = await restart();
  // Nobody has to show them any more; those who do have still been told them.
  await arrive(secret(url), { 'x-other-key': made, 'x-switchboard-key': typed });
}
