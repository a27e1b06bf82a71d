import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, type Identity, makeAuthority } from '../fakes/partner/authority.ts';
import { json, startPartner } from '../fakes/partner/partner.ts';
import { startProxy } from '../fakes/partner/proxy.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

const secret = 'canary-header-of-the-gateway';
const environment = {
  SWITCHBOARD_PASSPHRASE: 'six-fake-words-for-a-test',
  TOKEN: 'canary-bearer-token',
  GATEWAY: `X-Gateway: ${secret}`,
  PROXY: 'me:canary-proxy-password',
};

let authority: Authority;
let [server, client, stranger]: Identity[] = [];
const files = newDataFolder();
const file = (name: string, text = '') => {
  const full = path.join(files, name);
  if (text) writeFileSync(full, text);
  return full;
};
beforeAll(async () => {
  authority = await makeAuthority();
  server = await authority.issue();
  client = await authority.issue({ names: [{ type: 'url', value: 'https://us.example/udap' }], subject: 'Us' });
  stranger = await (await makeAuthority('Elsewhere')).issue();
  file('ca.pem', authority.ca);
  file('cert.pem', client.cert);
  file('key.pem', client.key);
  file('other.pem', stranger.cert);
  file('other.key', stranger.key);
});

/** A partner that wants a client certificate, and whatever it is asked answers an empty searchset. */
async function strictPartner() {
  const partner = await startPartner({ ...server, ca: authority.ca, requestCert: true, rejectUnauthorized: true });
  partner.otherwise(json(200, { resourceType: 'Bundle', type: 'searchset', total: 0 }));
  partner.on('POST /Task', (seen, response) => json(201, { ...JSON.parse(seen.body), id: 't1' })(seen, response));
  const results = { resourceType: 'Bundle', id: 'results', type: 'searchset', total: 0 };
  const output = [{ type: { coding: [{ code: 'data-value' }] }, valueReference: { reference: '#results' } }];
  const task = { resourceType: 'Task', id: 't1', status: 'completed', intent: 'order', contained: [results], output };
  partner.on('GET /Task/t1', json(200, task));
  return partner;
}

const line = ['--ca', file('ca.pem'), '--mtls-cert', file('cert.pem'), '--mtls-key', file('key.pem')];

