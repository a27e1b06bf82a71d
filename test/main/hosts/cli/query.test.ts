import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import { runLine, startLine } from './command-line.ts';

const bundle = JSON.stringify({ resourceType: 'Bundle', type: 'searchset', note: 'ü' });
const files: string[] = [];
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-data-'));
const answers = {
  'host.info': () => ok({ dataFolder }),
  'queries.save': ({ file }: { file: string }) => {
    files.push(file);
    writeFileSync(file, bundle);
    return ok({ file, bytes: bundle.length, pages: 2, entries: 7, exchangeIds: ['1', '2'] });
  },
};

describe('query', () => {
  it('prints the Bundle as it came and leaves no file behind', async () => {
    const ran = await runLine(['query', 'Patient?name=x', '--base', 'http://a.example/fhir', '--all-pages'], {
      answers,
    });
    expect([ran.code, ran.out, ran.err]).toEqual([0, `${bundle}\n`, '']);
    expect(ran.console.asked[1]).toMatchObject({
      name: 'queries.save',
      input: { query: 'Patient?name=x', allPages: true, post: false, partner: { baseUrl: 'http://a.example/fhir' } },
    });
    expect(files.at(-1)?.startsWith(dataFolder)).toBe(true);
    expect(existsSync(files.at(-1) ?? '')).toBe(false);
    expect(readdirSync(dataFolder)).toEqual([]);
    expect(ran.console.closed).toBe(1);
  });

  it('hands over how to be let in, by name and never by value', async () => {
    const partner = ['--base', 'http://a.example', '--header-env', 'H1', '--header-env', 'H2', '--token-env', 'T'];
    const tls = ['--ca', 'ca.pem', '--cert', '/c.pem', '--key', '/k.pem', '--timeout', '1.5', '--cdex-version', '2.0'];
    const ran = await runLine(['query', 'Patient', '--post', ...partner, ...tls], { answers });
    expect(ran.console.asked[1]?.input).toMatchObject({
      post: true,
      partner: {
        headerEnv: ['H1', 'H2'],
        tokenEnv: 'T',
        caFile: path.resolve('ca.pem'),
        certFile: '/c.pem',
        keyFile: '/k.pem',
        timeoutMs: 1500,
        cdexVersion: '2.0',
      },
    });
  });

  it('writes to --out and prints the receipt', async () => {
    const out = path.join(os.tmpdir(), `switchboard-out-${process.pid}.json`);
    const ran = await runLine(['query', 'Patient', '--connection', 'P', '--out', out, '--json'], { answers });
    expect(ran.console.asked[0]?.input).toMatchObject({ partner: { connection: 'P' }, file: out });
    expect(JSON.parse(ran.out)).toEqual({
      file: out,
      bytes: bundle.length,
      pages: 2,
      entries: 7,
      exchangeIds: ['1', '2'],
    });
  });

  it.each([
    ['refused-by-partner', 1],
    ['error-outcome', 1],
    ['secret-missing', 2],
    ['not-fhir', 3],
    ['unreachable', 3],
  ] as const)('answers %s with exit %i, in words or as JSON', async (code, exit) => {
    const failing = {
      ...answers,
      'queries.save': () => fail(code, 'It went wrong.', 'Do better.', { exchangeId: '12' }),
    };
    const args = ['query', 'Patient', '--base', 'http://a.example'];
    const plain = await runLine(args, { answers: failing });
    expect([plain.code, plain.out]).toEqual([exit, '']);
    expect(plain.err).toBe('Error: It went wrong.\nDo better.\nSee: switchboard exchanges show 12\n');
    const json = await runLine([...args, '--json'], { answers: failing });
    expect(json.code).toBe(exit);
    expect(JSON.parse(json.out)).toEqual({
      error: { code, message: 'It went wrong.', next: 'Do better.', exchangeId: '12' },
    });
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  it('waits for no partner once it is asked to end, and cleans up', async () => {
    const asked = Promise.withResolvers<void>();
    const never = {
      ...answers,
      'queries.save': () => {
        asked.resolve();
        return new Promise<never>(() => {});
      },
    };
    const line = startLine(['query', 'Patient', '--base', 'http://a.example', '--json'], { answers: never });
    await asked.promise;
    line.end();
    const ran = await line.done;
    expect([ran.code, JSON.parse(ran.out).error.code, ran.console.closed]).toEqual([2, 'cancelled', 1]);
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  it('says that an empty query is empty', async () => {
    const ran = await runLine(['query', ' ', '--base', 'http://a.example', '--json'], { answers });
    expect([ran.code, JSON.parse(ran.out).error.message]).toEqual([2, 'The query is empty.']);
  });
});
