import { formatTime } from '../../ui/format.ts';
import { useComposing } from './composer-store.ts';
import style from './submission-composer.module.css';

/** Whether what was typed would survive a restart. */
export function SavedNote() {
  const { savedAt, editedAt, recordId, unsaved } = useComposing();
  if (unsaved) {
    return (
      <span className={style.saved} role="status" title={`${unsaved.message} ${unsaved.next}`}>
        not kept: {unsaved.message}
      </span>
    );
  }
  if (recordId === undefined) return null;
  return (
    <span className={style.saved}>
      {editedAt > savedAt ? 'keeping' : `kept ${formatTime(new Date(savedAt).toISOString()).slice(0, 5)}`}
    </span>
  );
}
