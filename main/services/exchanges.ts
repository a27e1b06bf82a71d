import { fail, ok } from '../../shared/contract/errors.ts';
import type { ExchangeMessage } from '../../shared/domain/exchange.ts';
import { prettyJson } from '../wire/pretty-json.ts';
import { openBody } from './bodies.ts';
import { conversationHandlers } from './conversation.ts';
import type { Family, Kit } from './kit.ts';

/** JSON up to this size is shown pretty-printed. */
const prettyLimit = 1_048_576;

/** The family `exchanges`: what went over the wire, and its bodies by windows of text. */
export function exchangeHandlers(kit: Kit): Family<'exchanges'> {
  const { store } = kit;
  const missing = (id: string) =>
    fail('not-found', `There is no exchange ${id}.`, 'Look in the list of exchanges; it may have been deleted.');
  const located = (message: ExchangeMessage): ExchangeMessage =>
    message.bodyFile ? { ...message, bodyFile: store.bodies.path(message.bodyFile) } : message;

  return {
    'exchanges.list': ({ limit, since, before }) =>
      ok(
        store.exchanges.list(limit, { ...(since ? { since: Date.parse(since) } : {}), ...(before ? { before } : {}) }),
      ),
    'exchanges.get'({ id }) {
      const detail = store.exchanges.detail(id);
      return detail
        ? ok({ ...detail, request: located(detail.request), response: located(detail.response) })
        : missing(id);
    },
    async 'exchanges.body'({ id, side, offset, length }) {
      const body = await openBody(kit, id, side);
      if (!body.ok) return body;
      const pretty = body.value.whole && body.value.size <= prettyLimit ? laidOut(body.value.whole) : undefined;
      const bytes = pretty
        ? pretty.subarray(offset, offset + length + longestCharacter)
        : await body.value.read(offset, length + longestCharacter);
      return ok({ offset, total: pretty?.length ?? body.value.size, text: wholeCharacters(bytes, offset, length) });
    },
    async 'exchanges.delete'({ id }) {
      const files = store.write(() => store.exchanges.remove(id));
      if (!files) return missing(id);
      await Promise.all(files.map((file) => store.bodies.remove(file)));
      return ok({ deleted: id });
    },
    ...conversationHandlers(kit),
  };
}

/** Bytes of the longest character in UTF-8. */
const longestCharacter = 4;
const continues = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/**
 * The text of a window: a character belongs to the window it begins in, so that windows side by side join to the whole text.
 * `bytes` reach a little beyond `length`.
 */
function wholeCharacters(bytes: Buffer, offset: number, length: number): string {
  let start = 0;
  if (offset > 0) while (start < longestCharacter - 1 && continues(bytes[start])) start += 1;
  let end = Math.min(length, bytes.length);
  while (end < length + longestCharacter - 1 && continues(bytes[end])) end += 1;
  return bytes.toString('utf8', start, end);
}

function laidOut(bytes: Buffer): Buffer | undefined {
  try {
    return Buffer.from(prettyJson(JSON.parse(bytes.toString('utf8'))));
  } catch {
    return undefined;
  }
}
