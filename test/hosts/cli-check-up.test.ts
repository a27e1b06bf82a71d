import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli } from './cli-process.ts';

const statement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  kind: 'instance',
  fhirVersion: '4.0.1',
  format: ['json'],
  software: { name: 'Test server \u001b[2J' },
  rest: [{ mode: 'server', resource: [{ type: 'Patient', interaction: [{ code: 'search-type' }] }] }],
};

let partner: TestPartner;
let searchStatus = 200;
const dataFolder = newDataFolder();
const run = (...args: string[]) => runCli(args, { dataFolder });
const ask = (...args: string[]) => askCli(args, { dataFolder });

beforeAll(async () => {
  partner = await startPartner(({ path }, response, base) => {
    if (path === 'metadata') return sendFhir(response, 200, statement);
    if (path.startsWith('Patient?') && searchStatus === 200)
      return sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset' });
    if (path.startsWith('Patient?')) return sendFhir(response, searchStatus, outcome('error', 'Not for you.'));
    if (path !== '.well-known/smart-configuration') return response.writeHead(404).end();
    const published = {
      token_endpoint: `${base}/token`,
      grant_types_supported: ['client_credentials'],
      capabilities: [],
    };
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(published));
  });
  await run('connections', 'add', 'Mesa', '--base', partner.base, '--role', 'payer');
  await run('connections', 'add', 'Gone', '--base', 'http://127.0.0.1:1/fhir', '--role', 'payer');
});
afterAll(() => partner.close());

describe('switchboard connections test', () => {
  it('goes along the line and exits 0', async () => {
    const { code, value } = await ask('connections', 'test', 'Mesa', '--json');
    expect(code).toBe(0);
    expect(value.ok).toBe(true);
    expect(value.steps.map(({ name }: { name: string }) => name)).toEqual([
      'reachability',
      'tls',
      'discovery',
      'authorization',
      'capability-statement',
      'search',
    ]);
    for (const step of value.steps)
      expect(step).toMatchObject({ status: expect.any(String), detail: expect.any(String) });
  });

  it('exits 1 when the partner says no, 3 when nothing answers, 2 for a name nobody has', async () => {
    searchStatus = 403;
    const refused = await ask('connections', 'test', 'Mesa', '--json');
    searchStatus = 200;
    expect([refused.code, refused.value.ok]).toEqual([1, false]);
    const gone = await ask('connections', 'test', 'Gone', '--json');
    expect([gone.code, gone.value.steps[0].status]).toEqual([3, 'fail']);
    expect((await run('connections', 'test', 'Nobody')).code).toBe(2);
  });

  it('tells people a line a step, its runs, and what is wrong, without obeying the partner', async () => {
    const { code, out } = await run('connections', 'test', 'Mesa');
    expect(code).toBe(0);
    expect(out).toMatch(/^Check-up of Mesa, .*Z, took \d+\.\d s\n/);
    expect(out).toMatch(/\nok {4}Reachability {9,}\d+ ms {2}\|\.+\|\n/);
    expect(out).toMatch(/\nok {4}Search .*\|\.x\.\|\n/);
    expect(out).toContain('! TLS 1.2 or 1.3 (http) [CONF-014]');
    expect(out).not.toContain('\u001b');
    const gone = await run('connections', 'test', 'Gone');
    expect(gone.out).toMatch(/What {3}Nothing answers at 127\.0\.0\.1:1.*\n {6}Next {3}Check host and port/);
  });

  it('writes the report for the partner', async () => {
    const { out } = await run('connections', 'test', 'Mesa', '--report');
    expect(out).toMatch(/^# Check-up of Mesa\n/);
    expect(out).toContain(`- Base URL: \`${partner.base}\``);
  });
});

describe('switchboard connections discover', () => {
  it('tells what is published, and reads it again on demand', async () => {
    const first = await ask('connections', 'discover', 'Mesa', '--json');
    expect(first.code).toBe(0);
    expect(first.value).toMatchObject({ smart: { state: 'found' }, udap: { state: 'absent' } });
    const asked = partner.requests.length;
    expect((await ask('connections', 'discover', 'Mesa', '--json')).value).toEqual(first.value);
    expect(partner.requests.length).toBe(asked);
    await ask('connections', 'discover', 'Mesa', '--refresh', '--json');
    expect(partner.requests.length).toBeGreaterThan(asked);
  });

  it('tells people', async () => {
    const { out } = await run('connections', 'discover', 'Mesa');
    expect(out).toContain(`What ${partner.base} publishes, read `);
    expect(out).toMatch(/smart-configuration:\n {2}token {3}http/);
    expect(out).toContain('! capabilities is empty; SMART 2.2 requires it.');
    expect(out).toContain('udap: not published (404)');
    const gone = await run('connections', 'discover', 'Gone');
    expect(gone.out).toMatch(/smart-configuration: Nothing answers at 127\.0\.0\.1:1.*\n {2}Next: /);
  });
});

describe('switchboard connections register', () => {
  it('exits 2 where there is nothing to register by', async () => {
    const { code, value } = await ask('connections', 'register', 'Mesa', '--json');
    expect([code, value.error.code]).toEqual([2, 'invalid-input']);
    expect(value.error.next).toContain('UDAP');
  });
});
