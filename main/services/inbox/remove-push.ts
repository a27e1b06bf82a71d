import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Push } from '../../../shared/domain/push.ts';
import { identifierValue } from '../../../shared/fhir/identifier.ts';
import type { Store } from '../../store/store.ts';

/** Repeats that are told of a new first in one transaction. */
const atOnce = 100;

/**
 * Forgets a push, its exchange and their bodies; the audit trail keeps that it was. The repeats of a forgotten push stay, the oldest of
 * them in its place. However many there are, others get their turn in between: until the last of them is told, the push is still there.
 */
export async function removePush(store: Store, push: Push): Promise<void> {
  let files = removeOrGoOn(store, push);
  while (files === undefined) {
    await nextTurn();
    files = removeOrGoOn(store, push);
  }
  await Promise.all(files.map((file) => store.bodies.remove(file)));
}

/** One transaction: the files of what was forgotten, or undefined where repeats of it are left to be told. */
function removeOrGoOn(store: Store, push: Push): string[] | undefined {
  const { pushes, exchanges, audit, write } = store;
  return write(() => {
    if (!pushes.get(push.id)) return []; // somebody else forgot it meanwhile
    const [next, ...others] = pushes.repeatsOf(push.id, atOnce + 1);
    for (const { id } of others) pushes.patch(id, { duplicateOf: (next as Push).id });
    if (others.length === atOnce) return undefined;
    const first = push.duplicateOf === undefined ? undefined : pushes.get(push.duplicateOf);
    pushes.remove(push.id);
    if (first) pushes.patch(first.id, { repeats: Math.max(0, (first.repeats ?? 1) - 1) });
    if (next) follow(pushes, next, push);
    const { kind, trackingId, sender } = push;
    const tracked = trackingId ? ` with tracking id ${identifierValue(trackingId)}` : '';
    const request = `delete push ${push.id}, a ${kind}${tracked}`;
    audit.add({ action: 'exchange', request, outcome: 'deleted', ...(sender ? { peer: sender } : {}) });
    return exchanges.remove(push.exchangeId) ?? [];
  });
}

/** The oldest repeat takes the place of what it repeated; the others repeat it already. */
function follow(pushes: Store['pushes'], { duplicateOf: _first, ...alone }: Push, { match }: Push): void {
  pushes.put({ ...alone, repeats: pushes.repeatCount(alone.id), ...(match ? { match } : {}) });
}
