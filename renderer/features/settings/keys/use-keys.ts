import { useMemo } from 'react';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { isSameKeyName, type KeyRecord } from '../../../../shared/domain/key.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';

/** How many keys sign. */
export const useKeyCount = (): number =>
  useRecords(({ key }) => key.ids.filter((id) => key.byId.get(id)?.state === 'current').length);

/** The connections that sign with the key of a name. */
export function usersOf(connections: readonly Connection[], name: string): Connection[] {
  return connections.filter(({ auth }) => 'key' in auth && auth.key !== undefined && isSameKeyName(auth.key, name));
}

/** A key with who signs with it: nobody, once it is retired. */
export interface KeyRow {
  id: string;
  key: KeyRecord;
  users: readonly Connection[];
}

/** A row of the list: a head, or a key. */
export type ListedKey = { kind: 'head'; id: string; title: string; count: number } | ({ kind: 'key' } & KeyRow);

/** Keys as they are listed: those that sign by name, then the retired ones, the last retired first. */
export function listKeys(keys: readonly KeyRecord[], connections: readonly Connection[]): ListedKey[] {
  const current = keys
    .filter(({ state }) => state === 'current')
    .sort((one, other) => one.name.localeCompare(other.name));
  const retired = keys
    .filter(({ state }) => state === 'retired')
    .sort((one, other) => (other.retiredAt ?? '').localeCompare(one.retiredAt ?? ''));
  const rowOf = (key: KeyRecord): ListedKey => ({
    kind: 'key',
    id: key.id,
    key,
    users: key.state === 'current' ? usersOf(connections, key.name) : [],
  });
  return [
    ...(current.length > 0 ? [{ kind: 'head' as const, id: 'current', title: 'Signing', count: current.length }] : []),
    ...current.map(rowOf),
    ...(retired.length > 0
      ? [{ kind: 'head' as const, id: 'retired', title: 'Retired, still published', count: retired.length }]
      : []),
    ...retired.map(rowOf),
  ];
}

/** The list, kept while neither keys nor connections change. */
export function useListedKeys(): ListedKey[] {
  const keys = useTable('key');
  const connections = useTable('connection');
  return useMemo(() => {
    const tables = { ...useRecords.getState(), key: keys, connection: connections };
    return listKeys(recordsOf(tables, 'key'), recordsOf(tables, 'connection'));
  }, [keys, connections]);
}
