import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { QueryReceipt } from '../../shared/contract/queries.ts';
import { elide } from '../../shared/fhir/elide.ts';
import { rowOf } from '../../shared/fhir/summary.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { readPage, readResource } from '../exchange/read.ts';
import { search } from '../exchange/search.ts';
import { heldBytes } from '../wire/body-sink.ts';
import { type BodyReader, entryRanges, openBody } from './bodies.ts';
import type { Family, Kit } from './kit.ts';
import { fromConnection, resolvePartner } from './partners.ts';
import { saveQuery } from './save-query.ts';

/** Partners named on the spot, kept so that their next page can be asked for with the same secrets. */
const rememberedPartners = 200;

/** The family `queries`: searches and reads, their pages, and the rows and resources in what came. */
export function queryHandlers(kit: Kit): Family<'queries'> {
  const { store, door, operations } = kit;
  const partners = new Map<string, Partner>();

  function remember(partner: Partner, reply: Reply<Answer>): Reply<QueryReceipt> {
    if (!reply.ok) return reply;
    partners.set(reply.value.exchangeId, partner);
    if (partners.size > rememberedPartners) partners.delete(partners.keys().next().value as string);
    return ok(receiptOf(reply.value));
  }

  function partnerOf(exchangeId: string, connectionId: string | undefined, baseUrl: string): Partner {
    const connection = connectionId ? store.connections.get(connectionId) : undefined;
    if (connection) return fromConnection(kit, connection);
    const plain = resolvePartner(kit, { baseUrl });
    return partners.get(exchangeId) ?? (plain.ok ? plain.value : unreachable(plain.error.message));
  }

  return {
    async 'queries.search'({ partner: input, query, post, prefer, operationId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      return operations.run(operationId, query, async ({ signal, progress }) => {
        const reply = await search(door, partner.value, query, post, {
          signal,
          progress: (bytes, totalBytes) => progress({ bytes, ...(totalBytes ? { totalBytes } : {}) }),
          ...(prefer ? { headers: { prefer: `handling=${prefer}` } } : {}),
        });
        return remember(partner.value, reply);
      });
    },
    async 'queries.page'({ exchangeId, relation, operationId }) {
      const source = store.exchanges.source(exchangeId);
      if (!source) return fail('not-found', `There is no exchange ${exchangeId}.`, 'Send the search again.');
      const link = source.head?.links[relation];
      if (!link || !source.baseUrl)
        return fail('not-found', `This page has no ${relation} link.`, 'It is the last one in that direction.', {
          exchangeId,
        });
      const partner = partnerOf(exchangeId, source.exchange.connectionId, source.baseUrl);
      return operations.run(operationId, `${relation} page`, async ({ signal }) =>
        remember(partner, await readPage(door, partner, link, { signal, note: `${relation} page` })),
      );
    },
    'queries.save': (input) => saveQuery(kit, input),
    async 'queries.read'({ partner: input, reference, operationId }) {
      const partner = resolvePartner(kit, input);
      if (!partner.ok) return partner;
      return operations.run(operationId, reference, async ({ signal }) =>
        remember(partner.value, await readResource(door, partner.value, reference, { signal })),
      );
    },
    async 'queries.rows'({ exchangeId, first, count }) {
      const opened = await openEntries(kit, exchangeId);
      if (!opened.ok) return opened;
      const { body, ranges } = opened.value;
      const total = ranges.length / 2;
      const rows = [];
      for (let index = first; index < Math.min(total, first + count); index += 1) {
        const { offset, length } = rangeAt(ranges, index);
        rows.push(rowOf(await readEntry(body, offset, length), index, length));
      }
      return ok({ first, total, rows });
    },
    async 'queries.entry'({ exchangeId, index }) {
      const opened = await openEntries(kit, exchangeId);
      if (!opened.ok) return opened;
      const { body, ranges } = opened.value;
      if (index === undefined) return entryAt(body, 0, body.size, '', exchangeId);
      if (index >= ranges.length / 2)
        return fail(
          'not-found',
          `The Bundle has ${ranges.length / 2} entries, none at ${index}.`,
          'Choose a smaller index.',
          { exchangeId },
        );
      const { offset, length } = rangeAt(ranges, index);
      return entryAt(body, offset, length, `/entry/${index}/resource`, exchangeId);
    },
  };
}

const unreachable = (message: string): never => {
  throw new Error(message);
};

const rangeAt = (ranges: Float64Array, index: number) => ({
  offset: ranges[index * 2] as number,
  length: ranges[index * 2 + 1] as number,
});

async function openEntries(kit: Kit, exchangeId: string): Promise<Reply<{ body: BodyReader; ranges: Float64Array }>> {
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  return ok({ body: body.value, ranges: entryRanges(body.value, kit.store.exchanges.source(exchangeId)?.ranges) });
}

/** An entry as JSON; of one larger than 1 MiB only what its first bytes tell, so that listing never waits for a huge attachment. */
async function readEntry(body: BodyReader, offset: number, length: number): Promise<unknown> {
  if (length <= heldBytes) return parsed(await body.read(offset, length)) ?? {};
  const start = (await body.read(offset, 65_536)).toString('utf8');
  const value = (name: string) => new RegExp(`"${name}"\\s*:\\s*"([^"]{1,200})"`).exec(start)?.[1];
  return { resource: { resourceType: value('resourceType'), id: value('id') }, search: { mode: value('mode') } };
}

/** JSON; undefined when it is none. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

async function entryAt(body: BodyReader, offset: number, length: number, pointer: string, exchangeId: string) {
  if (length > heldBytes)
    return fail(
      'invalid-input',
      `This resource is ${(length / 1_048_576).toFixed(1)} MB, too large to show as a whole.`,
      'Read it as text in the exchange, or save it to a file with the query command and --out.',
      { exchangeId },
    );
  const value = parsed(await body.read(offset, length));
  if (value === undefined)
    return fail('not-fhir', 'This is not JSON.', 'Read it as text in the exchange.', { exchangeId });
  const resource = pointer === '' ? value : (value as { resource?: unknown }).resource;
  return ok({ exchangeId, pointer, resource: elide(resource, pointer), bytes: length });
}

/** An answer as the receipt a query command gives. */
export function receiptOf(answer: Answer): QueryReceipt {
  const { head } = answer;
  const entries = (answer.resource as { entry?: { search?: { mode?: string }; resource?: unknown }[] } | undefined)
    ?.entry;
  const outcome = Array.isArray(entries) ? entries.find(({ search: s }) => s?.mode === 'outcome')?.resource : undefined;
  return {
    exchangeId: answer.exchangeId,
    httpStatus: answer.httpStatus,
    resourceType: head?.resourceType ?? '',
    ...(head?.bundleType === undefined ? {} : { bundleType: head.bundleType }),
    ...(head?.total === undefined ? {} : { total: head.total }),
    entries: head?.entries ?? 0,
    hasNext: head?.links.next !== undefined,
    hasPrevious: head?.links.previous !== undefined,
    wireBytes: answer.wireBytes,
    decodedBytes: answer.decodedBytes,
    durationMs: answer.durationMs,
    ...(outcome === undefined ? {} : { outcome }),
  };
}
