import type { Push } from '../../../shared/domain/push.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Store } from '../../store/store.ts';

/** Repeats that are told of a new first; there are never so many of one push. */
const mostRepeats = 100_000;

/**
 * Forgets a push, its exchange and their bodies; the audit trail keeps that it was. The repeats of a forgotten push stay, the oldest of
 * them in its place.
 */
export async function removePush({ pushes, exchanges, audit, bodies, write }: Store, push: Push): Promise<void> {
  const files = write(() => {
    const repeats = pushes.repeatsOf(push.id, mostRepeats);
    const first = push.duplicateOf === undefined ? undefined : pushes.get(push.duplicateOf);
    if (!pushes.remove(push.id)) return [];
    if (first) pushes.patch(first.id, { repeats: Math.max(0, (first.repeats ?? 1) - 1) });
    follow(pushes, repeats, push);
    const { kind, trackingId, sender } = push;
    const tracked = trackingId ? ` with tracking id ${identifierValue(trackingId)}` : '';
    const request = `delete push ${push.id}, a ${kind}${tracked}`;
    audit.add({ action: 'exchange', request, outcome: 'deleted', ...(sender ? { peer: sender } : {}) });
    return exchanges.remove(push.exchangeId) ?? [];
  });
  await Promise.all(files.map((file) => bodies.remove(file)));
}

/** The oldest repeat takes the place of what it repeated. */
function follow(pushes: Store['pushes'], [next, ...others]: Push[], { match }: Push): void {
  if (!next) return;
  const { duplicateOf: _first, ...alone } = next;
  pushes.put({ ...alone, repeats: others.length, ...(match ? { match } : {}) });
  for (const { id } of others) pushes.patch(id, { duplicateOf: next.id });
}
