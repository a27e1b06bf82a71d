import type { Failure } from '../../../shared/contract/errors.ts';

/** What every composition has, whatever is composed: it is kept as a draft while it is typed. */
export interface Kept {
  /** Changes when another composition begins: what belongs to the one before is forgotten. */
  key: number;
  /** Id of the connection to send by; '' takes the one that fits. */
  connection: string;
  /** Id of the kept draft, once there is one. */
  draftId?: string | undefined;
  /** Milliseconds since the epoch of the last edit, and of the last one that is kept. */
  editedAt: number;
  savedAt: number;
  /** Why the last one could not be kept. */
  unsaved?: Failure | undefined;
}

let begun = 0;

/** A composition that only begins. */
export const freshKept = (): Kept => {
  begun += 1;
  return { key: begun, connection: '', editedAt: 0, savedAt: 0 };
};

/** A draft that was kept at an ISO instant and is gone on with. */
export function resumedKept(id: string, connectionId: string | undefined, updatedAt: string): Omit<Kept, 'key'> {
  const at = Date.parse(updatedAt) || Date.now();
  return { draftId: id, connection: connectionId ?? '', editedAt: at, savedAt: at };
}
