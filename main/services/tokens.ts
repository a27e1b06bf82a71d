import { ok } from '../../shared/contract/errors.ts';
import type { TokenReceipt } from '../../shared/contract/tokens.ts';
import type { TokenState } from '../../shared/domain/access.ts';
import type { Family, Kit } from './kit.ts';
import { findConnection } from './partners.ts';
import { registerHandlers } from './register-client.ts';

/** A token as far as it may be told. Where the partner named no scopes, those that were asked for are granted. */
const receiptOf = ({ tokenType, expiresAt, scope, granted, missing }: TokenState): TokenReceipt => ({
  tokenType,
  expiresAt: expiresAt ?? null,
  scope: scope ?? granted.join(' '),
  granted,
  missing,
});

/** The family `tokens`: tokens of stored connections asked for, explained, given back. */
export function tokenHandlers(kit: Kit): Family<'tokens'> {
  const { tokens, operations } = kit;
  return {
    ...registerHandlers(kit),
    async 'tokens.get'({ connection: named, fresh, operationId }) {
      const found = findConnection(kit, named);
      if (!found.ok) return found;
      return operations.run(operationId, `A token of ${found.value.name}`, async ({ signal }) => {
        const set = await tokens.get(found.value, { fresh, signal });
        return set.ok ? ok(receiptOf(set.value.state)) : set;
      });
    },
    async 'tokens.explain'({ connection: named, operationId }) {
      const found = findConnection(kit, named);
      if (!found.ok) return found;
      return operations.run(operationId, `A token of ${found.value.name}`, ({ signal }) =>
        tokens.explain(found.value, signal),
      );
    },
    async 'tokens.last'({ connection: named }) {
      const found = findConnection(kit, named);
      return found.ok ? ok((await tokens.last(found.value.id)) ?? null) : found;
    },
    async 'tokens.sign-in'({ connection: named, open, operationId }) {
      const found = findConnection(kit, named);
      if (!found.ok) return found;
      return operations.run(operationId, `Sign-in at ${found.value.name}`, ({ signal, tell }) =>
        tokens.signIn(found.value, { open, signal, announce: (url) => tell({ url }) }),
      );
    },
    async 'tokens.sign-out'({ connection: named }) {
      const found = findConnection(kit, named);
      return found.ok ? tokens.signOut(found.value) : found;
    },
  };
}
