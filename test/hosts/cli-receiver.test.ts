import { readdirSync, readFileSync, statSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { expect, test } from 'vitest';
import { submissionOf } from '../main/receiver/submissions.ts';
import { askCli, newDataFolder, runCli, startCli } from './cli-process.ts';

const passphrase = 'fake canary passphrase 9f';
const environment = { SWITCHBOARD_PASSPHRASE: passphrase };
const body = JSON.stringify(submissionOf());

/** Posts over HTTPS, trusting one certificate alone. */
function post(url: string, ca: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/fhir+json', 'content-length': Buffer.byteLength(body) };
    const request = https.request(url, { method: 'POST', headers, ca, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const filesWith = (folder: string, text: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));

test('a locked receiver, from its setup by one process to a push that another one prints', {
  timeout: 120_000,
}, async () => {
  const dataFolder = newDataFolder();
  const ask = (words: string[], more: Record<string, string> = environment) =>
    askCli(words, { dataFolder, environment: more });

  expect((await ask(['receiver', 'setup'])).value).toMatchObject({
    host: '127.0.0.1',
    proof: 'none',
    tls: { mode: 'off' },
  });
  const wider = await ask(['receiver', 'set', '--host', '0.0.0.0']);
  expect([wider.code, wider.value.error.code]).toEqual([2, 'invalid-input']);
  expect(wider.value.error.message).toContain('Senders need no proof');
  expect(wider.value.error.next).toContain('--wider');

  const homeless = await ask(['receiver', 'set', '--proof', 'path'], {});
  expect([homeless.code, homeless.value.error.code]).toEqual([2, 'vault-missing']);
  const set = await ask(['receiver', 'set', '--proof', 'path', '--tls', 'made', '--max-bytes', '1000000']);
  expect(set).toMatchObject({ code: 0, value: { proof: 'path', secrets: ['path', 'tls-key'], maxBytes: 1_000_000 } });

  // Without the passphrase there is no key and no secret path: nothing listens, and the secret is named.
  const locked = await ask(['listen', '--port', '0'], {});
  expect([locked.code, locked.value.error.code]).toEqual([2, 'vault-locked']);
  expect(locked.value.error.message).toContain('the private key of the receiver’s certificate');

  const down = await ask(['receiver', 'reach']);
  expect([down.code, down.value.running]).toEqual([2, false]);
  expect(down.value.obstacles[0]).toMatchObject({ code: 'stopped' });

  const listening = startCli(['listen', '--port', '0', '--count', '1', '--json'], { dataFolder, environment });
  const [first] = (await listening.lines(1)) as [{ submitAttachmentUrl: string }];
  const { origin } = new URL(first.submitAttachmentUrl);
  expect(origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);

  const up = await ask(['receiver', 'reach']);
  expect(up.code).toBe(0);
  expect(up.value.addresses).toContainEqual(expect.objectContaining({ address: '127.0.0.1', result: 'answered' }));
  const words = await runCli(['receiver', 'reach'], { dataFolder, environment });
  expect(words.out).toContain('Only programs of this machine can reach it.');

  const file = path.join(dataFolder, 'for-the-partner.txt');
  const told = await ask(['receiver', 'tell', '--out', file]);
  expect(told).toMatchObject({ code: 0, value: { file, bytes: statSync(file).size } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const letter = readFileSync(file, 'utf8');
  const [url = ''] = /https:\S+submit-attachment/.exec(letter) ?? [];
  const [certificate = ''] = /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/.exec(letter) ?? [];
  expect(new URL(url).origin).toBe(origin);
  expect((await ask(['receiver', 'tell', '--out', file])).value.error.code).toBe('file-unwritable');

  // Another setup waits for the next start.
  const later = await runCli(['receiver', 'set', '--matching', 'strict'], { dataFolder, environment });
  expect(later.err).toContain('when it is started again');

  expect(await post(first.submitAttachmentUrl, certificate)).toBe(404);
  expect(await post(url, certificate)).toBe(200);
  const [, push] = await listening.lines(2);
  expect(push).toMatchObject({ kind: 'submission', answered: 200 });
  const ended = await listening.done;
  expect(ended.code).toBe(0);

  const secret = new URL(url).pathname.split('/')[1] ?? '';
  expect(secret.length).toBeGreaterThan(20);
  expect(filesWith(dataFolder, secret)).toEqual([file]);
  for (const said of [ended.out, ended.err, words.out, later.out]) expect(said).not.toContain(secret);
});
