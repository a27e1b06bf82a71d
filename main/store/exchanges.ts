import type {
  Exchange,
  ExchangeDetail,
  ExchangeMessage,
  ExchangeSide,
  HeaderList,
} from '../../shared/domain/exchange.ts';
import type { BodyHead } from '../../shared/fhir/body-head.ts';
import type { Tell } from './audit.ts';
import { deletionTold, exchangeTold } from './audit-words.ts';
import type { Database, Row } from './sqlite.ts';
import type { Journal } from './journal.ts';
import { packText, unpackText } from './packed-text.ts';

/** A body as kept: in the row when small, else the name of its file; neither when there was none or it was not kept. */
export interface KeptBody {
  size: number;
  bytes?: Uint8Array;
  file?: string;
}

/** An exchange as written, before it has an id. */
export interface NewExchange extends Omit<Exchange, 'id'> {
  /** Base URL of the partner, for following links later. */
  baseUrl?: string;
  request: { headers: HeaderList; body: KeptBody };
  response: { headers: HeaderList; body: KeptBody };
  /** What the answer says at its top level, for answers that are FHIR. */
  head?: BodyHead;
  /** Byte ranges of the entries of a large Bundle: pairs of offset and length. */
  ranges?: Float64Array;
}

/** What reading on from an exchange needs. */
export interface ExchangeSource {
  exchange: Exchange;
  baseUrl?: string;
  head?: BodyHead;
  ranges?: Float64Array;
}

/** Every exchange, one row each, with its small bodies; ids grow. Adding and removing is told to the audit trail. */
export interface ExchangeTable {
  /** `promised` is the status an incoming one is about to be answered with: the trail tells of it once, with what it is answered. */
  add(exchange: NewExchange, promised?: number): string;
  /** For an incoming exchange: the record with what was answered, once it was. */
  answer(id: string, record: Omit<Exchange, 'id'>, response: { headers: HeaderList; body: KeptBody }): void;
  get(id: string): Exchange | undefined;
  detail(id: string): ExchangeDetail | undefined;
  source(id: string): ExchangeSource | undefined;
  body(id: string, side: ExchangeSide): KeptBody | undefined;
  /** Newest first; `before` is an id, `since` milliseconds. */
  list(limit: number, filter?: { since?: number; before?: string }): Exchange[];
  /** Names of all body files that a row owns. */
  files(): Set<string>;
  /** Removes the row; answers the files that went with it. */
  remove(id: string): string[] | undefined;
}

const packed = ({ bytes }: KeptBody) => (bytes ? packText(bytes) : null);

/** Text of at most this many bytes is part of a detail; more is read in windows. */
export const inlineText = 65_536;

const asExchange = (row: Row): Exchange => ({
  id: String(row.id),
  ...(JSON.parse(String(row.record)) as Omit<Exchange, 'id'>),
});
const summary = 'SELECT id, record FROM exchanges';

