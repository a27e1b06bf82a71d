import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askCli, type Cli, newDataFolder, runCli, startCli } from './cli-process.ts';

interface Addresses {
  provider: { fhirBaseUrl: string };
  payer: { fhirBaseUrl: string; submitAttachmentUrl: string };
}

const dataFolder = newDataFolder();
let sandbox: Cli;
let addresses: Addresses;

beforeAll(async () => {
  const ports = ['--provider-port', '0', '--payer-port', '0'];
  sandbox = startCli(['sandbox', ...ports, '--seed', '7', '--step-ms', '100', '--json'], { dataFolder });
  [addresses] = (await sandbox.lines(1)) as [Addresses];
});
afterAll(async () => {
  sandbox.child.kill('SIGTERM');
  await sandbox.done;
});

describe('switchboard sandbox', () => {
  it('prints where both partners are', () => {
    expect(addresses.payer.submitAttachmentUrl).toBe(`${addresses.payer.fhirBaseUrl}/$submit-attachment`);
    expect(addresses.provider.fhirBaseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  });

  it('answers a Task asked and fetched by another process that knows only its base', async () => {
    const base = ['--base', addresses.provider.fhirBaseUrl];
    const other = newDataFolder();
    const found = await askCli(['query', 'Patient?_count=1', ...base], { dataFolder: other });
    const patient: string = found.value.entry[0].resource.id;
    const ask = ['task', 'request', ...base, '--query', `Condition?patient=${patient}`, '--patient', patient];
    const created = await askCli(ask, { dataFolder: other });
    expect([created.code, created.value.status]).toEqual([0, 'requested']);
    const watch = ['task', 'watch', '--id', created.value.id, '--every', '0.1', '--json'];
    const watched = await runCli(watch, { dataFolder: other });
    expect(watched.code).toBe(0);
    const statuses = watched.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).status);
    expect([statuses[0], statuses.at(-1)]).toEqual(['requested', 'completed']);
    const out = path.join(other, 'results');
    const fetched = await askCli(['task', 'fetch', '--id', created.value.id, '--out', out], { dataFolder: other });
    expect([fetched.code, fetched.value.status]).toEqual([0, 'completed']);
    expect(fetched.value.outputs.length).toBeGreaterThan(0);
  });

  it('is reset by another process', async () => {
    const base = ['--base', addresses.provider.fhirBaseUrl];
    const total = async () => (await askCli(['query', 'Task?_summary=count', ...base], { dataFolder })).value.total;
    expect(await total()).toBeGreaterThan(0);
    const before = await total();
    const reset = await askCli(['sandbox', 'reset'], { dataFolder });
    expect([reset.code, reset.value]).toEqual([0, { reset: true }]);
    expect(await total()).toBeLessThan(before);
  });

  it('submits a sample, good or wrong on purpose, from another process', async () => {
    const to = ['--to', addresses.payer.fhirBaseUrl];
    const good = await askCli(['sandbox', 'submit', '--sample', 'several', ...to], { dataFolder });
    expect([good.code, good.value.answers.map((one: { httpStatus: number }) => one.httpStatus)]).toEqual([
      0,
      [200, 200, 200],
    ]);
    const base = ['--base', addresses.payer.fhirBaseUrl];
    const search = `Communication?identifier=${good.value.trackingId}&_summary=count`;
    expect((await askCli(['query', search, ...base], { dataFolder })).value.total).toBe(3);
    const bad = await askCli(['sandbox', 'submit', '--sample', 'bad-base64', ...to], { dataFolder });
    expect([bad.code, bad.value.httpStatus]).toEqual([1, 400]);
    const unknown = await askCli(['sandbox', 'submit', '--sample', 'worst', ...to], { dataFolder });
    expect([unknown.code, unknown.value.error.next]).toEqual([2, expect.stringContaining('hostile-ccda')]);
    const nowhere = await askCli(['sandbox', 'submit'], { dataFolder });
    expect([nowhere.code, nowhere.value.error.code]).toEqual([2, 'not-running']);
  });

  it('refuses a second one on the folder with 2', async () => {
    const second = await askCli(['sandbox'], { dataFolder });
    expect([second.code, second.value.error.code]).toEqual([2, 'role-held']);
    expect(second.value.error.message).toContain(String(sandbox.child.pid));
  });

  it('runs within serve, and ends with it', async () => {
    const serving = startCli(['serve', '--receiver-port', '0', '--json'], { dataFolder: newDataFolder() });
    const [line] = (await serving.lines(1)) as [{ sandbox: Addresses }];
    expect((await fetch(`${line.sandbox.provider.fhirBaseUrl}/metadata`)).status).toBe(200);
    serving.child.kill('SIGTERM');
    expect((await serving.done).code).toBe(0);
    await expect(fetch(`${line.sandbox.provider.fhirBaseUrl}/metadata`)).rejects.toThrow();
  });
});
