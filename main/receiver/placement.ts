import type { Push } from '../../shared/domain/push.ts';
import type { Understood } from '../wire/understood.ts';

/** What is found out about a push by what is here already, before it is answered: what it belongs to, and whether it is a repeat. */
export type Placed = Pick<Push, 'match' | 'duplicateOf'>;

/** Finds that out. Called in the transaction that stores the push, just before; must be quick: a look at an index or two. */
export type Place = (understood: Understood) => Placed;

/** Knows nothing. */
export const placeNowhere: Place = () => ({});
