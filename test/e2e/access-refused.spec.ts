// Every way of not being let in, in the window: set at the console's own sandbox, met by the button, named with its cause and what to do.
import { expect, type Page, test } from '@playwright/test';
import { practiceClients } from '../../shared/domain/sandbox-access.ts';
import type { FaultName } from '../../shared/domain/sandbox-faults.ts';
import { expectAccessible } from './host.ts';
import { openConnection, type OwnConsole, startOwnConsole } from './own-console.ts';

test.describe.configure({ mode: 'serial' });

let own: OwnConsole;
let page: Page;

interface Sandbox {
  sandbox: { provider: { fhirBaseUrl: string } };
  locks: { ca?: string };
}
const scope = 'system/*.rs';
const { clientId, secret } = practiceClients.secret;
const bySecret = {
  auth: { method: 'client-secret', clientId, scope },
  secrets: { clientSecret: { value: secret } },
  timeoutMs: 3_000,
};

test.beforeAll(async ({ browser }) => {
  own = await startOwnConsole();
  const { command } = own;
  await command('vault.create', { backend: 'memory' });
  const { sandbox } = await command<Sandbox>('sandbox.locks', { requireAuth: true });
  const baseUrl = sandbox.provider.fhirBaseUrl;
  await command('keys.generate', { name: 'harbor', alg: 'RS384' });
  const auth = { method: 'backend', clientId: 'harbor', key: 'harbor', scope };
  await command('connections.add', { name: 'Keyed', baseUrl, auth, timeoutMs: 3_000 });
  await command('sandbox.admit', { connection: 'Keyed' });
  await command('connections.add', { name: 'Secretive', baseUrl, ...bySecret });
  page = await own.openPage(browser);
});
test.afterAll(() => own?.close());

const open = (name: string) => openConnection(page, name);
const ask = () => page.getByRole('button', { name: /^Get/ }).click();

/** Asks for a token while the sandbox misbehaves so, and reads why none came; with `good` one is got before and after. */
async function meet(name: string, faults: FaultName[], says: RegExp, good = true): Promise<void> {
  const { command } = own;
  if (good) await command('tokens.get', { connection: name, fresh: true });
  await command('sandbox.faults', { faults });
  await command('connections.discover', { connection: name, refresh: true });
  await open(name);
  await ask();
  // What, where, why and next: beside a token that lives as an alert, else as how the connection stands.
  const told = good ? page.getByRole('alert') : page.locator('dl[data-st="fail"]');
  await expect(told.filter({ hasText: says }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText(says).first()).toBeVisible();
  await command('sandbox.faults', { faults: [] });
  await command('connections.discover', { connection: name, refresh: true });
}

const refusals: [fault: FaultName, connection: string, says: RegExp][] = [
  ['unknown-client', 'Keyed', /does not know our client id/],
  ['wrong-secret', 'Secretive', /does not take our client id with this secret/],
  ['wrong-audience', 'Keyed', /names the wrong token URL/],
  ['expired-assertion', 'Keyed', /was out of date/],
  ['long-assertion', 'Keyed', /lives too long/],
  ['reused-jti', 'Keyed', /has seen this assertion before/],
  ['unknown-kid', 'Keyed', /does not find our key/],
  ['bad-signature', 'Keyed', /does not hold with the key the partner has/],
  ['jwks-unreachable', 'Keyed', /public keys cannot be read/],
  ['grant-not-offered', 'Keyed', /does not let this client in this way/],
  ['scope-refused', 'Keyed', /does not grant the scopes/],
  ['clock-skew', 'Keyed', /clocks of both sides differ/],
  ['alg-not-offered', 'Keyed', /does not take the algorithm/],
  ['discovery-wrong-token-url', 'Keyed', /No token endpoint answers/],
  ['discovery-missing', 'Keyed', /publishes no token URL/],
  ['token-html', 'Keyed', /No token endpoint answers/],
  ['token-500', 'Keyed', /token endpoint failed/],
  ['token-401-empty', 'Keyed', /refuses us without naming a cause/],
  ['token-silent', 'Keyed', /did not answer within 3 s/],
];
for (const [fault, connection, says] of refusals)
  test(`${fault} is named`, async () => {
    await meet(connection, [fault], says);
    if (fault === 'wrong-audience') await expectAccessible(page);
  });

test('less than was asked for is granted, and shown scope by scope', async () => {
  await own.command('sandbox.faults', { faults: ['scope-narrowed'] });
  await open('Secretive');
  await ask();
  await page.getByRole('button', { name: 'Inspect' }).click();
  await expect(page.getByText('The partner granted less than we asked for.').first()).toBeVisible();
  await own.command('sandbox.faults', { faults: [] });
});

test.describe('over TLS', () => {
  test.beforeAll(async () => {
    const { command } = own;
    const { sandbox, locks } = await command<Sandbox>('sandbox.locks', { tls: 'mutual' });
    const baseUrl = sandbox.provider.fhirBaseUrl;
    const files = { ca: { value: locks.ca } };
    for (const name of ['Certified', 'Anonymous', 'Trusting nobody'])
      await command('connections.add', {
        name,
        baseUrl,
        ...bySecret,
        ...(name === 'Trusting nobody' ? {} : { files }),
      });
    await command('sandbox.certificate', { connection: 'Certified' });
  });

  const lines: [connection: string, fault: FaultName | undefined, says: RegExp][] = [
    ['Anonymous', undefined, /wants a client certificate, and none is set/],
    [
      'Trusting nobody',
      undefined,
      /authority that is not trusted|issuer of its certificate|traced to a trusted authority/,
    ],
    ['Certified', 'tls-expired', /its certificate has expired/],
    ['Certified', 'tls-untrusted', /not trusted here|traced to a trusted authority/],
    ['Certified', 'tls-wrong-host', /certificate is for another host name/],
    ['Certified', 'tls-no-intermediate', /traced to a trusted authority|not trusted here/],
    ['Certified', 'tls-old-protocol', /no TLS newer than 1\.1/],
    ['Certified', 'tls-client-refused', /does not accept our client certificate|client certificate/],
  ];
  for (const [connection, fault, says] of lines)
    test(`${fault ?? connection} is named`, async () => {
      await meet(connection, fault ? [fault] : [], says, fault !== undefined);
    });

  test('the TLS view shows chain, names and protocol, and why it is not trusted', async () => {
    await open('Trusting nobody');
    await page.getByRole('tab', { name: 'TLS' }).click();
    await expect(page.getByText('127.0.0.1').first()).toBeVisible();
    await expect(page.getByText(/1\.3/).first()).toBeVisible();
    await expect(page.getByText(/not trusted/).first()).toBeVisible();
  });
});
