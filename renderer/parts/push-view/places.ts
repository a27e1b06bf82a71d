/** In place of a push's id: what we sent; behind a slash the id of one submission, or `new`. */
export const sentPlace = 'sent';
/** In place of a push's id: the receiver, who is let in, and how it answers. */
export const receiverPlace = 'receiver';

/** Where on the screen of pushes a selection leads. */
export type PushPlace = { at: 'inbox'; id?: string } | { at: 'sent'; id?: string } | { at: 'receiver'; part?: string };

/** The address of a submission of ours on the screen of pushes. */
export const placeOfSubmission = (id: string): string => `${sentPlace}/${id}`;

/** Reads a selection of the screen of pushes: a push by its id alone, the other places by their names. */
export function readPushPlace(selected: string | undefined): PushPlace {
  if (selected === undefined) return { at: 'inbox' };
  const [first, rest] = selected.split('/', 2);
  if (first === sentPlace) return rest ? { at: 'sent', id: rest } : { at: 'sent' };
  if (first === receiverPlace) return rest ? { at: 'receiver', part: rest } : { at: 'receiver' };
  return { at: 'inbox', id: selected };
}
