// Every way of being let in, in the window, against the console's own sandbox.
import { rm } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { practiceClients } from '../../shared/domain/sandbox-access.ts';
import { makeSurroundings, type Surroundings } from '../hosts/contract/processes.ts';
import { expectAccessible, workWith } from './host.ts';
import { openConnection, type OwnConsole, startOwnConsole } from './own-console.ts';
import { placeOf, runByName } from './task-pages.ts';

test.describe.configure({ mode: 'serial' });

const passphrase = 'a passphrase of the journeys';
let own: OwnConsole;
let surroundings: Surroundings;
let page: Page;

const providerUrl = async () =>
  (await own.command<{ sandbox: { provider: { fhirBaseUrl: string; tokenUrl: string } } }>('sandbox.status', {}))
    .sandbox.provider;

test.beforeAll(async ({ browser }) => {
  surroundings = await makeSurroundings();
  const { SWITCHBOARD_PASSPHRASE: _, SWITCHBOARD_DATA_DIR: __, ...env } = surroundings.environment;
  own = await startOwnConsole(env);
  page = await own.openPage(browser);
});
test.afterAll(async () => {
  await own?.close();
  await rm(surroundings.root, { recursive: true, force: true });
});

const go = (place: string) => page.goto(placeOf(page, place));
const open = (name: string) => openConnection(page, name);
const field = (label: string) => page.getByLabel(label, { exact: true }).last();
/** Opens the part of the sandbox where its doors are. */
async function doors(): Promise<void> {
  await go('sandbox');
  await page.getByRole('tab', { name: /^Access/ }).click();
}
const save = (name: string) =>
  page.keyboard.press('Control+Enter').then(() => page.getByRole('heading', { name, level: 2, exact: true }).waitFor());

/** Opens the form of a new connection to the sandbox's provider. */
async function newConnection(name: string, method: string): Promise<void> {
  await go('connections/new');
  await page.getByRole('textbox', { name: 'Base URL' }).fill((await providerUrl()).fhirBaseUrl);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('radiogroup', { name: 'How they let us in' }).getByText(method, { exact: true }).click();
}
async function choose(name: string): Promise<void> {
  await page
    .getByLabel('Connection', { exact: true })
    .or(page.getByRole('button', { name: /Connection$/ }))
    .last()
    .click();
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
}
async function letIn(name: string): Promise<void> {
  await doors();
  await choose(name);
  await page.getByRole('button', { name: /^Let it in/ }).click();
  await page
    .getByRole('status')
    .filter({ hasText: `${name} is known as` })
    .waitFor();
}
async function expectQuery(name: string): Promise<void> {
  await workWith(page, new RegExp(name));
  await go('direct-query');
  await page.getByRole('textbox', { name: 'Query', exact: true }).fill('Patient?_count=2');
  await page.keyboard.press('Control+Enter');
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByText('2 matched')).toBeVisible();
}
test('by key, with the mouse: vault, locks, key, connection, check-up, query; a wrong audience is named', async () => {
  await go('settings/vault');
  await field('Passphrase').fill(passphrase);
  await field('The same again').fill(passphrase);
  await page.getByRole('button', { name: 'Make the vault' }).click();
  await page.getByRole('button', { name: 'Lock' }).first().waitFor();
  await expectAccessible(page);

  await doors();
  await page.getByText('Ask for a token').click();
  await expect(page.getByRole('checkbox', { name: /Ask for a token/ })).toBeChecked();
  await expectAccessible(page);

  await newConnection('Mesa', 'Backend services');
  await page.getByRole('textbox', { name: 'Client id' }).fill('harbor');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('textbox', { name: 'Name of the key' }).fill('harbor-key');
  await page.getByRole('button', { name: 'Make', exact: true }).click();
  await page.getByRole('button', { name: /^harbor-key/ }).waitFor();
  await expectAccessible(page);
  await save('Mesa');
  await letIn('Mesa');

  await open('Mesa');
  await page.getByRole('button', { name: /Check/ }).last().click();
  await page.getByRole('heading', { name: 'Check-up', level: 1 }).waitFor();
  await page.getByRole('button', { name: /^Run/ }).click();
  const steps = page.getByRole('listbox', { name: 'Steps of the check-up' });
  await expect(steps.getByRole('option', { name: /Search/ })).toContainText(/\d/);
  await expect(steps.getByRole('img', { name: 'failed' })).toHaveCount(0);
  await expectAccessible(page);
  await expectQuery('Mesa');

  await go('sandbox');
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByText('Wrong audience', { exact: true }).click();
  await page.getByRole('button', { name: 'Switch', exact: true }).click();
  await page.getByRole('button', { name: 'Switch all off' }).waitFor();
  await open('Mesa');
  await page.getByRole('button', { name: /^Get/ }).click();
  await page.getByRole('alert').getByText('Our assertion names the wrong token URL.').waitFor();
  await page.getByRole('button', { name: 'Inspect' }).click();
  await page.getByRole('table', { name: 'Assertion' }).getByRole('row', { name: /^aud/ }).waitFor();
  await expectAccessible(page);
  await own.command('sandbox.faults', { faults: [] });
});

