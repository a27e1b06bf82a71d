import { formatTime } from '../../ui/format.ts';
import style from './composer.module.css';
import type { Kept } from './kept.ts';

/** Whether what was typed would survive a restart. */
export function SavedNote({ kept: { savedAt, editedAt, draftId, unsaved } }: { kept: Kept }) {
  if (unsaved) {
    return (
      <span className={style.saved} role="status" title={`${unsaved.message} ${unsaved.next}`}>
        not kept: {unsaved.message}
      </span>
    );
  }
  if (draftId === undefined) return null;
  return (
    <span className={style.saved}>
      {editedAt > savedAt ? 'keeping' : `kept ${formatTime(new Date(savedAt).toISOString()).slice(0, 5)}`}
    </span>
  );
}
