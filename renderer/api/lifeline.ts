import { useSyncExternalStore } from 'react';

/**
 * Whether the console behind this page answers. `live`: it does. `lost`: it does not at the moment, and we keep trying.
 * `ended`: it answered that our token is of another launch; only a new address helps.
 */
export type Lifeline = 'live' | 'lost' | 'ended';

let state: Lifeline = 'live';
const hearers = new Set<() => void>();

/** Says what is known now; told by the transport alone. */
export function reportLifeline(next: Lifeline): void {
  if (next === state) return;
  state = next;
  for (const hear of hearers) hear();
}

const subscribe = (hear: () => void) => {
  hearers.add(hear);
  return () => hearers.delete(hear);
};

/** The lifeline, for components. */
export const useLifeline = (): Lifeline => useSyncExternalStore(subscribe, () => state);
