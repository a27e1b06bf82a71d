import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { ExchangeSide } from '../../../shared/domain/exchange.ts';
import { call } from '../../api/call.ts';

/** Bytes up to which a body is shown whole; what is larger is read in windows. */
export const wholeLimit = 1_048_576;

/** A body as text, window after window. Only for bodies known to be at most `wholeLimit` as received. */
export async function readWhole(exchangeId: string, side: ExchangeSide): Promise<Reply<string>> {
  let text = '';
  let offset = 0;
  for (;;) {
    const reply = await call('exchanges.body', { id: exchangeId, side, offset, length: 1_048_576 });
    if (!reply.ok) return reply;
    text += reply.value.text;
    offset += 1_048_576;
    if (offset >= reply.value.total) return ok(text);
  }
}