test('by key, with the keyboard alone: practise, check up, query', async () => {
  await go('');
  await runByName(page, 'sandbox');
  await page.getByRole('heading', { name: 'Sandbox', level: 1 }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: 'Check-up', level: 1 }).waitFor();
  await page.keyboard.press('r');
  const steps = page.getByRole('listbox', { name: 'Steps of the check-up' });
  await expect(steps.getByRole('option', { name: /Search/ })).toContainText(/\d/);
  await expect(steps.getByRole('img', { name: 'failed' })).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.getByRole('heading', { name: 'Direct query' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Patient?_count=2');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Answer' }).getByText('2 matched')).toBeVisible();

  // A key in the settings.
  await runByName(page, 'signing keys');
  await page.getByRole('grid', { name: 'Signing keys' }).waitFor();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
  await page.keyboard.type('by-keyboard');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'by-keyboard', level: 2 }).waitFor();
  await expectAccessible(page);
});

test('by signing in, on the partner’s page in the browser', async ({ browser }) => {
  await newConnection('Portal', 'Sign in by browser');
  await page.getByRole('textbox', { name: 'Client id' }).fill('portal-app');
  await page.getByRole('textbox', { name: 'Scopes' }).fill('user/*.rs');
  await save('Portal');
  await letIn('Portal');
  await open('Portal');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const address = await expect
    .poll(async () => (await surroundings.openedLinks()).at(-1) ?? '')
    .toMatch(/authorize\?/)
    .then(async () => (await surroundings.openedLinks()).at(-1) ?? '');
  const consent = await (await browser.newContext()).newPage();
  await consent.goto(address);
  await expect(consent.getByText('portal-app').first()).toBeVisible();
  await expectAccessible(consent);
  await consent.getByRole('button', { name: 'Allow' }).click();
  await expect(consent.getByRole('heading', { name: 'Signed in' })).toBeVisible();
  await expectAccessible(consent);
  await consent.context().close();
  await expect(page.getByText(/^token \d+ min left/).first()).toBeVisible();
  await expectAccessible(page);
  await expectQuery('Portal');
  await open('Portal');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('signed out').first().waitFor();
});

test('by client secret, and by a token somebody gave', async () => {
  const { clientId, secret } = practiceClients.secret;
  await newConnection('Secretive', 'Client secret');
  await page.getByRole('textbox', { name: 'Client id' }).fill(clientId);
  await field('Client secret').fill(secret);
  await save('Secretive');
  await expectQuery('Secretive');

  const form = { grant_type: 'client_credentials', scope: 'system/*.rs', client_id: clientId, client_secret: secret };
  const answer = await fetch((await providerUrl()).tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  await newConnection('Given', 'Bearer token');
  await field('Bearer token').fill(((await answer.json()) as { access_token: string }).access_token);
  await save('Given');
  await expectQuery('Given');
});

/** A new connection that shows a client certificate and is let in by UDAP, as the sandbox wants it; not registered yet. */
async function letInByUdap(name: string): Promise<void> {
  await newConnection(name, 'None, an open server');
  await save(name);
  await doors();
  await choose(name);
  await page.getByRole('button', { name: 'Client certificate' }).click();
  await page.getByText(`${name} shows a client certificate now`).waitFor();
  await page.getByRole('button', { name: 'UDAP certificate' }).click();
  await page.getByText(`${name} is let in by UDAP now`).waitFor();
}

test('by mutual TLS, and by UDAP', async () => {
  await doors();
  await page.getByText('Mutual', { exact: true }).click();
  await expect.poll(async () => (await providerUrl()).fhirBaseUrl).toMatch(/^https:/);
  await letInByUdap('Certified');
  await expectAccessible(page);
  await open('Certified');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('button', { name: 'Register', exact: true }).waitFor({ state: 'detached' });
  await expectQuery('Certified');
  await open('Certified');
  await page.getByRole('tab', { name: 'TLS' }).click();
  await expectAccessible(page);
});

test('by UDAP where nobody vouches for the metadata: nothing is registered until a person insists', async () => {
  await letInByUdap('Unvouched');
  await own.command('sandbox.faults', { faults: ['udap-metadata-forged'] });
  await open('Unvouched');
  await page.getByRole('tab', { name: 'Credentials' }).click();
  const register = page.getByRole('button', { name: 'Register', exact: true });
  await register.click();
  await page.getByText('Nobody vouches for the UDAP metadata of Unvouched, so nothing was registered.').waitFor();
  await expect(register).toBeEnabled();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Register anyway' }).click();
  await register.waitFor({ state: 'detached' });
  await own.command('sandbox.faults', { faults: [] });
});
