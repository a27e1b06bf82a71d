import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askCli, type Cli, newDataFolder, runCli, startCli } from './cli-process.ts';

interface Line {
  provider: { fhirBaseUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string };
  certificates: Record<'ca' | 'certificate' | 'key' | 'udapCertificate' | 'udapKey', string>;
}

const ports = ['--provider-port', '0', '--payer-port', '0'];
const folder = path.join(newDataFolder(), 'certificates');
const dataFolder = newDataFolder();
const environment = { SWITCHBOARD_PASSPHRASE: 'twelve-fake-words-for-a-test' };
let sandbox: Cli;
let line: Line;

beforeAll(async () => {
  const options = ['--mtls', '--client-cert-out', folder, '--json'];
  sandbox = startCli(['sandbox', ...ports, ...options], { dataFolder, environment });
  [line] = (await sandbox.lines(1)) as [Line];
});
afterAll(async () => {
  sandbox.child.kill('SIGTERM');
  expect((await sandbox.done).code).toBe(0);
});

describe('switchboard sandbox --mtls --client-cert-out', () => {
  const base = () => ['--base', line.provider.fhirBaseUrl];
  const query = ['query', 'Patient?_count=1'];

  it('prints https addresses and the files it wrote, for their owner alone', () => {
    expect(line.provider.fhirBaseUrl).toMatch(/^https:/);
    expect(line.payer.submitAttachmentUrl).toMatch(/^https:/);
    expect(line.certificates.ca).toBe(path.join(folder, 'ca.pem'));
    for (const file of Object.values(line.certificates)) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is queried by another process with these files, and not without', async () => {
    const { ca, certificate, key } = line.certificates;
    const other = { dataFolder: newDataFolder() };
    const found = await askCli([...query, ...base(), '--ca', ca, '--cert', certificate, '--key', key], other);
    expect([found.code, found.value.resourceType]).toEqual([0, 'Bundle']);
    const bare = await askCli([...query, ...base(), '--ca', ca], other);
    expect([bare.code, bare.value.error.code]).toEqual([3, 'tls-failed']);
    const blind = await askCli([...query, ...base()], other);
    expect([blind.code, blind.value.error.code]).toEqual([3, 'tls-failed']);
  });

  it('lets its own connections in, whose keys lie in the vault', async () => {
    const found = await askCli([...query, '--connection', 'sandbox-provider'], { dataFolder, environment });
    expect([found.code, found.value.resourceType]).toEqual([0, 'Bundle']);
    const locked = await askCli([...query, '--connection', 'sandbox-provider'], { dataFolder });
    expect([locked.code, locked.value.error.code]).toEqual([2, 'vault-locked']);
  });

  it('is reset by another process, https or not', async () => {
    expect((await askCli(['sandbox', 'reset'], { dataFolder })).value).toEqual({ reset: true });
  });

  it('refuses a TLS fault without TLS, and a folder it cannot write, with 2', async () => {
    const fault = await askCli(['sandbox', ...ports, '--fault', 'tls-expired'], { dataFolder: newDataFolder() });
    expect([fault.code, fault.value.error.code]).toEqual([2, 'invalid-input']);
    expect(fault.value.error.next).toContain('--tls');
    const out = ['--tls', '--client-cert-out', '/proc/nowhere'];
    const unwritable = await askCli(['sandbox', ...ports, ...out], { dataFolder: newDataFolder() });
    expect([unwritable.code, unwritable.value.error.code]).toEqual([2, 'file-unwritable']);
  });

  it('says how in its help', async () => {
    const { out } = await runCli(['sandbox', '--help'], { dataFolder });
    for (const option of ['--tls', '--mtls', '--client-cert-out']) expect(out).toContain(option);
  });
});
