import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import { get, ifCan, refused } from '../host.ts';
import type { Case } from '../suite.ts';

interface Verdict {
  ok: boolean;
  entries: number;
}

export const auditCases: readonly Case[] = [
  {
    name: 'what is done through this host is in the audit trail, which is whole',
    async run(host, { base }) {
      const before = await get<Verdict>(host, 'audit.verify');
      await get(host, 'queries.read', { partner: { baseUrl: base }, reference: 'DocumentReference/d1' });
      const [newest] = await get<AuditEntry[]>(host, 'audit.list', { limit: 1, action: 'exchange' });
      expect(newest).toMatchObject({
        action: 'exchange',
        actor: { host: host.name, user: expect.any(String), process: expect.any(Number) },
        request: `GET ${base}/DocumentReference/d1`,
        outcome: '200 ok',
      });
      const after = await get<Verdict>(host, 'audit.verify');
      expect([before.ok, after.ok]).toEqual([true, true]);
      expect(after.entries).toBeGreaterThan(before.entries);
    },
  },
  {
    name: 'an export of the trail leaves out what was requested, and can be verified, also when handed over as text',
    async run(host) {
      await get(host, 'settings.set', { wireOpen: true });
      await get(host, 'settings.set', { wireOpen: false });
      const file = path.join(host.dataFolder, 'trail.ndjson');
      const exported = await ifCan<Verdict>(host, 'write-files', 'audit.export', { file });
      if (exported) {
        expect(await readFile(file, 'utf8')).not.toContain('"request"');
        expect(await get(host, 'audit.verify', { export: { file } })).toMatchObject({
          ok: true,
          entries: exported.entries,
          ofThisFolder: true,
        });
        expect((await refused(host, 'audit.export', { file })).code).toBe('file-unwritable');
      }
      const entries = await get<AuditEntry[]>(host, 'audit.list', { limit: 5_000 });
      const lines = entries.toReversed().map((entry) => JSON.stringify(entry));
      const verify = (text: string) => get<Verdict>(host, 'audit.verify', { export: { value: text } });
      expect(await verify(lines.join('\n'))).toMatchObject({ ok: true, entries: lines.length, ofThisFolder: true });
      const changed = lines.join('\n').replace('"outcome":"', '"outcome":"not ');
      expect(await verify(changed)).toMatchObject({ ok: false, entries: 0, brokenAt: 1 });
    },
  },
  {
    name: 'the trail is handed over in pieces, as a page saves it, and is whole again',
    async run(host) {
      interface Piece {
        entries: { seq: number }[];
        until: number;
      }
      const first = await get<Piece>(host, 'audit.download', { limit: 2 });
      expect(first.entries.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(JSON.stringify(first)).not.toContain('"request"');
      const rest = await get<Piece>(host, 'audit.download', { from: 3, until: first.until, limit: 5_000 });
      const lines = [...first.entries, ...rest.entries].map((entry) => JSON.stringify(entry));
      expect(lines).toHaveLength(first.until);
      const whole = { export: { value: lines.join('\n') } };
      expect(await get(host, 'audit.verify', whole)).toMatchObject({
        ok: true,
        entries: first.until,
        ofThisFolder: true,
      });
      const [raw] = (await get<Piece>(host, 'audit.download', { raw: true, limit: 1 })).entries;
      expect(raw).toHaveProperty('request');
    },
  },
];
