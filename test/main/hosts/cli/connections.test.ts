import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../../shared/contract/errors.ts';
import { commands } from '../../../../shared/contract/commands.ts';
import { runLine } from './command-line.ts';

const base = ['--base', 'https://source.example', '--role', 'payer'];
const stored = {
  id: 'c1',
  name: 'Mesa',
  baseUrl: 'https://source.example',
  role: 'payer',
  cdexVersion: '2.1',
  timeoutMs: 30_000,
  origin: 'user',
  line: {},
  policy: { signatures: 'not-required', purposeOfUse: 'optional', polling: 'cdex', quirks: [] },
  secrets: [],
  createdAt: '2026-01-01T00:00:00Z',
};

/** What `connections add` asks of the console, as its schema reads it. */
async function added(...args: string[]) {
  const ran = await runLine(['connections', 'add', 'Mesa', ...base, ...args, '--json']);
  const [asked] = ran.console.asked;
  if (!asked) return { code: ran.code, error: JSON.parse(ran.out).error as { message: string; next: string } };
  // Through JSON and the schema: what a host would hear.
  const input = commands['connections.add'].input.parse(JSON.parse(JSON.stringify(asked.input)));
  return { code: ran.code, input };
}

/** What `connections update` asks, when the connection is let in by `auth`. */
async function updated(auth: object, ...args: string[]) {
  const answers = { 'connections.get': () => ok({ ...stored, auth }) };
  const ran = await runLine(['connections', 'update', 'Mesa', ...args, '--json'], { answers });
  const asked = ran.console.asked.find(({ name }) => name === 'connections.update');
  if (!asked) throw new Error(ran.out);
  return commands['connections.update'].input.parse(JSON.parse(JSON.stringify(asked.input)));
}

