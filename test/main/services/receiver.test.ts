import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Push } from '../../../shared/domain/push.ts';
import type { ReceiverSetup } from '../../../shared/domain/receiver.ts';
import type { CommandInput } from '../../../shared/contract/commands.ts';
import { makeAuthority } from '../../fakes/partner/authority.ts';
import { openConsole, type TestConsole, throwAwayFolder } from '../../fakes/ports.ts';
import { submissionOf } from '../receiver/submissions.ts';

const body = JSON.stringify(submissionOf());
const passphrase = 'the receiver tests’ passphrase';
const secret = 'receiver-canary-0123456789';

/** A console with an open vault, in memory unless it is about what is on the disk. */
async function opened(backend: 'memory' | 'passphrase' = 'memory'): Promise<TestConsole> {
  const open = openConsole({ passphrase: async () => passphrase });
  await open.run('vault.create', { backend });
  return open;
}

const change = ({ run }: TestConsole, input: CommandInput<'receiver.change'>) => run('receiver.change', input);
const refuse = ({ refused }: TestConsole, input: CommandInput<'receiver.change'>) => refused('receiver.change', input);

/** Posts over HTTPS, trusting one certificate alone. */
function post(url: string, ca: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/fhir+json', 'content-length': Buffer.byteLength(body), ...headers };
    const request = https.request(url, { method: 'POST', headers: all, ca, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const plainPost = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/fhir+json', ...headers }, body });

/** Every file of the data folder that holds a text. */
const filesWith = ({ ports }: TestConsole, text: string): string[] =>
  readdirSync(ports.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));

describe('how it is set up', () => {
  test('is as usual until somebody chooses, and what is left out of a change stays', async () => {
    const open = await opened();
    const usual = await open.run('receiver.setup', {});
    expect(usual).toMatchObject({ host: '127.0.0.1', tls: { mode: 'off' }, proof: 'none', secrets: [] });
    await change(open, { maxBytes: 5_000, publicUrl: 'https://push.example/' });
    const after = await change(open, { matching: 'strict', requireSignature: true });
    expect(after).toEqual({
      ...usual,
      maxBytes: 5_000,
      publicUrl: 'https://push.example',
      matching: 'strict',
      requireSignature: true,
    });
    expect(await open.run('receiver.setup', {})).toEqual(after);
    expect(await change(open, { publicUrl: null })).not.toHaveProperty('publicUrl');
    const trail = await open.run('audit.list', { limit: 3 });
    expect(trail[1]?.request).toBe('receiver: matching strict, signature required true');
  });

  test.each<[string, CommandInput<'receiver.change'>, string, string]>([
    ['a name', { host: 'receiver.example' }, 'invalid-input', 'is no IP address'],
    ['an address of another machine', { host: '198.51.100.7' }, 'invalid-input', 'no address of this machine'],
    [
      'more than an origin',
      { publicUrl: 'https://push.example/fhir' },
      'invalid-input',
      'more than scheme, name and port',
    ],
    ['a header without a name', { proof: 'header' }, 'invalid-input', 'needs the name of the header'],
    ['a header of HTTP', { proof: 'header', headerName: 'Content-Type' }, 'invalid-input', 'header of HTTP itself'],
    ['client certificates without TLS', { proof: 'certificate' }, 'invalid-input', 'in TLS alone'],
    ['a secret nobody shows', { secret: { value: secret } }, 'invalid-input', 'the proof of senders is none'],
    ['a secret that can be guessed', { proof: 'path', secret: { value: 'canary' } }, 'invalid-input', '16 to 200'],
    [
      'a secret that no path can hold',
      { proof: 'path', secret: { value: 'canary/with/slashes' } },
      'invalid-input',
      '16 to 200',
    ],
    ['two secrets', { proof: 'path', secret: { value: secret }, newSecret: true }, 'invalid-input', 'Choose one'],
    ['a certificate for no TLS', { certificate: { value: 'x' } }, 'invalid-input', 'TLS is off'],
    ['no certificate', { tls: 'given' }, 'invalid-input', 'no certificate to show'],
  ])('%s is refused, and nothing changes', async (_, input, code, says) => {
    const open = await opened();
    const before = await open.run('receiver.setup', {});
    const failure = await refuse(open, input);
    expect([failure.code, `${failure.message} ${failure.next}`]).toEqual([code, expect.stringContaining(says)]);
    expect(JSON.stringify(failure)).not.toContain('canary');
    expect(await open.run('receiver.setup', {})).toEqual(before);
  });

  test('a vault that does not open is told with the name of the secret', async () => {
    const locked = openConsole();
    expect((await refuse(locked, { proof: 'path' })).code).toBe('vault-missing');
    expect((await refuse(locked, { tls: 'made' })).message).toContain('the private key of the receiver’s certificate');

    const open = await opened('passphrase');
    await change(open, { proof: 'path' });
    await open.run('vault.lock', {});
    const failure = await open.refused('receiver.start', { port: 0 });
    expect([failure.code, failure.message]).toEqual([
      'vault-locked',
      expect.stringContaining('the secret part of the receiver’s path'),
    ]);
    expect((await open.run('receiver.status', {})).running).toBe(false);
  });
});

describe('wider than this machine', () => {
  test('is refused until the warning was read, which says what it means', async () => {
    const open = await opened();
    const failure = await refuse(open, { host: '0.0.0.0' });
    expect(failure.code).toBe('invalid-input');
    expect(failure.message).toContain('On 0.0.0.0 the receiver is open to every computer');
    expect(failure.message).toContain('Senders need no proof');
    expect(failure.message).toContain('Without TLS');
    expect(failure.next).toContain('let it speak TLS and ask senders for a proof');
    const safer = await refuse(open, { host: '0.0.0.0', tls: 'made', proof: 'path' });
    expect(safer.message).not.toContain('Without TLS');
    expect(safer.next).toMatch(/^Say that you want it/);
    expect((await change(open, { host: '0.0.0.0', tls: 'made', proof: 'path', wider: true })).host).toBe('0.0.0.0');
    // Nothing gets wider by this; by the next it does.
    expect((await change(open, { maxBytes: 9 })).maxBytes).toBe(9);
    expect((await refuse(open, { tls: 'off' })).message).toContain('what proves a sender can be read');
    expect((await refuse(open, { proof: 'none' })).message).toContain('Senders need no proof');
    expect((await change(open, { host: 'localhost', tls: 'off', proof: 'none' })).host).toBe('127.0.0.1');
  });

  test('is told as an address others can use, or as the public URL', async () => {
    const open = await opened();
    await change(open, { host: '0.0.0.0', wider: true });
    const role = await open.run('receiver.start', { port: 0 });
    const { port } = new URL(role.receiver?.local ?? '');
    expect(role.receiver?.submitAttachmentUrl).not.toContain('0.0.0.0');
    expect((await plainPost(role.receiver?.submitAttachmentUrl ?? '')).status).toBe(200);
    expect((await plainPost(`http://127.0.0.1:${port}/$submit-attachment`)).status).toBe(200);
    await open.run('receiver.stop', {});
    await change(open, { host: '127.0.0.1', publicUrl: 'https://push.example' });
    const told = await open.run('receiver.start', { port: 0 });
    expect(told.receiver).toMatchObject({
      submitAttachmentUrl: 'https://push.example/$submit-attachment',
      notificationUrl: 'https://push.example/notifications',
      metadataUrl: 'https://push.example/metadata',
      local: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
  });

  test('an address that is gone, and a port that is taken, say so when it starts', async () => {
    const open = await opened();
    const first = await open.run('receiver.start', { port: 0 });
    const port = Number(new URL(first.receiver?.local ?? '').port);
    const other = await opened();
    expect((await other.refused('receiver.start', { port })).code).toBe('port-in-use');
  });
});

describe('TLS', () => {
  test('a certificate made here names this machine, and whoever trusts it gets through', async () => {
    const open = await opened();
    const { tls, secrets } = await change(open, { tls: 'made' });
    const own = new X509Certificate(tls.certificate ?? '');
    expect([own.checkIP('127.0.0.1'), own.checkHost('localhost'), own.checkHost('push.example')]).toEqual([
      '127.0.0.1',
      'localhost',
      undefined,
    ]);
    expect(secrets).toEqual(['tls-key']);
    const { receiver } = await open.run('receiver.start', { port: 0 });
    expect(receiver?.submitAttachmentUrl).toMatch(/^https:/);
    expect(await post(receiver?.submitAttachmentUrl ?? '', tls.certificate ?? '')).toBe(200);
    await expect(post(receiver?.submitAttachmentUrl ?? '', (await makeAuthority()).ca)).rejects.toThrow();
    // Said again, it stays: partners trust it. Another one is made when that is wanted, for the public name too.
    expect((await change(open, { tls: 'made' })).tls.certificate).toBe(tls.certificate);
    const anew = await change(open, { tls: 'made', newCertificate: true, publicUrl: 'https://push.example' });
    expect(new X509Certificate(anew.tls.certificate ?? '').checkHost('push.example')).toBe('push.example');
    const off = await change(open, { tls: 'off' });
    expect([off.tls, off.secrets]).toEqual([{ mode: 'off' }, []]);
  });

  test('a given one is held against its key; the key may come later alone, and stays in the vault', async () => {
    const open = await opened('passphrase');
    const authority = await makeAuthority();
    const [good, other] = [await authority.issue(), await authority.issue()];
    const expired = await authority.issue({ to: '2021-01-01' });
    const given = (cert: string, key?: string): CommandInput<'receiver.change'> => ({
      tls: 'given',
      certificate: { value: cert },
      ...(key ? { key: { value: key } } : {}),
    });
    expect((await refuse(open, given(good.cert))).code).toBe('secret-missing');
    for (const [input, code, says] of [
      [given(good.cert, other.key), 'certificate-unusable', 'does not belong to the key'],
      [given(expired.cert, expired.key), 'certificate-unusable', 'expired on 2021-01-01'],
      [
        given('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', good.key),
        'certificate-unusable',
        'cannot be read',
      ],
      [given('no certificate at all', good.key), 'certificate-unusable', 'no PEM text'],
      [given(good.cert, 'no key at all'), 'key-unusable', 'no private key'],
    ] as const) {
      const failure = await refuse(open, input);
      expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(says)]);
    }
    const setup = await change(open, given(`${good.cert}${authority.ca}`, good.key));
    expect(setup.tls.certificate?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const { receiver } = await open.run('receiver.start', { port: 0 });
    expect(await post(receiver?.submitAttachmentUrl ?? '', authority.ca)).toBe(200);
    // The same key again needs no second giving; another certificate does not fit it.
    expect((await change(open, given(good.cert))).tls.certificate).toBe(`${good.cert.trimEnd()}\n`);
    expect((await refuse(open, given(other.cert))).message).toContain('does not belong to the key');
    expect(filesWith(open, good.key.split('\n')[1] ?? '')).toEqual([]);
  });

  test('one that ran out since is told when it starts', async () => {
    const now = Date.now();
    let time = now;
    const real = openConsole().ports.clock;
    const open = openConsole({ passphrase: async () => passphrase, clock: { ...real, now: () => time } });
    await open.run('vault.create', { backend: 'passphrase' });
    await change(open, { tls: 'made' });
    time = now + 400 * 86_400_000;
    const failure = await open.refused('receiver.start', { port: 0 });
    expect([failure.code, failure.message]).toEqual(['certificate-unusable', expect.stringContaining('expired on')]);
  });

  test('one of the sandbox’s authority is issued at every start, needs no vault, and is trusted by whoever trusts that', async () => {
    const open = openConsole();
    await change(open, { tls: 'sandbox' });
    const { receiver } = await open.run('receiver.start', { port: 0 });
    const { tls } = await open.run('receiver.setup', {});
    const root = tls.certificate?.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g)?.at(-1) ?? '';
    expect(new X509Certificate(root).subject).toContain('Sandbox authority');
    expect(await post(receiver?.submitAttachmentUrl ?? '', root)).toBe(200);
  });
});

describe('what a partner is told', () => {
  test('stands in a new file for its owner alone, and nowhere else', async () => {
    const open = await opened('passphrase');
    await change(open, { proof: 'path', secret: { value: secret }, tls: 'made' });
    const { receiver } = await open.run('receiver.start', { port: 0 });
    const file = path.join(throwAwayFolder(), 'partner.txt');
    const written = await open.run('receiver.tell', { file });
    expect(written).toEqual({ file, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const letter = readFileSync(file, 'utf8');
    const { origin } = new URL(receiver?.submitAttachmentUrl ?? '');
    expect(letter).toContain(`${origin}/${secret}/$submit-attachment`);
    expect(letter).toContain('-----BEGIN CERTIFICATE-----');
    expect(letter).not.toContain('PRIVATE KEY');
    expect((await open.refused('receiver.tell', { file })).code).toBe('file-unwritable');

    const ca = (await open.run('receiver.setup', {})).tls.certificate ?? '';
    const [told = ''] = /https:\S+submit-attachment/.exec(letter) ?? [];
    expect(await post(told, ca)).toBe(200);
    expect(await post(receiver?.submitAttachmentUrl ?? '', ca)).toBe(404);
    await expect.poll(async () => (await open.run('inbox.list', {})).length).toBe(1);
    for (const [name, input] of [
      ['receiver.setup', {}],
      ['receiver.status', {}],
      ['inbox.list', {}],
      ['exchanges.list', {}],
      ['audit.list', {}],
      ['receiver.reach', {}],
    ] as const)
      expect(JSON.stringify(await open.run(name, input))).not.toContain(secret);
    await open.close();
    expect(filesWith(open, 'track-1')).not.toEqual([]);
    expect(filesWith(open, secret)).toEqual([]);
    expect(open.ports.logged.join()).not.toContain(secret);
  });

  test('each proof has words of its own; a secret is made where none is given', async () => {
    const open = await opened();
    const folder = throwAwayFolder();
    const letterFor = async (name: string, input: CommandInput<'receiver.change'>) => {
      await change(open, input);
      await open.run('receiver.tell', { file: path.join(folder, name) });
      return readFileSync(path.join(folder, name), 'utf8');
    };
    const none = await letterFor('none', { requireSignature: true });
    expect(none).toContain('No proof is asked for.');
    expect(none).toContain('must be signed');
    const header = await letterFor('header', { proof: 'header', headerName: 'X-Own-Key' });
    expect(header).toMatch(/X-Own-Key: [\w-]{32}/);
    expect(await letterFor('again', { maxBytes: 77 })).toContain(/X-Own-Key: \S+/.exec(header)?.[0]);
    expect(await letterFor('new', { newSecret: true })).not.toContain(/X-Own-Key: \S+/.exec(header)?.[0]);
    expect(await letterFor('bearer', { proof: 'bearer' })).toContain('Authorization: Bearer');
    const { ca } = await makeAuthority('Mesa authority');
    const input = { proof: 'certificate', tls: 'made', clientCa: { value: ca } } as const;
    expect(await letterFor('certificate', input)).toContain('CN=Mesa authority');
  });

  test('a secret may come from a file, with the line end that editors add', async () => {
    const open = await opened();
    const file = path.join(throwAwayFolder(), 'secret');
    writeFileSync(file, `${secret}\n`);
    await change(open, { proof: 'path', secret: { file } });
    const { receiver } = await open.run('receiver.start', { port: 0 });
    expect((await plainPost(`${receiver?.local}/${secret}/$submit-attachment`)).status).toBe(200);
  });
});

describe('the sandbox pushes to a locked receiver as any partner that was told', () => {
  const locks: [string, CommandInput<'receiver.change'>, Partial<Push>][] = [
    ['a secret in the path', { proof: 'path', secret: { value: secret } }, { proof: 'path' }],
    ['a header, over TLS', { proof: 'header', headerName: 'X-Own-Key', tls: 'made' }, { proof: 'header' }],
    ['a token', { proof: 'bearer' }, { proof: 'bearer', sender: 'sandbox-provider' }],
    [
      'a certificate of its own',
      { proof: 'certificate', tls: 'sandbox' },
      { proof: 'certificate', sender: 'Sandbox provider' },
    ],
  ];
  test('by each proof, and by none of them anymore', { timeout: 240_000 }, async () => {
    const open = await opened();
    await open.run('sandbox.start', { providerPort: 0, payerPort: 0 });
    for (const [what, input, proven] of locks) {
      const setup: ReceiverSetup = await change(open, input);
      const { receiver } = await open.run('receiver.start', { port: 0 });
      expect([what, receiver?.proof]).toEqual([what, setup.proof]);
      const before = (await open.run('inbox.list', {})).length;
      expect([what, await open.run('sandbox.submit', {})]).toEqual([
        what,
        expect.objectContaining({ httpStatus: 200 }),
      ]);
      const pushes = await open.run('inbox.list', {});
      expect([what, pushes.length]).toEqual([what, before + 1]);
      expect(pushes[0]).toMatchObject(proven);
      await open.run('receiver.stop', {});
      await change(open, { proof: 'none', tls: 'off' });
    }
    await open.run('receiver.start', { port: 0 });
    expect((await open.run('sandbox.submit', {})).httpStatus).toBe(200);
  });

  test('its notifications get through each lock by the secret of the subscription', { timeout: 240_000 }, async () => {
    const open = await opened();
    await open.run('sandbox.start', { providerPort: 0, payerPort: 0 });
    for (const [what, input] of locks) {
      await change(open, input);
      await open.run('receiver.start', { port: 0 });
      const made = await open.run('subscriptions.create', { partner: { connection: 'sandbox-provider' } });
      expect([what, made.endpoint]).toEqual([what, expect.not.stringContaining(secret)]);
      await expect.poll(async () => (await open.run('subscriptions.get', { id: made.id })).handshakeAt).toBeDefined();
      await open.run('subscriptions.remove', { id: made.id });
      await open.run('receiver.stop', {});
      await change(open, { proof: 'none', tls: 'off' });
    }
  });
});
