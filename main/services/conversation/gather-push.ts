import type { Push } from '../../../shared/domain/push.ts';
import type { Store } from '../../store/store.ts';
import { storyOf } from '../inbox/story.ts';
import { type Gathered, gathering, tell } from './gathered.ts';

/** How a push came, and what it was found to belong to. */
export function tellPush(gathered: Gathered, push: Push): void {
  const { exchangeId, duplicateOf, title, match, kind, answer } = push;
  gathered.about.push(push);
  const dropped = answer?.dropped ? 'ended without an answer, on purpose' : undefined;
  tell(gathered, exchangeId, {
    instead: duplicateOf ? `${title}: the same again` : title,
    ...(dropped ? { answered: dropped } : match?.state === 'held' ? { answered: 'held' } : {}),
  });
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
export function gatherPush(store: Pick<Store, 'pushes' | 'tasks'>, push: Push): Gathered {
  const gathered = gathering(`Push ${push.id}`);
  const { timeline } = storyOf(store, push);
  const ids = new Set([push.id, ...timeline.flatMap(({ pushId }) => pushId ?? [])]);
  for (const id of ids) {
    const one = store.pushes.get(id);
    if (one) tellPush(gathered, one);
  }
  return gathered;
}
