import { letsIn } from '../../../shared/contract/diagnosis-codes.ts';
import type { Access } from '../../../shared/domain/access.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Store } from '../../store/store.ts';
import type { Attempt } from './obtain.ts';
import { proofWords } from './prove-client.ts';
import type { AskingAuth } from './token-endpoint.ts';
import { basisOf, type TokenSet } from './token-set.ts';

/** Whether a connection still is what a token was asked for: a person may have changed or removed it while the partner thought. */
export function stands(store: Store, connection: Connection): boolean {
  const now = store.connections.get(connection.id);
  return now !== undefined && basisOf(now) === basisOf(connection);
}

/**
 * Writes what came of an attempt: how the connection stands now, and, where a key or secret was used, the line of the audit trail. `still`
 * is the token that stays good beside a refusal. What was cancelled says nothing of the partner, and only the trail tells it.
 */
export function tellAccess(
  store: Store,
  connection: Connection,
  auth: AskingAuth,
  { reply, explanation, proved }: Attempt,
  still: TokenSet | undefined,
): void {
  const { diagnosis, exchangeId, at, endpoint } = explanation;
  store.write(() => {
    if (diagnosis.code !== 'cancelled' && stands(store, connection))
      store.accesses.put(
        reply.ok
          ? { id: connection.id, token: reply.value.state }
          : {
              id: connection.id,
              ...(still ? { token: still.state } : {}),
              refusal: { at, diagnosis, ...(exchangeId ? { exchangeId } : {}) },
            },
      );
    if (proved)
      store.audit.add({
        action: 'credential',
        peer: connection.name,
        request: `ask for a token by ${proofWords(auth)}${endpoint ? ` at ${endpoint.tokenUrl}` : ''}`,
        outcome: letsIn(diagnosis.code) ? diagnosis.code : `refused: ${diagnosis.code}`,
        ...(exchangeId ? { exchangeId } : {}),
      });
  });
}

/** Writes that a connection has no token any more, or is to be signed in. */
export function clearAccess(store: Store, id: string, refusal?: Access['refusal']): void {
  store.write(() => {
    if (refusal && store.connections.get(id)) store.accesses.put({ id, refusal });
    else store.accesses.remove(id);
  });
}
