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
import { tellExport } from './tell-export.ts';
import { type Put, writeAside } from './write-aside.ts';

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
    const { query: what, file } = input;
    const tell = (entries: number) =>
      tellExport(kit.store, { what, to: file, outcome: `${entries} entries`, peer: partner.value.name });
    const target = { file, tell };
    try {
      return input.allPages && first.value.head?.links.next
        ? await savePages(kit, target, first.value, next, operation)
        : await saveOne(kit, target, first.value);
    } catch (error) {
      return fail(
        'file-unwritable',
        `${input.file} cannot be written: ${(error as Error).message}.`,
        'Check the folder and the space on the disk.',
      );
    }
  });
}

/** The file, and how the audit trail is told of it once it is known how many entries it holds. */
interface Target {
  file: string;
  tell(entries: number): void;
}

async function saveOne(kit: Kit, { file, tell }: Target, answer: Answer): Promise<Reply<SavedResult>> {
  const body = await openBody(kit, answer.exchangeId, 'response');
  if (!body.ok) return body;
  const written = await writeAside(file, async (put) => {
    await copyRange(body.value, 0, body.value.size, put);
    const count = answer.head?.entries ?? 0;
    tell(count);
    return ok(count);
  });
  if (!written.ok) return written;
  const { bytes, value: entries } = written.value;
  return ok({ file, bytes, pages: 1, entries, exchangeIds: [answer.exchangeId] });
}

type Follow = (answer: Answer, page: number) => Promise<Reply<Answer>>;

async function savePages(
  kit: Kit,
  { file, tell }: Target,
  first: Answer,
  follow: Follow,
  operation: Operation,
): Promise<Reply<SavedResult>> {
  const exchangeIds: string[] = [];
  const total = first.head?.total;
  const written = await writeAside(file, async (put) => {
    await put(`{"resourceType":"Bundle","type":"searchset",${total === undefined ? '' : `"total":${total},`}"entry":[`);
    const entries = await copyPages(kit, first, follow, put, (exchangeId) => {
      exchangeIds.push(exchangeId);
      operation.progress({ pages: exchangeIds.length });
    });
    if (!entries.ok) return entries;
    await put(']}');
    tell(entries.value);
    return entries;
  });
  if (!written.ok) return written;
  const { bytes, value: entries } = written.value;
  return ok({ file, bytes, pages: exchangeIds.length, entries, exchangeIds });
}

/** Copies the entries of all pages, commas between them; answers how many there were. */
async function copyPages(
  kit: Kit,
  first: Answer,
  follow: Follow,
  put: Put,
  arrived: (exchangeId: string) => void,
): Promise<Reply<number>> {
  const visited = new Set<string>();
  let entries = 0;
  for (let answer = first; ; ) {
    arrived(answer.exchangeId);
    const body = await openBody(kit, answer.exchangeId, 'response');
    if (!body.ok) return body;
    const ranges = entryRanges(body.value, kit.store.exchanges.source(answer.exchangeId)?.ranges);
    for (let i = 0; i < ranges.length; i += 2) {
      if (entries > 0) await put(',');
      await copyRange(body.value, ranges[i] as number, ranges[i + 1] as number, put);
      entries += 1;
    }
    const link = answer.head?.links.next;
    if (!link) return ok(entries);
    if (visited.has(link) || visited.size >= pageLimit)
      return fail(
        'not-fhir',
        `The partner’s next links lead in a circle after ${visited.size + 1} pages.`,
        'Ask the partner about their paging; fetch without --all-pages meanwhile.',
        { exchangeId: answer.exchangeId },
      );
    visited.add(link);
    const reply = await follow(answer, visited.size + 1);
    if (!reply.ok) return reply;
    answer = reply.value;
  }
}

const piece = 1_048_576;

async function copyRange(body: BodyReader, offset: number, length: number, put: Put): Promise<void> {
  for (let done = 0; done < length; done += piece)
    await put(await body.read(offset + done, Math.min(piece, length - done)));
}
