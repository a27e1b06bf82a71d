import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, type PartnerAnswer, sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { askCli, newDataFolder, runCli, startCli } from './cli-process.ts';

const patients = (from: number) =>
  [from, from + 1].map((id) => ({ resource: { resourceType: 'Patient', id: `${id}` } }));
const page = (from: number, next?: string) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: 4,
  link: next ? [{ relation: 'next', url: next }] : [],
  entry: patients(from),
});
const bigText = 'x'.repeat(1_000_000);

const answers: Record<string, PartnerAnswer> = {
  'Patient?name=x': (_, response, base) => sendFhir(response, 200, page(1, `${base}/Patient?page=2`)),
  'Patient?page=2': (_, response) => sendFhir(response, 200, page(3)),
  'Patient/_search': (_, response) => sendFhir(response, 200, page(1)),
  'Patient?bad=1': (_, response) => sendFhir(response, 400, outcome('error', 'There is no parameter bad.')),
  'Patient?quiet=1': (_, response) => sendFhir(response, 200, outcome('error', 'Not for you.')),
  'Patient?html=1': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in</p>'),
  'Patient?empty=1': (_, response) => response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(),
  'Patient?cut=1': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/fhir+json' }).end('{"resourceType":"Bundle","entry":['),
  'Patient?down=1': (_, response) => sendFhir(response, 503, outcome('error', 'Closed.')),
  'Patient?hang=1': () => {},
  'Binary?big=1': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/fhir+json' });
    response.write('{"resourceType":"Bundle","type":"searchset","entry":[');
    for (let index = 0; index < 50; index += 1) {
      const resource = { resourceType: 'Binary', id: `${index}`, contentType: 'text/plain', data: bigText };
      response.write(`${index ? ',' : ''}${JSON.stringify({ resource })}`);
    }
    response.end(']}');
  },
};

let partner: TestPartner;
const dataFolder = newDataFolder();
const query = (text: string, ...more: string[]) => ['query', text, '--base', partner.base, ...more];

beforeAll(async () => {
  partner = await startPartner((request, response, base) => {
    const answer = answers[request.path] ?? ((_, unknown) => sendFhir(unknown, 404, outcome('error', 'Unknown.')));
    answer(request, response, base);
  });
});
afterAll(() => partner.close());

describe('switchboard query', () => {
  it('prints the page, or all pages as one Bundle', async () => {
    const one = await askCli(query('Patient?name=x'), { dataFolder });
    expect([one.code, one.err, one.value.entry.length]).toEqual([0, '', 2]);
    const all = await askCli(query('Patient?name=x', '--all-pages'), { dataFolder });
    expect(all.code).toBe(0);
    expect(all.value.entry.map((each: { resource: { id: string } }) => each.resource.id)).toEqual(['1', '2', '3', '4']);
  });

  it('writes --out, and records what it did', async () => {
    const out = path.join(dataFolder, 'all.json');
    const { code, value } = await askCli(query('Patient?name=x', '--all-pages', '--out', out), { dataFolder });
    expect([code, value.pages, value.entries, value.file]).toEqual([0, 2, 4, out]);
    const written = readFileSync(out);
    expect([value.bytes, JSON.parse(written.toString()).entry.length]).toEqual([written.length, 4]);
    const shown = await askCli(['exchanges', 'show', value.exchangeIds[0]], { dataFolder });
    expect(shown.value).toMatchObject({
      direction: 'out',
      method: 'GET',
      url: `${partner.base}/Patient?name=x`,
      status: 200,
    });
    expect(JSON.parse(shown.value.response.bodyText).total).toBe(4);
    const list = await askCli(['exchanges', 'list', '--limit', '2'], { dataFolder });
    expect(list.value.map(({ id }: { id: string }) => id)).toEqual([...value.exchangeIds].reverse());
  });

  it('searches by POST', async () => {
    const { code } = await askCli(query('Patient?name=x', '--post'), { dataFolder });
    expect(code).toBe(0);
    expect(partner.requests.at(-1)).toMatchObject({ method: 'POST', path: 'Patient/_search', body: 'name=x' });
  });

  it('sends what the environment holds, and stores it masked', async () => {
    const environment = { T: 'very-secret-token', H: 'X-Key: very-secret-key' };
    const args = query('Patient?name=x', '--token-env', 'T', '--header-env', 'H');
    expect((await askCli(args, { dataFolder, environment })).code).toBe(0);
    const { headers } = partner.requests.at(-1) ?? {};
    expect([headers?.authorization, headers?.['x-key']]).toEqual(['Bearer very-secret-token', 'very-secret-key']);
    const [{ id }] = (await askCli(['exchanges', 'list', '--limit', '1'], { dataFolder })).value;
    const shown = await runCli(['exchanges', 'show', id], { dataFolder });
    expect(shown.out).toContain('uthorization');
    expect(shown.out).not.toContain('very-secret');
  });

  it.each([
    ['bad=1', 1, 'refused-by-partner', 400],
    ['quiet=1', 1, 'error-outcome', 200],
    ['html=1', 3, 'not-fhir', 200],
    ['empty=1', 3, 'not-fhir', 200],
    ['cut=1', 3, 'not-fhir', 200],
    ['down=1', 3, 'server-error', 503],
  ])('answers Patient?%s with exit %i and %s', async (text, exit, code, httpStatus) => {
    const { code: got, value } = await askCli(query(`Patient?${text}`), { dataFolder });
    expect([got, value.error.code, value.error.httpStatus]).toEqual([exit, code, httpStatus]);
    expect(value.error.next).toMatch(/\w+ .*\.$/);
    if (code !== 'not-fhir') expect(value.error.outcome.resourceType).toBe('OperationOutcome');
    const shown = await askCli(['exchanges', 'show', value.error.exchangeId], { dataFolder });
    expect(shown.value.status).toBe(httpStatus);
    const plain = await runCli(query(`Patient?${text}`), { dataFolder });
    expect([plain.code, plain.out]).toEqual([exit, '']);
    expect(plain.err).toContain(value.error.message);
  });

  it('answers 3 when nobody listens, when nobody answers in time, and when TLS fails', async () => {
    const nobody = await startPartner(() => {});
    await nobody.close();
    const refused = await askCli(['query', 'Patient', '--base', nobody.base], { dataFolder });
    expect([refused.code, refused.value.error.code]).toEqual([3, 'unreachable']);
    const late = await askCli(query('Patient?hang=1', '--timeout', '0.3'), { dataFolder });
    expect([late.code, late.value.error.code]).toEqual([3, 'timed-out']);
    const plain = await askCli(['query', 'Patient', '--base', partner.base.replace('http:', 'https:')], { dataFolder });
    expect([plain.code, plain.value.error.code]).toEqual([3, 'tls-failed']);
  });

  it('answers 2 for what is wrong here: secret, file, base, connection', async () => {
    const missing = await askCli(query('Patient', '--token-env', 'NO_SUCH_VARIABLE'), { dataFolder });
    expect([missing.code, missing.value.error.code]).toEqual([2, 'secret-missing']);
    const file = await askCli(query('Patient', '--ca', '/no/such.pem'), { dataFolder });
    expect([file.code, file.value.error.code]).toEqual([2, 'file-unreadable']);
    const out = await askCli(query('Patient?name=x', '--out', '/no/such/folder/x.json'), { dataFolder });
    expect([out.code, out.value.error.code]).toEqual([2, 'file-unwritable']);
    const base = await askCli(['query', 'Patient', '--base', 'nonsense'], { dataFolder });
    expect([base.code, base.value.error.code]).toEqual([2, 'invalid-input']);
    const connection = await askCli(['query', 'Patient', '--connection', 'Nobody'], { dataFolder });
    expect([connection.code, connection.value.error.code]).toEqual([2, 'not-found']);
  });

  it('prints a body of 50 MB whole', async () => {
    const { code, out, err } = await runCli(query('Binary?big=1'), { dataFolder });
    expect([code, err]).toEqual([0, '']);
    const bundle = JSON.parse(out);
    expect(bundle.entry.length).toBe(50);
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(hash(bundle.entry[49].resource.data)).toBe(hash(bigText));
  });

  it('stops waiting when it is asked to end', async () => {
    const before = partner.requests.length;
    const waiting = startCli(query('Patient?hang=1', '--json'), { dataFolder });
    await expect.poll(() => partner.requests.length, { timeout: 20_000 }).toBeGreaterThan(before);
    waiting.child.kill('SIGINT');
    const ended = await waiting.done;
    expect([ended.code, JSON.parse(ended.out).error.code]).toEqual([2, 'cancelled']);
  });

  it('answers by a stored connection', async () => {
    const add = ['connections', 'add', 'Lakeside', '--base', `${partner.base}/`, '--role', 'payer', '--auth', 'none'];
    const added = await askCli(add, { dataFolder });
    expect([added.code, added.value]).toMatchObject([0, { name: 'Lakeside', baseUrl: partner.base, role: 'payer' }]);
    expect((await askCli(['query', 'Patient?name=x', '--connection', 'Lakeside'], { dataFolder })).value.total).toBe(4);
    expect((await askCli(add, { dataFolder })).value.error.code).toBe('name-taken');
    expect((await askCli(['connections', 'list'], { dataFolder })).value).toEqual([added.value]);
    expect((await askCli(['connections', 'remove', 'Lakeside'], { dataFolder })).code).toBe(0);
    expect((await askCli(['connections', 'show', 'Lakeside'], { dataFolder })).code).toBe(2);
  });
});

describe('switchboard call', () => {
  it('runs a command of the contract, and refuses what is none', async () => {
    const info = await askCli(['call', 'host.info', '--input', '-'], { dataFolder, input: '{}' });
    expect([info.code, info.value]).toMatchObject([0, { host: 'cli', dataFolder }]);
    const unknown = await askCli(['call', 'host.inof', '--input', '-'], { dataFolder, input: '{}' });
    expect([unknown.code, unknown.value.error.code]).toEqual([2, 'unknown-command']);
    const wrong = await askCli(['call', 'exchanges.list', '--input', '-'], { dataFolder, input: '{"limit":"many"}' });
    expect([wrong.code, wrong.value.error.code]).toEqual([2, 'invalid-input']);
    const broken = await askCli(['call', 'exchanges.list', '--input', '-'], { dataFolder, input: '{"limit":' });
    expect([broken.code, broken.value.error.code]).toEqual([2, 'invalid-json']);
    const stay = await askCli(['call', 'receiver.start', '--input', '-'], { dataFolder, input: '{}' });
    expect([stay.code, stay.value.error.code]).toEqual([2, 'capability-missing']);
  });
});

describe('a data folder that cannot be used', () => {
  it('answers 2: a file in its place, a database that is none', async () => {
    const file = path.join(newDataFolder(), 'file');
    writeFileSync(file, '');
    const place = await askCli(['exchanges', 'list', '--data-dir', file], { dataFolder });
    expect([place.code, place.value.error.code]).toEqual([2, 'folder-unusable']);
    const folder = newDataFolder();
    writeFileSync(path.join(folder, 'switchboard.db'), 'this is no database '.repeat(500));
    const corrupt = await askCli(['exchanges', 'list', '--data-dir', folder], { dataFolder });
    expect([corrupt.code, corrupt.value.error.code]).toEqual([2, 'folder-corrupt']);
  });
});
