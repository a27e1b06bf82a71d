import { z } from 'zod';
import type { BundleRow } from '../fhir/summary.ts';
import { read, write } from './define.ts';
import { partnerInput } from './partner.ts';

/** What a search or read brought. Entries stay in main: ask for them with queries.rows and queries.entry. */
export interface QueryReceipt {
  exchangeId: string;
  httpStatus: number;
  /** Type of the resource that came back: Bundle for searches. */
  resourceType: string;
  /** Bundle.type, for a Bundle. */
  bundleType?: string;
  /** Bundle.total as the server counts matches; absent where it did not say. */
  total?: number;
  /** Entries in this page. */
  entries: number;
  hasNext: boolean;
  hasPrevious: boolean;
  wireBytes: number;
  decodedBytes: number;
  durationMs: number;
  /** An informational or warning OperationOutcome that travelled with the answer. */
  outcome?: unknown;
}

/** Rows first..first+rows.length of a page. */
export interface RowWindow {
  first: number;
  total: number;
  rows: BundleRow[];
}

/** A resource as JSON whose long base64 strings are replaced by `{"$base64": {bytes, sha256, pointer}}`. */
export interface ElidedResource {
  exchangeId: string;
  /** JSON pointer of this resource in the exchange's response. */
  pointer: string;
  resource: unknown;
  bytes: number;
}

/** A whole result written to a file. */
export interface SavedResult {
  file: string;
  bytes: number;
  pages: number;
  entries: number;
  exchangeIds: string[];
}

const operationId = z.string().max(80).optional();

/** Searches, reads, and what they brought. */
export const commands = {
  /** A FHIR search. `query` is `Type?params` or `Type` (relative to the base). */
  'queries.search': write<QueryReceipt>()(
    z.strictObject({
      partner: partnerInput,
      query: z.string().trim().min(1).max(16_000),
      post: z.boolean().default(false),
      prefer: z.enum(['strict', 'lenient']).optional(),
      operationId,
    }),
  ),
  /** The page before or after a searchset already received. The link stays in main and never leads to another origin with credentials. */
  'queries.page': write<QueryReceipt>()(
    z.strictObject({ exchangeId: z.string(), relation: z.enum(['next', 'previous']), operationId }),
  ),
  /** All pages of a search, written to one file as one searchset Bundle. Needs the capability write-files. */
  'queries.save': write<SavedResult>()(
    z.strictObject({
      partner: partnerInput,
      query: z.string().trim().min(1).max(16_000),
      post: z.boolean().default(false),
      allPages: z.boolean().default(false),
      file: z.string().min(1),
      operationId,
    }),
  ),
  /** One resource by a reference relative to the base, such as Patient/123. */
  'queries.read': write<QueryReceipt>()(
    z.strictObject({ partner: partnerInput, reference: z.string().min(1).max(2_000), operationId }),
  ),
  'queries.rows': read<RowWindow>()(
    z.strictObject({
      exchangeId: z.string(),
      first: z.number().int().min(0).default(0),
      count: z.number().int().min(1).max(500).default(100),
    }),
  ),
  /** One entry's resource; without `index` the answer itself (a read, or the Bundle when it is at most 1 MiB). */
  'queries.entry': read<ElidedResource>()(
    z.strictObject({ exchangeId: z.string(), index: z.number().int().min(0).optional() }),
  ),
};
