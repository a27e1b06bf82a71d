import { z } from 'zod';
import type { Conversation } from '../domain/conversation.ts';
import type { Exchange, ExchangeDetail } from '../domain/exchange.ts';
import { read, write } from './define.ts';

/** A window of a body as text, laid out when the body is JSON of at most 1 MiB. `offset` and `total` are bytes of that text; a character belongs to the window it begins in. */
export interface BodyWindow {
  offset: number;
  total: number;
  text: string;
}

/** What a conversation is drawn around: one of these. Ids are ours; of a Task the server's is taken too. */
const around = {
  taskId: z.string().optional(),
  pushId: z.string().optional(),
  submissionId: z.string().optional(),
  exchangeIds: z.array(z.string()).min(1).max(5000).optional(),
};
const isOne = (input: Record<string, unknown>): boolean =>
  Object.keys(around).filter((name) => input[name] !== undefined).length === 1;
const notOne = 'Name one of taskId, pushId, submissionId and exchangeIds.';

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
  /** What was said around a Task, a push or a submission, or by these exchanges, as a sequence between those who took part. */
  'exchanges.conversation': read<Conversation>()(z.strictObject(around).refine(isOne, notOne)),
  /** The same to be saved as a picture, without what names people unless `raw`; told to the audit trail. */
  'exchanges.exportConversation': write<Conversation>()(
    z.strictObject({ ...around, raw: z.boolean().default(false) }).refine(isOne, notOne),
  ),
  'exchanges.delete': write<{ deleted: string }>()(z.strictObject({ id: z.string() })),
};
