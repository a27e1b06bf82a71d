/** In place of a Task's id: the list of subscriptions; behind a slash the id of one, or `new`. */
export const subscriptionsPlace = 'subscriptions';
/** In place of a Task's id: the Tasks we received. One of them is named by its id alone. */
export const receivedPlace = 'received';
/** The rules of the work queue they are in. */
export const receivedRules = 'received/rules';

/** Where on the screen of Tasks a selection leads. */
export type Place =
  | { at: 'task'; id?: string }
  | { at: 'compose' }
  | { at: 'subscriptions'; id?: string }
  | { at: 'received'; isRules: boolean };

/** The address of a subscription on the screen of Tasks. */
export const placeOfSubscription = (id: string): string => `${subscriptionsPlace}/${id}`;

/** Reads a selection; `composing` stands for a Task being composed. */
export function readPlace(selected: string | undefined, composing: string): Place {
  if (selected === undefined) return { at: 'task' };
  if (selected === composing) return { at: 'compose' };
  if (selected === receivedPlace || selected === receivedRules)
    return { at: 'received', isRules: selected === receivedRules };
  const [first, id] = selected.split('/', 2);
  if (first !== subscriptionsPlace) return { at: 'task', id: selected };
  return id ? { at: 'subscriptions', id } : { at: 'subscriptions' };
}
