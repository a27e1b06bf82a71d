import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import forge from 'node-forge';
import { type Canaries, createCanaries } from '../../fakes/canaries/canary.ts';
import { type KeyKind, type LeakyPartner, newKey, startLeakyPartner } from '../../fakes/canaries/leaky-partner.ts';
import type { Hearing } from '../../hosts/contract/host.ts';
import { runBin } from '../../hosts/contract/processes.ts';
import { follow, post } from '../../hosts/contract/web.ts';
import { type StartedHost, startHost } from '../host.ts';

/** A console, a page of it, a partner that keeps nothing to itself, and all that was said by any of them. */
export interface Stage {
  canaries: Canaries;
  partner: LeakyPartner;
  host: StartedHost;
  page: Page;
  hearing: Hearing;
  /** For files of the test's own. */
  folder: string;
  /** What went over every channel that carries words: replies, what commands wrote, what the page logged. */
  told: string[];
  /** The vault's passphrase as it is now. */
  vault: string;
  /** Runs a command through the running web host. */
  call(name: string, input: unknown): Promise<{ ok: boolean }>;
  /** Runs the command line on the same folder, the vault's passphrase in its environment; gives its exit code. */
  cli(args: string[], environment?: Record<string, string>, input?: string): Promise<number>;
  /** Writes a file and gives its path. */
  file(name: string, content: string | Buffer): Promise<string>;
  /** A planted private key in PEM, encrypted under a passphrase where one is given. */
  pem(name: string, kind?: KeyKind, passphrase?: string): string;
  /** A planted private key in a PFX file, with a certificate. */
  pfx(name: string, passphrase: string): Buffer;
  close(): Promise<void>;
}

function packKey(key: ReturnType<typeof newKey>, passphrase: string): Buffer {
  const privateKey = forge.pki.privateKeyFromPem(key.export({ format: 'pem', type: 'pkcs1' }).toString());
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.validity.notBefore = new Date('2020-01-01');
  certificate.validity.notAfter = new Date('2049-01-01');
  certificate.setSubject([{ name: 'commonName', value: 'client' }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  const asn1 = forge.pkcs12.toPkcs12Asn1(privateKey, [certificate], passphrase, { algorithm: 'aes256' });
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
}

/** Opens a page whose words are noted. */
export async function openNotedPage(browser: Browser, told: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(String(error.stack)));
  page.on('response', async (response) => {
    if (response.url().includes('/call/')) told.push(await response.text().catch(() => ''));
  });
  return page;
}

/** Starts all of it. */
export async function openStage(browser: Browser): Promise<Stage> {
  const canaries = createCanaries();
  const told: string[] = [];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'switchboard-canaries-'));
  const partner = await startLeakyPartner(canaries);
  const host = await startHost({ ...process.env, NODE_OPTIONS: '' });
  const hearing = await follow(host.url);
  const page = await openNotedPage(browser, told);
  const stage: Stage = {
    ...{ canaries, partner, host, page, hearing, folder, told, vault: '' },
    async call(name, input) {
      const reply = await post(host.url, name, JSON.stringify(input));
      told.push(JSON.stringify(reply));
      return reply;
    },
    async cli(args, environment = {}, input = '') {
      const own = { NODE_OPTIONS: '', SWITCHBOARD_DATA_DIR: host.dataFolder, SWITCHBOARD_PASSPHRASE: stage.vault };
      const { code, out, err } = await runBin(args, { ...process.env, ...own, ...environment }, input);
      told.push(out, err);
      return code;
    },
    async file(name, content) {
      const where = path.join(folder, name);
      await mkdir(path.dirname(where), { recursive: true });
      await writeFile(where, content);
      return where;
    },
    pem(name, kind = 'p256', passphrase) {
      const key = newKey(kind);
      canaries.takeKey(name, key);
      const sealed = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
      return key.export({ format: 'pem', type: 'pkcs8', ...sealed } as { format: 'pem'; type: 'pkcs8' }).toString();
    },
    pfx(name, passphrase) {
      const key = newKey('rsa');
      canaries.takeKey(name, key);
      return packKey(key, passphrase);
    },
    async close() {
      await hearing.stop();
      await page.close();
      await host.stop();
      await partner.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stage;
}
