import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { practiceClients } from '../../../shared/domain/sandbox-access.ts';
import { links, patient, searchset } from '../../fakes/partner/bundles.ts';
import { json, outcome, type Script, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, testPorts } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

const token = 'canary-access-token-7fa1';
const key = 'canary+key/2b?c=d';
const password = 'canary-password-93';
const basic = Buffer.from(`client:${password}`).toString('base64');

/** Every spelling of a secret that must be nowhere. */
const canaries = [token, key, encodeURIComponent(key), password, basic];

/** Names of files below a folder that hold one of the canaries, the database with its log included. */
const tainted = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => canaries.some((canary) => readFileSync(file).includes(canary)));

const environment = (name: string) => ({ TOKEN: token, KEY: `X-Gateway-Key: ${key}`, SHORT: 'X-Tenant: 4711' })[name];

/** Echoes everything it was sent, as careless servers do. */
const echo: Script = (seen, response) =>
  json(200, { ...patient('echo'), text: { div: seen.rawHeaders.join(' ') } })(seen, response);
const refuseWithEcho: Script = (seen, response) =>
  json(401, outcome('error', `The token ${seen.headers.authorization} is not known.`), {
    'www-authenticate': `Bearer error="invalid_token", error_description="${token}"`,
  })(seen, response);

test('no secret is in any file, reply, event or log line, however a partner gives it back', async () => {
  const { console, ports } = openConsole({ environment });
  const heard: unknown[] = [];
  console.listen((event) => heard.push(event));
  const server = await startPartner();
  const replies: unknown[] = [];
  const say = async (name: string, input: unknown) => {
    const reply = await console.dispatch(name, input);
    replies.push(reply);
    return reply as { ok: boolean; value: { exchangeId: string } };
  };
  const partner = { baseUrl: server.baseUrl, tokenEnv: 'TOKEN', headerEnv: ['KEY', 'SHORT'] };

  server.on('GET /Patient/echo', echo);
  await say('queries.read', { partner, reference: 'Patient/echo' });
  server.on('GET /Patient/refused', refuseWithEcho);
  await say('queries.read', { partner, reference: 'Patient/refused' });
  server.on('GET /Patient/moved', json(302, {}, { location: `https://elsewhere.example/?access_token=${token}` }));
  await say('queries.read', { partner, reference: 'Patient/moved' });
  server.on('GET /Patient/html', (_, response) => response.writeHead(200).end(`<html>${token} ${key}</html>`));
  await say('queries.read', { partner, reference: 'Patient/html' });
  server.on(
    'GET /Patient',
    json(
      200,
      searchset(
        [patient('a')],
        links({ next: `${server.baseUrl}/Patient?page=2&t=${token}`, self: `https://other.example/${key}` }),
      ),
    ),
  );
  const page = await say('queries.search', { partner, query: 'Patient' });
  await say('queries.rows', { exchangeId: page.value.exchangeId });
  await say('queries.entry', { exchangeId: page.value.exchangeId });
  server.on('GET /Large', (seen, response) => {
    const start = `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Basic","id":"`;
    response.writeHead(200, { 'content-type': 'application/fhir+json' });
    response.end(`${start}${`${token} ${seen.headers['x-gateway-key']} `.repeat(40_000)}"}}]}`);
  });
  const large = await say('queries.search', { partner, query: 'Large' });
  expect(large.ok).toBe(true);
  await say('exchanges.body', { id: large.value.exchangeId, side: 'response' });

  server.on('POST /Task', (seen, response) => {
    const task = JSON.parse(seen.body);
    json(201, { ...task, id: 't1', status: 'rejected', statusReason: { text: `Bad token ${token}` } })(seen, response);
  });
  const task = {
    kind: 'data-request-query',
    query: 'Observation?patient=1',
    patientId: '1',
    requester: 'urn:a|b',
    owner: 'urn:a|c',
  };
  const sent = await say('tasks.request', { partner, request: task, sendAnyway: true });
  expect(sent).toMatchObject({ ok: true });
  await say('tasks.list', {});
  server.on('POST /_search', json(200, searchset([])));
  await say('exchanges.list', { limit: 100 });
  for (const { id } of (replies.at(-1) as { value: { id: string }[] }).value) await say('exchanges.get', { id });
  await say('host.snapshot', {});

  expect(server.seen[0]?.headers).toMatchObject({
    authorization: `Bearer ${token}`,
    'x-gateway-key': key,
    'x-tenant': '4711',
  });
  const told = JSON.stringify([replies, heard, ports.logged]);
  expect(canaries.filter((canary) => told.includes(canary))).toEqual([]);
  expect(tainted(ports.dataFolder)).toEqual([]);
  const record = (replies as { value?: { request?: { headers: string[][] } } }[]).findLast(
    ({ value }) => value?.request,
  )?.value;
  expect(record?.request?.headers).toContainEqual(['x-tenant', '[masked]']);
});

test('what a sender authenticates with at the receiver is in no file', async () => {
  const { run, ports } = openConsole();
  const { receiver } = await run('receiver.start', { port: 0 });
  const response = await fetch(`${receiver?.submitAttachmentUrl}?access_token=${token}`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, cookie: `session=${token}`, 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', access_token: token }),
  });
  expect(response.status).toBe(400);
  expect(JSON.stringify(await run('inbox.list', {}))).not.toContain('canary');
  expect(tainted(ports.dataFolder)).toEqual([]);
});

