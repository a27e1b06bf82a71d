import type { Store } from '../store/store.ts';
import type { LineMaterial } from './agents.ts';
import type { Partner } from './partner.ts';
import type { Passage } from './passage.ts';

/** Tells the audit trail which of our secrets are used towards a partner, in words (CONF-016); nothing where none is. */
export function tellUse({ audit, write }: Pick<Store, 'audit' | 'write'>, peer: string, used: readonly string[]): void {
  if (used.length > 0)
    write(() => audit.add({ action: 'credential', peer, request: `use ${used.join(', ')}`, outcome: 'done' }));
}

/** What a line shows of ours, whoever is at its end. */
export const usedOnLine = ({ tls, proxy }: LineMaterial): string[] => [
  ...(tls?.cert ? ['client certificate'] : []),
  ...(proxy?.authorization ? ['proxy credentials'] : []),
];

/**
 * What one exchange uses that no admission has told. The Authorization of a stored connection without one is how a client proves itself for a
 * token, which the asking tells.
 */
export function usedByPassage({ admit, connectionId }: Partner, passage: Passage): string[] {
  if (admit) return [];
  const names = Object.keys(passage.headers);
  return [
    ...(names.includes('authorization') && connectionId === undefined ? ['Authorization header'] : []),
    ...usedOnLine(passage),
    ...(names.some((name) => name !== 'authorization') ? ['extra headers'] : []),
  ];
}
