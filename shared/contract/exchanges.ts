import { z } from 'zod';
import type { Exchange, ExchangeDetail } from '../domain/exchange.ts';
import { read, write } from './define.ts';

/** A window of a body as text, laid out when the body is JSON of at most 1 MiB. `offset` and `total` are bytes of that text; a character belongs to the window it begins in. */
export interface BodyWindow {
  offset: number;
  total: number;
  text: string;
}

/** What went over the wire. */
export const commands = {
  /** Newest first. `since` is an ISO instant, `before` an exchange id (for paging backwards). */
  'exchanges.list': read<Exchange[]>()(
    z.strictObject({
      limit: z.number().int().min(1).max(5000).default(100),
      since: z.iso.datetime({ offset: true }).optional(),
      before: z.string().optional(),
    }),
  ),
  'exchanges.get': read<ExchangeDetail>()(z.strictObject({ id: z.string() })),
  /** A range of bytes of one body, as text. */
  'exchanges.body': read<BodyWindow>()(
    z.strictObject({
      id: z.string(),
      side: z.enum(['request', 'response']),
      offset: z.number().int().min(0).default(0),
      length: z.number().int().min(1).max(1_048_576).default(65_536),
    }),
  ),
  'exchanges.delete': write<{ deleted: string }>()(z.strictObject({ id: z.string() })),
};