test('a token that lets a sender in at the receiver, wherever it repeats it, is in no file, reply, event or log line', async () => {
  const { assets } = testPorts();
  const definitions = await definitionsFile();
  const { console, ports, run } = openConsole({ assets: { ...assets, definitionsFile: definitions } });
  const heard: unknown[] = [];
  console.listen((event) => heard.push(event));
  const sandbox = await run('sandbox.start', { providerPort: 0, payerPort: 0 });
  await run('receiver.change', { proof: 'bearer' });
  const { receiver } = await run('receiver.start', { port: 0 });
  const { clientId, secret } = practiceClients.secret;
  const granted = await fetch(sandbox.sandbox?.payer.tokenUrl ?? '', {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/Communication.c' }),
  });
  const { access_token: bearer } = (await granted.json()) as { access_token: string };
  expect(bearer.length).toBeGreaterThan(20);
  const url = receiver?.submitAttachmentUrl ?? '';
  /** Sends a body with a token, which the sender repeats in two headers. */
  const send = async (shown: string, body: string, { query = '', to = url } = {}) => {
    const headers = { authorization: `Bearer ${shown}`, 'user-agent': shown, 'x-again': shown };
    const response = await fetch(to + query, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/fhir+json' },
      body,
    });
    return [response.status, response.headers.get('www-authenticate'), await response.text()] as const;
  };
  const repeated = { resourceType: 'Parameters', id: bearer, parameter: [{ name: bearer, valueString: bearer }] };
  const basic = JSON.stringify({ resourceType: 'Basic', id: bearer });
  const answers = [
    await send(bearer, JSON.stringify(repeated)),
    await send(bearer, basic, { to: url.replace('$submit-attachment', 'Basic') }),
    await send(bearer, bearer, { query: `?access_token=${bearer}&other=${bearer}` }),
    await send(bearer, `{"a": "${'x'.repeat(100_000)} ${bearer}"}`),
  ];
  expect(answers.map(([status]) => status)).toEqual([400, 200, 400, 400]);
  const unknown = 'canary-nobody-issued-this';
  answers.push(await send(unknown, `{"id": "${unknown}"}`));
  expect(answers.at(-1)?.[0]).toBe(401);

  await expect.poll(async () => (await run('exchanges.list', { limit: 100 })).length).toBeGreaterThan(4);
  const pushes = await run('inbox.list', { repeats: true });
  expect(pushes.map(({ proof }) => proof)).toEqual(Array(4).fill('bearer'));
  const told = JSON.stringify([
    answers,
    heard,
    ports.logged,
    pushes,
    await Promise.all(pushes.map(({ exchangeId }) => run('exchanges.get', { id: exchangeId }))),
    await run('host.snapshot', {}),
    await run('audit.list', {}),
  ]);
  expect(told).toContain(clientId);
  for (const secret of [bearer, unknown]) expect(told.includes(secret)).toBe(false);
  await console.close();
  const files = readdirSync(ports.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(3);
  for (const secret of [bearer, unknown])
    expect(files.filter((file) => readFileSync(file).includes(secret))).toEqual([]);
}, 120_000);

test('the secrets of a stored connection are in no file, reply, event or log line', async () => {
  const { console, ports } = openConsole({ passphrase: async () => 'a passphrase for canaries' });
  const heard: unknown[] = [];
  console.listen((event) => heard.push(event));
  const server = await startPartner();
  server.otherwise(refuseWithEcho);
  server.on('GET /Patient/echo', echo);
  const secrets = { bearer: { value: token }, headers: [{ value: `X-Gateway-Key: ${key}` }] };
  const add = { name: 'Mesa', baseUrl: server.baseUrl, auth: { method: 'bearer' }, secrets };
  const partner = { connection: 'Mesa' };
  const replies = [
    await console.dispatch('connections.add', { ...add, line: { proxyUrl: `http://me:${password}@proxy.example` } }),
    await console.dispatch('connections.add', {
      ...add,
      secrets: { ...secrets, bearer: { value: `${token} ${token}` } },
    }),
    await console.dispatch('connections.add', {
      ...add,
      secrets: { ...secrets, proxyCredentials: { value: `me:${password}` } },
    }),
    await console.dispatch('connections.add', add),
    await console.dispatch('queries.read', { partner, reference: 'Patient/echo' }),
    await console.dispatch('queries.read', { partner, reference: 'Patient/refused' }),
    await console.dispatch('connections.update', {
      connection: 'Mesa',
      patch: { secrets: { bearer: { value: `${token}2` } } },
    }),
    await console.dispatch('connections.list', {}),
    await console.dispatch('exchanges.list', { limit: 10 }),
    await console.dispatch('audit.list', {}),
    await console.dispatch('host.snapshot', {}),
  ];
  expect(replies.map(({ ok }) => ok)).toEqual([false, false, false, true, true, false, true, true, true, true, true]);
  expect(server.seen[0]?.headers).toMatchObject({ authorization: `Bearer ${token}`, 'x-gateway-key': key });
  const told = JSON.stringify([replies, heard, ports.logged]);
  expect(canaries.filter((canary) => told.includes(canary))).toEqual([]);
  expect(tainted(ports.dataFolder)).toEqual([]);
});
