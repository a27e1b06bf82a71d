import type { Reply } from '../../../shared/contract/errors.ts';
import { fail, ok } from '../../../shared/contract/errors.ts';
import { entryRanges, openBody } from '../bodies.ts';
import type { Kit } from '../kit.ts';
import type { Collection } from './collect.ts';

/** A Bundle larger than this many bytes is not sent inside a Task or beside it. */
const largest = 32_000_000;

/**
 * The entries that were collected, as one searchset Bundle in JSON; text from beginning to end, so that megabytes are copied, not parsed.
 * `id` is given where the Bundle goes into a Task. No match is an empty Bundle (HRex Task Data Request).
 */
export async function bundleText(
  kit: Pick<Kit, 'store'>,
  { pages, collected }: Collection,
): Promise<Reply<(id?: string) => string>> {
  const entries: string[] = [];
  let size = 0;
  for (const { exchangeId, entries: chosen } of pages) {
    const body = await openBody(kit, exchangeId, 'response');
    if (!body.ok) return body;
    const ranges = entryRanges(body.value, kit.store.exchanges.source(exchangeId)?.ranges);
    for (const index of chosen) {
      const [offset, length] = [ranges[index * 2] as number, ranges[index * 2 + 1] as number];
      size += length;
      if (size > largest)
        return fail(
          'invalid-input',
          `What was collected is more than ${largest / 1_000_000} MB, too much for one Bundle.`,
          'Narrow the query, or answer with references.',
          { exchangeId },
        );
      entries.push((await body.value.read(offset, length)).toString('utf8'));
    }
  }
  const total = collected.entries;
  return ok(
    (id) =>
      `{"resourceType":"Bundle",${id === undefined ? '' : `"id":${JSON.stringify(id)},`}"type":"searchset","total":${total}` +
      `${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`,
  );
}
