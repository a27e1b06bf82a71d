import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DiagnosisCode } from '../../../shared/domain/diagnosis.ts';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import { practiceClients } from '../../../shared/domain/sandbox-access.ts';
import { createConsole } from '../../../main/app/create-console.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/contract/commands.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import { cleanUp, failure, testPorts, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

const scope = 'system/*.rs';

/** A console whose sandbox wants tokens, with a connection for each method. */
async function open() {
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const { assets } = testPorts({ dataFolder });
  const opened: string[] = [];
  const ports = {
    ...testPorts({ dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } }),
    openLink: async (url: string) => void opened.push(url),
  };
  const console = unwrap(createConsole(ports));
  cleanUp(() => console.close());
  const run = async <K extends CommandName>(name: K, input: CommandInput<K>): Promise<CommandOutput<K>> =>
    unwrap(await console.dispatch(name, input)) as never;
  const refused = async <K extends CommandName>(name: K, input: CommandInput<K>): Promise<Failure> =>
    failure(await console.dispatch(name, input));
  await run('vault.create', { backend: 'memory' });
  const role = await run('sandbox.start', { providerPort: 0, payerPort: 0, requireAuth: true });
  const baseUrl = role.sandbox?.provider.fhirBaseUrl ?? '';
  await run('keys.generate', { name: 'rs', alg: 'RS384' });
  await run('keys.generate', { name: 'es', alg: 'ES384' });
  const admitted = async (name: string, auth: CommandInput<'connections.add'>['auth'], clientSecret?: string) => {
    const secrets = clientSecret ? { secrets: { clientSecret: { value: clientSecret } } } : {};
    await run('connections.add', { name, baseUrl, auth, ...secrets });
    if (!clientSecret) await run('sandbox.admit', { connection: name });
  };
  await admitted('Backend RS', { method: 'backend', clientId: 'backend-rs', key: 'rs', scope });
  await admitted('Backend ES', { method: 'backend', clientId: 'backend-es', key: 'es', scope });
  const { clientId, secret } = practiceClients.secret;
  await admitted('Secret', { method: 'client-secret', clientId, scope }, secret);
  await admitted('Secret by post', { method: 'client-secret', send: 'post', clientId, scope }, secret);
  const persons = 'user/*.rs offline_access';
  await admitted('Person', { method: 'code', clientId: 'person', scope: persons });
  await admitted('Person with key', {
    method: 'code',
    client: 'asymmetric',
    key: 'es',
    clientId: 'person-key',
    scope: persons,
  });
  return { run, refused, opened };
}

const search = (connection: string) => ({ partner: { connection }, query: 'Patient?_count=1' });

describe('against the sandbox', () => {
  test('every method that needs nobody lets searches in', async () => {
    const { run } = await open();
    for (const connection of ['Backend RS', 'Backend ES', 'Secret', 'Secret by post']) {
      const explanation = await run('tokens.explain', { connection });
      expect(explanation, connection).toMatchObject({
        granted: true,
        diagnosis: { code: 'granted' },
        scopes: { missing: [] },
      });
      expect(
        explanation.checks.filter(({ result }) => result === 'fail'),
        connection,
      ).toEqual([]);
      await run('queries.search', search(connection));
    }
  }, 120_000);

  test('a person signs in, stays signed in by refreshing, and signs out', async () => {
    const { run, refused, opened } = await open();
    for (const connection of ['Person', 'Person with key']) {
      expect((await refused('queries.search', search(connection))).code).toBe('sign-in-needed');
      const before = opened.length;
      const signingIn = run('tokens.sign-in', { connection });
      await expect.poll(() => opened.length).toBe(before + 1);
      await consent(opened[before] ?? '');
      expect((await signingIn).token, connection).toMatchObject({ refreshable: true, missing: [] });
      await run('queries.search', search(connection));
      await run('tokens.get', { connection, fresh: true });
      await run('tokens.get', { connection, fresh: true });
      await run('queries.search', search(connection));
      expect(await run('tokens.sign-out', { connection })).toEqual({ forgotten: true, revoked: true });
      expect((await refused('queries.search', search(connection))).code).toBe('sign-in-needed');
    }
  }, 120_000);

  test('a token that was revoked is replaced without anybody noticing', async () => {
    const { run } = await open();
    await run('queries.search', search('Backend ES'));
    await run('sandbox.faults', { faults: ['token-revoked'] });
    await run('queries.search', search('Backend ES'));
    const statuses = (await run('exchanges.list', { limit: 3 })).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 401]); // search, token, the refused search
  }, 120_000);

  test('each fault of its authorization is named', async () => {
    const { run } = await open();
    const named: Record<string, DiagnosisCode> = {};
    for (const [fault, connection = 'Backend RS'] of faults) {
      if (fault === 'token-silent') await run('connections.update', { connection, patch: { timeoutMs: 3_000 } });
      await run('sandbox.faults', { faults: [fault] });
      await run('connections.discover', { connection, refresh: true });
      named[fault] = (await run('tokens.explain', { connection })).diagnosis.code;
    }
    expect(named).toEqual(Object.fromEntries(faults.map(([fault, , code]) => [fault, code])));
  }, 240_000);
});

const faults: [fault: FaultName, connection: string | undefined, code: DiagnosisCode][] = [
  ['unknown-client', undefined, 'unknown-client'],
  ['wrong-secret', 'Secret', 'wrong-secret'],
  ['wrong-audience', undefined, 'wrong-audience'],
  ['expired-assertion', undefined, 'assertion-expired'],
  ['long-assertion', undefined, 'assertion-too-long'],
  ['reused-jti', undefined, 'reused-jti'],
  ['unknown-kid', undefined, 'unknown-kid'],
  ['bad-signature', undefined, 'signature-refused'],
  ['jwks-unreachable', undefined, 'jwks-unreachable'],
  ['grant-not-offered', undefined, 'grant-not-offered'],
  ['scope-refused', undefined, 'scope-refused'],
  ['clock-skew', undefined, 'clock-skew'],
  ['alg-not-offered', undefined, 'algorithm-not-offered'],
  ['scope-narrowed', 'Secret', 'scope-narrowed'],
  ['discovery-missing', undefined, 'token-endpoint-unknown'],
  ['discovery-wrong-token-url', undefined, 'token-endpoint-wrong'],
  ['token-html', undefined, 'token-endpoint-wrong'],
  ['token-500', undefined, 'token-endpoint-failed'],
  ['token-401-empty', undefined, 'client-refused'],
  ['token-silent', undefined, 'token-endpoint-silent'],
];

/** Consents at the sandbox as a person would, and brings the browser back. */
async function consent(address: string): Promise<void> {
  const page = await fetch(address);
  expect(page.status).toBe(200);
  const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const back = await fetch(new URL('authorize', address), {
    method: 'POST',
    headers: { origin: new URL(address).origin, cookie: page.headers.getSetCookie().join('; ').split(';', 1)[0] ?? '' },
    body: new URLSearchParams({ request, member: '', decision: 'allow' }),
  });
  expect(await back.text()).toContain('Signed in');
}
