import { isRefused } from '../../../shared/cdex/push-thread.ts';
import type { Push } from '../../../shared/domain/push.ts';
import type { Store } from '../../store/store.ts';
import { storyOf } from '../inbox/story.ts';
import { type Gathered, gathering, tell } from './gathered.ts';

/** What came with a push and what it was answered; why it was refused says its exchange. */
export function tellArrival(gathered: Gathered, push: Push): void {
  const { exchangeId, duplicateOf, title, match, answer } = push;
  gathered.about.push(push);
  const isHeld = match?.state === 'held' && !isRefused(push);
  const answered = answer?.dropped ? 'ended without an answer, on purpose' : isHeld ? 'held' : undefined;
  tell(gathered, exchangeId, {
    instead: duplicateOf ? `${title}: the same again` : title,
    ...(answered ? { answered } : {}),
  });
}

/** How a push came, and what it was found to belong to. */
export function tellPush(gathered: Gathered, push: Push): void {
  const { duplicateOf, match, kind } = push;
  tellArrival(gathered, push);
  if (match?.state === 'matched' && !duplicateOf && kind === 'submission')
    gathered.notes.push({
      at: match.at ?? push.storedAt,
      by: 'receiver',
      says: `matched by ${match.by.join(', ').replaceAll('-', ' ')}`,
      result: 'plain',
      approach: 'push',
    });
}

/** A push nobody is known to have asked for, with those of its thread and its repeats. */
export function gatherPush(store: Pick<Store, 'exchanges' | 'pushes' | 'tasks'>, push: Push): Gathered {
  const gathered = gathering(`Push ${push.id}`);
  const { timeline } = storyOf(store, push);
  const ids = new Set([push.id, ...timeline.flatMap(({ pushId }) => pushId ?? [])]);
  for (const id of ids) {
    const one = store.pushes.get(id);
    if (one) tellPush(gathered, one);
  }
  return gathered;
}
