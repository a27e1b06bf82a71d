import { error, warning } from '../../../shared/cdex/findings.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import type { Answer } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readPage } from '../../exchange/read.ts';
import { search } from '../../exchange/search.ts';
import { entryRanges, openBody } from '../bodies.ts';
import { readAnswer } from '../work-on-body.ts';
import type { Content, Means } from './content.ts';
import type { Piece } from './pieces.ts';
import { measure, resourceSlot } from './slots.ts';
import { foreign, uncompared, whoseAt, type Whose } from './whose.ts';

/** Limits of one content. Who wants to submit more has bulk data to agree on. */
const mostEntries = 10_000;
const mostPages = 200;
/** Foreign entries named. */
const named = 20;

/** What was gathered of a search so far. */
interface Gathered {
  entries: Piece[];
  foreign: string[];
}

/**
 * The whole answer to a search, as one searchset Bundle: entries are copied from the recorded pages when it is sent, never held. Entries
 * about somebody else are left out and named; where the member is not known there, everything goes and that is said.
 */
export async function contentOfQuery(
  means: Means,
  wish: AttachmentWish,
  { partner, query }: { partner: Partner; query: string },
  path: string,
): Promise<Reply<Content>> {
  const { kit, signal } = means;
  const whose = await whoseAt(means, partner);
  const context = { approach: 'push' as const, note: 'content of a submission', signal };
  const gathered: Gathered = { entries: [], foreign: [] };
  const findings: Finding[] = 'unknown' in whose ? [uncompared(whose, partner, path)] : [];
  const visited = new Set<string>();
  let reply = await search(kit.door, partner, query, false, context);
  for (;;) {
    if (!reply.ok) return reply;
    const page = await gather(means, whose, partner, reply.value, gathered);
    if (!page.ok) return page;
    const next = reply.value.head?.links.next;
    if (!next) break;
    if (visited.has(next) || visited.size >= mostPages || gathered.entries.length >= mostEntries) {
      const message = `The search has more than the ${gathered.entries.length} entries that were read.`;
      findings.push(error('query-limit', path, message, 'Narrow the search.'));
      break;
    }
    visited.add(next);
    reply = await readPage(kit.door, partner, next, context);
  }
  const { entries } = gathered;
  if (entries.length === 0)
    findings.push(error('attachment-content', path, `The search ${query} brought nothing.`, 'Correct the search.'));
  findings.push(...foreignFindings(gathered.foreign, path));
  const pieces: Piece[] = [
    `{"resourceType":"Bundle","type":"searchset","total":${entries.length}${entries.length > 0 ? ',"entry":[' : ''}`,
    ...entries.flatMap((entry, index) => (index === 0 ? [entry] : [',', entry])),
    entries.length > 0 ? ']}' : '}',
  ];
  const { resource, slot } = resourceSlot('Bundle', pieces);
  return ok({
    resource,
    slots: [slot],
    contentType: 'application/fhir+json',
    ...(await measure(pieces)),
    title: wish.title ?? query,
    findings,
  });
}

/** Takes the entries of a page that may be given out; the server's own outcomes are none. */
async function gather(
  { kit, heavy }: Means,
  whose: Whose,
  partner: Partner,
  { head, exchangeId }: Answer,
  { entries, foreign: strangers }: Gathered,
): Promise<Reply<null>> {
  if (head?.resourceType !== 'Bundle')
    return fail(
      'not-fhir',
      `The server answered the search with ${head?.resourceType ?? 'nothing'}, not with a Bundle.`,
      'Look at the exchange; a search must answer a Bundle.',
      { exchangeId },
    );
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  const subject = 'subject' in whose ? whose.subject : { id: '', baseUrl: partner.baseUrl, identifiers: [] };
  const checked = await readAnswer(heavy, body.value, exchangeId, 'checkCollected', subject);
  if (!checked.ok) return checked;
  const { own, foreign: others } = checked.value;
  const isKnown = 'subject' in whose;
  // What names nobody (a medication, a practitioner) is harmless here: a person chose the search.
  const may = isKnown
    ? [...own, ...others.filter(({ says }) => says.includes('names no patient'))]
    : [...own, ...others];
  if (isKnown)
    strangers.push(
      ...others.filter((one) => !may.includes(one)).map(({ reference, says }) => `${reference} was left out: ${says}`),
    );
  const ranges = entryRanges(body.value, kit.store.exchanges.source(exchangeId)?.ranges);
  const { whole, file } = body.value;
  for (const { index } of may.sort((one, next) => one.index - next.index)) {
    const [offset, bytes] = [ranges[index * 2] as number, ranges[index * 2 + 1] as number];
    const source = file ? { file, offset, bytes } : (whole as Buffer).subarray(offset, offset + bytes);
    entries.push({ source, as: 'json' });
  }
  return ok(null);
}

function foreignFindings(strangers: readonly string[], path: string): Finding[] {
  const found = strangers
    .slice(0, named)
    .map((says) => ({ ...foreign(`${says}.`, path), severity: 'warning' as const }));
  const more = strangers.length - found.length;
  if (more <= 0) return found;
  const message = `${more} more entries were left out; they are not the member’s.`;
  return [...found, warning('foreign-data', path, message, 'Narrow the search to the member.')];
}