describe('connections add', () => {
  it.each<[string[], object]>([
    [[], { auth: { method: 'none' } }],
    [['--auth', 'bearer', '--token-env', 'T'], { auth: { method: 'bearer' }, secrets: { bearer: { env: 'T' } } }],
    [
      [
        '--auth',
        'client-secret',
        '--client-id',
        'us',
        '--secret-env',
        'S',
        '--post',
        '--scope',
        'system/*.rs',
        '--token-url',
        'https://a.example/t',
      ],
      {
        auth: {
          method: 'client-secret',
          clientId: 'us',
          send: 'post',
          scope: 'system/*.rs',
          tokenUrl: 'https://a.example/t',
        },
        secrets: { clientSecret: { env: 'S' } },
      },
    ],
    [
      [
        '--auth',
        'backend',
        '--client-id',
        'us',
        '--key',
        'mine',
        '--jku',
        'https://us.example/jwks',
        '--audience',
        'x',
      ],
      { auth: { method: 'backend', clientId: 'us', key: 'mine', jku: 'https://us.example/jwks', audience: 'x' } },
    ],
    [['--auth', 'code', '--client-id', 'us'], { auth: { method: 'code', clientId: 'us', client: 'public' } }],
    [
      [
        '--auth',
        'code',
        '--client-id',
        'us',
        '--key',
        'mine',
        '--redirect-port',
        '8400',
        '--authorize-url',
        'https://a.example/go',
      ],
      { auth: { client: 'asymmetric', key: 'mine', redirectPort: 8400, authorizeUrl: 'https://a.example/go' } },
    ],
    [
      ['--auth', 'code', '--client-id', 'us', '--secret-env', 'S'],
      { auth: { client: 'secret' }, secrets: { clientSecret: { env: 'S' } } },
    ],
    [
      ['--auth', 'udap', '--cert', 'c.pem', '--key', '/k.pem'],
      {
        auth: { method: 'udap', purposeOfUse: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'] },
        files: { udapCertificate: { file: path.resolve('c.pem') } },
        secrets: { udapKey: { file: '/k.pem' } },
      },
    ],
    [
      [
        '--auth',
        'udap',
        '--cert',
        'c',
        '--key',
        'k',
        '--organization-id',
        'urn:a',
        '--organization-name',
        'A',
        '--pou',
        'urn:b',
        'urn:c',
      ],
      { auth: { organizationId: 'urn:a', organizationName: 'A', purposeOfUse: ['urn:b', 'urn:c'] } },
    ],
    [
      [
        '--mtls-cert',
        '/c',
        '--mtls-key',
        '/k',
        '--ca',
        '/a',
        '--server-name',
        'n',
        '--proxy',
        'http://p.example:1',
        '--proxy-env',
        'P',
      ],
      {
        files: { clientCertificate: { file: '/c' }, ca: { file: '/a' } },
        line: { serverName: 'n', proxyUrl: 'http://p.example:1' },
        secrets: { clientKey: { file: '/k' }, proxyCredentials: { env: 'P' } },
      },
    ],
    [
      ['--mtls-pfx', '/p', '--passphrase-env', 'W', '--header-env', 'A', '--header-env', 'B', '--timeout', '5'],
      {
        timeoutMs: 5_000,
        secrets: { clientPfx: { file: '/p' }, passphrase: { env: 'W' }, headers: [{ env: 'A' }, { env: 'B' }] },
      },
    ],
    [
      [
        '--polling',
        'hrex',
        '--purpose-of-use',
        'required',
        '--signatures',
        'required',
        '--quirk',
        'plain-json',
        'post-searches',
      ],
      {
        policy: {
          polling: 'hrex',
          purposeOfUse: 'required',
          signatures: 'required',
          quirks: ['plain-json', 'post-searches'],
        },
      },
    ],
  ])('%j', async (args, expected) => {
    const { code, input } = await added(...args);
    expect(code).toBe(0);
    expect(input).toMatchObject({ name: 'Mesa', baseUrl: 'https://source.example', role: 'payer', ...expected });
  });

  it.each([
    [['--auth', 'magic'], /--auth magic/],
    [['--auth', 'bearer', '--jku', 'https://x.example'], /--jku does not go with --auth bearer/],
    [['--token-env', 'T'], /--token-env does not go with --auth none/],
    [['--auth', 'backend', '--key', 'k'], /client id/],
    [['--auth', 'backend', '--client-id', 'us'], /needs a key/],
    [['--auth', 'code', '--client-id', 'us', '--key', 'k', '--secret-env', 'S'], /by a key or by a secret/],
    [['--quirk', 'odd'], /--quirk odd/],
    [['--polling', 'often'], /--polling often/],
  ])('refuses %j', async (args, says) => {
    const { code, error } = await added(...args);
    expect([code, error?.message]).toEqual([2, expect.stringMatching(says)]);
    expect(error?.next).toMatch(/\.$/);
  });
});

describe('connections update', () => {
  const backend = { method: 'backend', clientId: 'us', key: 'mine', scope: 'system/*.rs' };

  it('keeps of the way in what is not named', async () => {
    const { patch } = await updated(backend, '--scope', 'system/Task.crus');
    expect(patch.auth).toEqual({ ...backend, scope: 'system/Task.crus' });
    expect((await updated(backend, '--name', 'New')).patch).toMatchObject({ name: 'New' });
    expect((await updated(backend, '--name', 'New')).patch.auth).toBeUndefined();
  });

  it('begins anew with another method', async () => {
    const { patch } = await updated(backend, '--auth', 'code', '--client-id', 'other');
    expect(patch.auth).toEqual({ method: 'code', clientId: 'other', client: 'public' });
  });

  it('takes parts of the line away', async () => {
    const { patch } = await updated(backend, '--without', 'mtls', 'proxy', 'headers', 'quirks');
    expect(patch).toMatchObject({
      files: { clientCertificate: null },
      line: { proxyUrl: null },
      secrets: { headers: null },
      policy: { quirks: [] },
    });
  });
});

it('connections tls prints what is seen, and ends with 3 when it would fail', async () => {
  const view = { host: 'a.example', port: 443, serverName: 'a.example', at: '', chain: [], trusted: true };
  const answers = { 'connections.tls': () => ok(view) };
  const good = await runLine(['connections', 'tls', 'Mesa', '--json'], { answers });
  expect([good.code, JSON.parse(good.out)]).toEqual([0, view]);
  expect(good.console.asked[0]?.input).toMatchObject({ partner: { connection: 'Mesa' } });
  const problem = { code: 'certificate-expired', message: 'It has expired.', next: 'Ask.' };
  const bad = await runLine(['connections', 'tls', '--base', 'https://a.example'], {
    answers: { 'connections.tls': () => ok({ ...view, trusted: false, problem }) },
  });
  expect([bad.code, bad.out]).toEqual([3, expect.stringContaining('It has expired. (certificate-expired)')]);
  expect((await runLine(['connections', 'tls', 'Mesa', '--base', 'https://a.example'])).code).toBe(2);
});
