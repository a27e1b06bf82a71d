import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Database } from './database.ts';

/** Which versions to list. */
export interface HistoryWish {
  type?: string;
  id?: string;
  /** Page size, 100 unless told. */
  count?: number;
  offset?: number;
  /** Milliseconds since 1970; older versions stay out. */
  since?: number;
}

interface HistoryRow {
  type: string;
  id: string;
  version: number;
  updated: number;
  method: 'POST' | 'PUT' | 'DELETE';
  json: string | null;
}

const statuses = { POST: '201', PUT: '200', DELETE: '204' };

function entryOf({ type, id, version, updated, method, json }: HistoryRow): BundleEntry<Resource> {
  const first = method === 'PUT' && version === 1;
  return {
    ...(json === null ? {} : { resource: JSON.parse(json) as Resource }),
    request: { method, url: method === 'POST' ? type : `${type}/${id}` },
    response: {
      status: first ? '201' : statuses[method],
      etag: `W/"${version}"`,
      lastModified: new Date(updated).toISOString(),
    },
  };
}

/**
 * Versions of one resource, one type or everything, newest first, and whether there are older ones beyond the page. With `keep` those
 * alone that it keeps, in the total as well.
 */
export function historyBundle(
  database: Database,
  wish: HistoryWish,
  keep?: (version: Pick<HistoryRow, 'json'>) => boolean,
): { bundle: Bundle<Resource>; more: boolean } {
  const conditions = ['TRUE'];
  const values: (string | number)[] = [];
  const narrow = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  narrow('type = ?', wish.type);
  narrow('id = ?', wish.id);
  narrow('updated >= ?', wish.since);
  const where = conditions.join(' AND ');
  const [count, offset] = [Math.min(wish.count ?? 100, 1000), wish.offset ?? 0];
  const newest = `SELECT * FROM history WHERE ${where} ORDER BY seq DESC`;
  const kept = keep && database.all<HistoryRow>(newest, values).filter(keep);
  const total =
    kept?.length ?? database.get<{ n: number }>(`SELECT count(*) AS n FROM history WHERE ${where}`, values)?.n ?? 0;
  const rows =
    kept?.slice(offset, offset + count) ??
    database.all<HistoryRow>(`${newest} LIMIT ? OFFSET ?`, [...values, count, offset]);
  const entry = rows.map(entryOf);
  return {
    bundle: { resourceType: 'Bundle', type: 'history', total, ...(entry.length ? { entry } : {}) },
    more: offset + rows.length < total,
  };
}