describe('a connection with everything', () => {
  it('is added, and used by query, Task and TLS view; its secrets are in no output and in no file', async () => {
    const dataFolder = newDataFolder();
    const options = { dataFolder, environment };
    const [partner, proxy] = [await strictPartner(), await startProxy({ credentials: environment.PROXY })];
    const added = await askCli(
      [
        ...['connections', 'add', 'Mesa', '--base', partner.baseUrl, '--role', 'payer'],
        ...['--auth', 'bearer', '--token-env', 'TOKEN', '--header-env', 'GATEWAY', ...line],
        ...['--proxy', proxy.url, '--proxy-env', 'PROXY', '--polling', 'hrex', '--quirk', 'plain-json'],
      ],
      options,
    );
    expect([added.code, added.value]).toMatchObject([
      0,
      { auth: { method: 'bearer' }, secrets: ['bearer', 'clientKey', 'proxyCredentials', 'headers'] },
    ]);
    const mesa = ['--connection', 'Mesa'];
    const ran = [
      await askCli(['query', 'Patient?name=x', ...mesa], options),
      await askCli(
        [
          'task',
          'request',
          '--query',
          'Condition?patient=1',
          '--patient',
          '1',
          '--requester',
          'urn:x|a',
          '--owner',
          'urn:x|b',
          ...mesa,
        ],
        options,
      ),
      await askCli(['task', 'show', '--id', 't1', ...mesa], options),
      await askCli(['task', 'fetch', '--id', 't1', '--out', file('outputs'), ...mesa], options),
      await runCli(['task', 'watch', '--id', 't1', '--every', '1', ...mesa], options),
      await askCli(['connections', 'tls', 'Mesa'], options),
      await askCli(['connections', 'show', 'Mesa'], options),
      await askCli(['exchanges', 'list'], options),
      await askCli(['audit', 'list'], options),
    ];
    expect(ran.map(({ code }) => code)).toEqual(ran.map(() => 0));
    expect(partner.seen.length).toBeGreaterThanOrEqual(4);
    for (const { headers } of partner.seen)
      expect(headers).toMatchObject({
        authorization: 'Bearer canary-bearer-token',
        'x-gateway': secret,
        accept: 'application/json',
      });
    expect(proxy.seen.every(({ asked }) => asked.startsWith('CONNECT '))).toBe(true);
    expect(ran[5]).toMatchObject({
      value: { trusted: true, protocol: 'TLSv1.3', clientCertificate: { names: ['URI:https://us.example/udap'] } },
    });
    expect(JSON.stringify([added, ran])).not.toMatch(/canary|PRIVATE KEY/);
    const stored = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    for (const { parentPath, name } of stored)
      expect(readFileSync(path.join(parentPath, name), 'latin1'), name).not.toMatch(/canary|PRIVATE KEY/);
    const locked = await askCli(['query', 'Patient', ...mesa], { dataFolder });
    expect([locked.code, locked.value.error.code]).toEqual([2, 'vault-locked']);
  });

  it('is changed, and its TLS said to fail with 3 and the cause', async () => {
    const options = { dataFolder: newDataFolder(), environment };
    const partner = await strictPartner();
    const add = ['connections', 'add', 'Mesa', '--base', partner.baseUrl, '--role', 'payer', ...line];
    expect((await askCli(add, options)).code).toBe(0);
    const change = (...args: string[]) => askCli(['connections', 'update', 'Mesa', ...args], options);
    const cause = async () => {
      const { code, value } = await askCli(['connections', 'tls', 'Mesa'], options);
      return [code, value.problem?.code];
    };
    expect(await cause()).toEqual([0, undefined]);
    await change('--mtls-cert', file('other.pem'), '--mtls-key', file('other.key'));
    expect(await cause()).toEqual([3, 'client-certificate-refused']);
    expect((await change('--without', 'mtls')).value).toMatchObject({ secrets: [], line: { ca: authority.ca } });
    expect(await cause()).toEqual([3, 'client-certificate-missing']);
    const query = await askCli(['query', 'Patient', '--connection', 'Mesa'], options);
    expect([query.code, query.value.error.diagnosis.code]).toEqual([3, 'client-certificate-missing']);
    await change('--server-name', 'pinned.example');
    expect(await cause()).toEqual([3, 'hostname-mismatch']);
    await change('--without', 'server-name', 'ca');
    expect((await cause())[1]).toBe('certificate-untrusted');
    const named = ['connections', 'tls', '--base', partner.baseUrl, '--ca', file('ca.pem')];
    const shown = await askCli([...named, '--cert', file('cert.pem'), '--key', file('key.pem')], options);
    expect([shown.code, shown.value.trusted]).toEqual([0, true]);
  });

  it('refuses what is incomplete or in the clear, and plain http where TLS is asked for', async () => {
    const options = { dataFolder: newDataFolder(), environment };
    const add = (...args: string[]) =>
      askCli(['connections', 'add', 'Mesa', '--role', 'payer', '--base', ...args], options);
    for (const [args, code] of [
      [['https://a.example', '--auth', 'bearer'], 'secret-missing'],
      [['https://a.example', '--auth', 'bearer', '--token-env', 'NOT_SET'], 'secret-missing'],
      [['http://a.example', '--auth', 'bearer', '--token-env', 'TOKEN'], 'invalid-input'],
      [['https://a.example', '--auth', 'backend', '--client-id', 'us', '--key', 'none'], 'not-found'],
      [['https://a.example', '--mtls-cert', file('cert.pem'), '--mtls-key', file('other.key')], 'certificate-unusable'],
      [['https://a.example', '--ca', file('key.pem')], 'certificate-unusable'],
    ] as const) {
      const refused = await add(...args);
      expect([refused.code, refused.value.error.code, refused.value.error.message]).toEqual([
        2,
        code,
        expect.any(String),
      ]);
      expect(JSON.stringify(refused)).not.toMatch(/canary|PRIVATE KEY/);
    }
    const plain = await startPartner();
    const tls = await askCli(['connections', 'tls', '--base', plain.baseUrl], options);
    expect([tls.code, tls.value.error]).toMatchObject([2, { code: 'invalid-input', requirement: 'CONF-014' }]);
    const udap = await add('https://a.example', '--auth', 'udap', '--cert', file('cert.pem'), '--key', file('key.pem'));
    expect(udap.value).toMatchObject({ auth: { organizationId: 'https://us.example/udap' }, secrets: ['udapKey'] });
  });
});
