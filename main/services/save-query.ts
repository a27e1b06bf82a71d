import { createWriteStream } from 'node:fs';
import { copyFile, rm, writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { CommandParsed } from '../../shared/contract/commands.ts';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { SavedResult } from '../../shared/contract/queries.ts';
import type { Answer } from '../exchange/answer.ts';
import { readPage } from '../exchange/read.ts';
import { search } from '../exchange/search.ts';
import { type BodyReader, entryRanges, openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import type { Operation } from './operations.ts';
import { resolvePartner } from './partners.ts';

/** Pages are followed no further than this; a server whose next link leads in a circle is found out. */
const pageLimit = 100_000;

/** Writes a search to a file without holding it: one page as it came, several as one searchset Bundle of all their entries. */
export async function saveQuery(kit: Kit, input: CommandParsed<'queries.save'>): Promise<Reply<SavedResult>> {
  if (!kit.ports.capabilities.includes('write-files'))
    return fail('capability-missing', 'This host writes no files.', 'Use the query command with --out.');
  const partner = resolvePartner(kit, input.partner);
  if (!partner.ok) return partner;
  return kit.operations.run(input.operationId, input.query, async (operation) => {
    const context = {
      signal: operation.signal,
      progress: (bytes: number, totalBytes: number | undefined) =>
        operation.progress({ bytes, ...(totalBytes ? { totalBytes } : {}) }),
    };
    const first = await search(kit.door, partner.value, input.query, input.post, context);
    if (!first.ok) return first;
    const next = (answer: Answer, page: number) =>
      readPage(kit.door, partner.value, answer.head?.links.next as string, { ...context, note: `page ${page}` });
    try {
      return input.allPages && first.value.head?.links.next
        ? await savePages(kit, input.file, first.value, next, operation)
        : await saveOne(kit, input.file, first.value);
    } catch (error) {
      return fail(
        'file-unwritable',
        `${input.file} cannot be written: ${(error as Error).message}.`,
        'Check the folder and the space on the disk.',
      );
    }
  });
}

async function saveOne(kit: Kit, file: string, answer: Answer): Promise<Reply<SavedResult>> {
  const body = await openBody(kit, answer.exchangeId, 'response');
  if (!body.ok) return body;
  if (body.value.file) await copyFile(body.value.file, file);
  else await writeFile(file, body.value.whole ?? '');
  return ok({
    file,
    bytes: body.value.size,
    pages: 1,
    entries: answer.head?.entries ?? 0,
    exchangeIds: [answer.exchangeId],
  });
}

async function savePages(
  kit: Kit,
  file: string,
  first: Answer,
  follow: (answer: Answer, page: number) => Promise<Reply<Answer>>,
  operation: Operation,
): Promise<Reply<SavedResult>> {
  const out = createWriteStream(file);
  const exchangeIds: string[] = [];
  const visited = new Set<string>();
  let entries = 0;
  const total = first.head?.total;
  const giveUp = async (reply: Reply<never>) => {
    out.destroy();
    await rm(file, { force: true });
    return reply;
  };
  await put(
    out,
    `{"resourceType":"Bundle","type":"searchset",${total === undefined ? '' : `"total":${total},`}"entry":[`,
  );
  for (let answer = first; ; ) {
    exchangeIds.push(answer.exchangeId);
    const body = await openBody(kit, answer.exchangeId, 'response');
    if (!body.ok) return giveUp(body);
    const ranges = entryRanges(body.value, kit.store.exchanges.source(answer.exchangeId)?.ranges);
    for (let i = 0; i < ranges.length; i += 2) {
      if (entries > 0) await put(out, ',');
      await copyRange(body.value, ranges[i] as number, ranges[i + 1] as number, out);
      entries += 1;
    }
    operation.progress({ pages: exchangeIds.length });
    const link = answer.head?.links.next;
    if (!link) break;
    if (visited.has(link) || exchangeIds.length >= pageLimit)
      return giveUp(
        fail(
          'not-fhir',
          `The partner’s next links lead in a circle after ${exchangeIds.length} pages.`,
          'Ask the partner about their paging; fetch without --all-pages meanwhile.',
          {
            exchangeId: answer.exchangeId,
          },
        ),
      );
    visited.add(link);
    const reply = await follow(answer, exchangeIds.length + 1);
    if (!reply.ok) return giveUp(reply);
    answer = reply.value;
  }
  out.end(']}');
  await finished(out);
  return ok({ file, bytes: out.bytesWritten, pages: exchangeIds.length, entries, exchangeIds });
}

const piece = 1_048_576;

async function copyRange(body: BodyReader, offset: number, length: number, out: Writable): Promise<void> {
  for (let done = 0; done < length; done += piece)
    await put(out, await body.read(offset + done, Math.min(piece, length - done)));
}

async function put(out: Writable, data: string | Buffer): Promise<void> {
  if (out.errored) throw out.errored;
  if (!out.write(data))
    await new Promise((resolve, reject) => {
      out.once('drain', resolve);
      out.once('error', reject);
    });
}
