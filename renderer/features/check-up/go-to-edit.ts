import { keepDraft } from '../../stores/drafts.ts';
import { goTo } from '../../stores/view.ts';

/** To the form of a connection. */
export function goToEdit(connection: string): void {
  keepDraft('connections.edit', connection);
  goTo('connections', connection);
}
