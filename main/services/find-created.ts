import type { Task } from '@medplum/fhirtypes';
import { formatIdentifier } from '../../shared/fhir/identifier.ts';
import { dig, objectsOf } from '../../shared/fhir/json.ts';
import { formatSearch } from '../../shared/fhir/search.ts';
import type { Door } from '../exchange/door.ts';
import type { Partner } from '../exchange/partner.ts';
import { search } from '../exchange/search.ts';
import { changesOfCreated } from './compare-created.ts';
import { identifierToken } from './identifier-token.ts';
import { usableId } from './read-created.ts';

/**
 * Looks for a Task that a partner took without telling its id, by its business identifier, else by who asked and when. One Task alone may
 * fit. Answers it with the exchange that shows it.
 */
export async function findCreated(
  door: Door,
  partner: Partner,
  sent: Task,
  signal: AbortSignal,
): Promise<{ id: string; resource: unknown; exchangeId: string; pointer: string } | undefined> {
  const query = queryFor(sent);
  if (!query) return undefined;
  const reply = await search(door, partner, query, false, { approach: 'task', note: 'look for the Task', signal });
  if (!reply.ok) return undefined;
  const { resource: bundle, exchangeId } = reply.value;
  const entries = objectsOf(dig(bundle, 'entry'));
  const fits = entries.flatMap(({ resource }, index) => {
    const id = dig(resource, 'resourceType') === 'Task' ? usableId(dig(resource, 'id')) : undefined;
    return id &&
      changesOfCreated(sent, resource).length === 0 &&
      sameInstant(sent.authoredOn, dig(resource, 'authoredOn'))
      ? [{ id, resource, exchangeId, pointer: `/entry/${index}/resource` }]
      : [];
  });
  return fits.length === 1 ? fits[0] : undefined;
}

const sameInstant = (one: string | undefined, other: unknown): boolean =>
  one === undefined || Date.parse(one) === Date.parse(String(other));

const dayMs = 86_400_000;

function queryFor(sent: Task): string | undefined {
  const own = (sent.identifier ?? []).flatMap((one) => formatIdentifier(one) ?? [])[0];
  if (own)
    return formatSearch({ type: 'Task', params: [{ name: 'identifier', values: [{ text: identifierToken(own) }] }] });
  const requester = formatIdentifier(sent.requester?.identifier);
  const authored = Date.parse(sent.authoredOn ?? '');
  if (!requester || Number.isNaN(authored)) return undefined;
  // From the day before on: the server may read a day by its own time zone, and its clock may differ.
  const day = new Date(authored - dayMs).toISOString().slice(0, 10);
  return formatSearch({
    type: 'Task',
    params: [
      { name: 'requester', modifier: 'identifier', values: [{ text: identifierToken(requester) }] },
      { name: '_lastUpdated', values: [{ prefix: 'ge', text: day }] },
    ],
  });
}