/** The exchanges of a database; writes are named in the journal. */
export function createExchangeTable(database: Database, journal: Journal, tell: Tell): ExchangeTable {
  const get = (id: string) => {
    const row = database.get(`${summary} WHERE id = ?`, id);
    return row ? asExchange(row) : undefined;
  };
  const body = (id: string, side: ExchangeSide): KeptBody | undefined => {
    const text = side === 'request' ? '(SELECT text FROM request_texts WHERE exchange = id)' : 'response_body';
    const row = database.get(
      `SELECT ${side}_file AS file, ${side}_size AS size, ${text} AS body FROM exchanges WHERE id = ?`,
      id,
    );
    if (!row) return undefined;
    return {
      size: Number(row.size),
      ...(row.file === null ? {} : { file: String(row.file) }),
      ...(row.body instanceof Uint8Array ? { bytes: unpackText(row.body) } : {}),
    };
  };
  return {
    get,
    body,
    add(exchange, promised) {
      const { request, response, baseUrl, head, ranges, ...record } = exchange;
      const { lastId } = database.run(
        `INSERT INTO exchanges(at, direction, record, base_url, head, request_headers, response_headers, request_file,
           response_file, request_size, response_size, response_body, ranges)
         VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        Date.parse(record.at),
        record.direction,
        JSON.stringify(record),
        baseUrl ?? null,
        head ? JSON.stringify(head) : null,
        JSON.stringify(request.headers),
        JSON.stringify(response.headers),
        request.body.file ?? null,
        response.body.file ?? null,
        request.body.size,
        response.body.size,
        packed(response.body),
        ranges ? new Uint8Array(ranges.buffer) : null,
      );
      const text = packed(request.body);
      if (text) database.run('INSERT INTO request_texts(exchange, text) VALUES(?, ?)', lastId, text);
      journal('exchange', String(lastId), 'put');
      tell(exchangeTold(String(lastId), record, promised));
      return String(lastId);
    },
    answer(id, record, response) {
      database.run(
        'UPDATE exchanges SET record = ?, response_headers = ?, response_size = ?, response_body = ? WHERE id = ?',
        JSON.stringify(record),
        JSON.stringify(response.headers),
        response.body.size,
        packed(response.body),
        id,
      );
      journal('exchange', id, 'put');
    },
    detail(id) {
      const row = database.get('SELECT id, record, request_headers, response_headers FROM exchanges WHERE id = ?', id);
      if (!row) return undefined;
      const message = (side: ExchangeSide): ExchangeMessage =>
        toMessage(JSON.parse(String(row[`${side}_headers`])) as HeaderList, body(id, side));
      return { ...asExchange(row), request: message('request'), response: message('response') };
    },
    source(id) {
      const row = database.get('SELECT id, record, base_url, head, ranges FROM exchanges WHERE id = ?', id);
      if (!row) return undefined;
      return {
        exchange: asExchange(row),
        ...(row.base_url === null ? {} : { baseUrl: String(row.base_url) }),
        ...(row.head === null ? {} : { head: JSON.parse(String(row.head)) as BodyHead }),
        ...(row.ranges instanceof Uint8Array ? { ranges: new Float64Array(row.ranges.slice().buffer) } : {}),
      };
    },
    list(limit, { since, before } = {}) {
      const rows = database.all(
        `${summary} WHERE at >= ? AND id < ? ORDER BY id DESC LIMIT ?`,
        since ?? 0,
        before === undefined ? Number.MAX_SAFE_INTEGER : Number(before),
        limit,
      );
      return rows.map(asExchange);
    },
    files() {
      const rows = database.all(
        `SELECT request_file AS file FROM exchanges WHERE request_file IS NOT NULL
         UNION ALL SELECT response_file FROM exchanges WHERE response_file IS NOT NULL`,
      );
      return new Set(rows.map(({ file }) => String(file)));
    },
    remove(id) {
      const row = database.get('SELECT id, record, request_file, response_file FROM exchanges WHERE id = ?', id);
      if (!row) return undefined;
      database.run('DELETE FROM exchanges WHERE id = ?', id);
      database.run('DELETE FROM request_texts WHERE exchange = ?', id);
      journal('exchange', id, 'delete');
      tell(deletionTold(asExchange(row)));
      return [row.request_file, row.response_file].filter((file) => file !== null).map(String);
    },
  };
}

function toMessage(headers: HeaderList, body: KeptBody | undefined): ExchangeMessage {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const message: ExchangeMessage = {
    headers,
    bodyBytes: body?.size ?? 0,
    ...(contentType === undefined ? {} : { contentType }),
    ...(body?.file === undefined ? {} : { bodyFile: body.file }),
  };
  if (!body?.bytes || body.bytes.length === 0) return message;
  const text = decodeText(body.bytes);
  return text === undefined ? { ...message, binary: true } : { ...message, bodyText: text };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
