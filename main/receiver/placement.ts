import type { Push } from '../../shared/domain/push.ts';
import type { Clock } from '../ports.ts';
import { type PlaceStore, placePush } from '../services/inbox/place-push.ts';
import type { Understood } from '../wire/understood.ts';

/**
 * What is found out about a push by what is here already, before it is answered: what it belongs to, and whether it is a repeat. `findings`
 * stand in place of those it had, where there is something to add.
 */
export type Placed = Pick<Push, 'match' | 'duplicateOf'> & Partial<Pick<Push, 'findings'>>;

/** Finds that out. Called in the transaction that stores the push, just before; must be quick: a look at an index or two. */
export type Place = (understood: Understood) => Placed;

/** Looks among our Tasks and the pushes that came before. */
export const createPlace =
  (store: PlaceStore, clock: Pick<Clock, 'now'>): Place =>
  (understood) =>
    placePush(store, understood, clock.now());
