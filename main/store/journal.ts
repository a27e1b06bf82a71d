import type { RecordKind } from '../../shared/domain/change.ts';

/** Names a record in the journal, inside the transaction that wrote it. */
export type Journal = (kind: RecordKind, id: string, op: 'put' | 'delete') => void;
