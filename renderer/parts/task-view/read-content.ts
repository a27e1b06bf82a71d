import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { readDocument } from '../document-viewer/load-document.ts';
import type { ContentPlace } from './output-tree.ts';

/** More than this is not read into the page for a few words about it. */
const mostBytes = 512 * 1024;

/** The resource at a place of a recorded answer; long base64 in it may be elided. */
export async function readContent({ exchangeId, pointer }: ContentPlace): Promise<Reply<unknown>> {
  const index = /^\/entry\/(\d+)\/resource$/.exec(pointer)?.[1];
  if (pointer === '' || index !== undefined) {
    const reply = await call('queries.entry', { exchangeId, ...(index === undefined ? {} : { index: Number(index) }) });
    return reply.ok ? ok(reply.value.resource) : reply;
  }
  const opened = await call('documents.open', { exchangeId, side: 'response', pointer });
  if (!opened.ok) return opened;
  if (opened.value.bytes > mostBytes)
    return fail('not-found', 'This is too large to be looked at in passing.', 'Open it.', { exchangeId });
  const read = await readDocument(
    opened.value,
    () => {},
    () => false,
  );
  if (!read?.ok) return read ?? fail('cancelled', 'It was not read to its end.', 'Open it.');
  try {
    return ok(JSON.parse(new TextDecoder().decode(read.value.bytes)));
  } catch {
    return fail('not-fhir', 'This is no JSON.', 'Open it to see what it is.', { exchangeId });
  }
}
