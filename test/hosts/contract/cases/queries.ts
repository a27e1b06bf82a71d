import { expect } from 'vitest';
import type { ErrorCode } from '../../../../shared/contract/errors.ts';
import type { ElidedResource, QueryReceipt, RowWindow, SavedResult } from '../../../../shared/contract/queries.ts';
import type { ExchangeDetail } from '../../../../shared/domain/exchange.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { get, ifCan, refused } from '../host.ts';
import type { Case } from '../suite.ts';

const failures: readonly [asked: string, code: ErrorCode, httpStatus?: number][] = [
  ['html', 'not-fhir', 200],
  ['empty', 'not-fhir', 200],
  ['cut', 'not-fhir', 200],
  ['json', 'not-fhir', 200],
  ['400', 'refused-by-partner', 400],
  ['unheard-of', 'refused-by-partner', 404],
  ['quiet', 'error-outcome', 200],
  ['503', 'server-error', 503],
  ['away', 'redirected', 302],
  ['lost', 'connection-lost'],
  ['never', 'timed-out'],
];

export const queryCases: readonly Case[] = [
  {
    name: 'a search answers a receipt; its rows, entries and next page are asked for',
    async run(host, { base }) {
      const input = { partner: { baseUrl: base }, query: 'Patient?family=Lund' };
      const receipt = await get<QueryReceipt>(host, 'queries.search', input);
      expect(receipt).toMatchObject({
        httpStatus: 200,
        resourceType: 'Bundle',
        bundleType: 'searchset',
        total: 3,
        entries: 2,
        hasNext: true,
        hasPrevious: false,
      });
      const { exchangeId } = receipt;
      const { rows, total } = await get<RowWindow>(host, 'queries.rows', { exchangeId, first: 1 });
      expect([total, rows.map(({ index, id, mode }) => [index, id, mode])]).toEqual([2, [[1, '2', 'match']]]);
      const entry = await get<ElidedResource>(host, 'queries.entry', { exchangeId, index: 0 });
      expect(entry).toMatchObject({ pointer: '/entry/0/resource', resource: { resourceType: 'Patient', id: '1' } });
      expect((await refused(host, 'queries.entry', { exchangeId, index: 2 })).code).toBe('not-found');
      const next = await get<QueryReceipt>(host, 'queries.page', { exchangeId, relation: 'next' });
      expect(next).toMatchObject({ entries: 1, hasNext: false });
      const last = { exchangeId: next.exchangeId, relation: 'next' };
      expect((await refused(host, 'queries.page', last)).code).toBe('not-found');
    },
  },
  {
    name: 'each kind of bad answer has its code, its HTTP status and a record',
    async run(host, { base }) {
      for (const [asked, code, httpStatus] of failures) {
        const partner = { baseUrl: base, timeoutMs: asked === 'never' ? 200 : 20_000 };
        const failure = await refused(host, 'queries.search', { partner, query: `Patient?answer=${asked}` });
        expect([failure.code, failure.httpStatus], asked).toEqual([code, httpStatus]);
        const record = await get<ExchangeDetail>(host, 'exchanges.get', { id: failure.exchangeId });
        expect(record, asked).toMatchObject({ status: httpStatus ?? null, problem: failure.message });
      }
    },
  },
  {
    name: 'a partner that is not there is unreachable, and that is recorded too',
    async run(host) {
      const partner = { baseUrl: 'http://127.0.0.1:9/fhir' };
      const failure = await refused(host, 'queries.search', { partner, query: 'Patient' });
      expect(failure.code).toBe('unreachable');
      const record = await get(host, 'exchanges.get', { id: failure.exchangeId });
      expect(record).toMatchObject({ status: null, outcome: 'transport' });
    },
  },
  {
    name: 'a secret is read from the environment where the host may, and never shown',
    async run(host, { base, requests }) {
      const partner = { baseUrl: base, tokenEnv: host.secret.name };
      const input = { partner, query: 'Patient?family=Lund' };
      const receipt = await ifCan<QueryReceipt>(host, 'environment', 'queries.search', input);
      const sent = requests.filter(({ headers }) => headers.authorization === `Bearer ${host.secret.value}`);
      expect(sent.length).toBe(receipt ? 1 : 0);
      if (!receipt) return;
      const record = await get(host, 'exchanges.get', { id: receipt.exchangeId });
      expect(JSON.stringify(record).toLowerCase()).toContain('authorization');
      expect(JSON.stringify(record)).not.toContain(host.secret.value);
    },
  },
  {
    name: 'all pages are written to a file where the host may write files',
    async run(host, { base }) {
      const file = path.join(host.dataFolder, '..', 'saved.json');
      const input = { partner: { baseUrl: base }, query: 'Patient?family=Lund', allPages: true, file };
      const saved = await ifCan<SavedResult>(host, 'write-files', 'queries.save', input);
      if (!saved) return;
      expect(saved).toMatchObject({ file, pages: 2, entries: 3 });
      expect(JSON.parse(await readFile(file, 'utf8')).entry).toHaveLength(3);
    },
  },
  {
    name: 'an operation under way is cancelled; one that is not is said so',
    async run(host, { base, requests }) {
      expect(await get(host, 'operations.cancel', { operationId: 'nothing' })).toEqual({ cancelled: false });
      if (!host.capabilities.includes('stay')) return; // a process a call: nothing is under way when the next one asks
      const before = requests.length;
      const partner = { baseUrl: base, timeoutMs: 30_000 };
      const input = { partner, query: 'Patient?answer=never', operationId: 'slow' };
      const searching = refused(host, 'queries.search', input);
      while (requests.length === before) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await get(host, 'operations.cancel', { operationId: 'slow' })).toEqual({ cancelled: true });
      expect((await searching).code).toBe('cancelled');
    },
  },
];
