import { z } from 'zod';
import { type AuditEntry, auditActions, type ExportedEntry } from '../domain/audit.ts';
import { read, write } from './define.ts';
import { given } from './given.ts';

/** The trail: what happened here, by whom, and that nobody changed it since. Nothing switches it off. */
export const commands = {
  /** Newest first; `before` is a number of the trail. */
  'audit.list': read<AuditEntry[]>()(
    z.strictObject({
      limit: z.number().int().min(1).max(5_000).default(200),
      before: z.number().int().positive().optional(),
      action: z.enum(auditActions).optional(),
    }),
  ),
  /**
   * Goes through the whole trail, or through an exported one. Whoever can write the database can make a whole new trail; an export kept
   * elsewhere shows it: `ofThisFolder` says whether the trail here begins with it.
   */
  'audit.verify': read<{ ok: boolean; entries: number; brokenAt?: number; reason?: string; ofThisFolder?: boolean }>()(
    z.strictObject({ export: given.optional(), operationId: z.string().optional() }),
  ),
  /** One entry a line, oldest first; what was requested is left out unless `raw`, and can be verified all the same. */
  'audit.export': write<{ file: string; entries: number }>()(
    z.strictObject({
      file: z.string().min(1),
      raw: z.boolean().default(false),
      overwrite: z.boolean().default(false),
      operationId: z.string().optional(),
    }),
  ),
  /**
   * The same in pieces, for a page that saves a file by itself. The first call tells the trail of the export and answers where it ends;
   * the later ones give that back as `until`, and go on `from` the last number they have and one.
   */
  'audit.download': write<{ entries: ExportedEntry[]; until: number }>()(
    z.strictObject({
      from: z.number().int().min(1).default(1),
      until: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(5_000).default(2_000),
      raw: z.boolean().default(false),
    }),
  ),
};
