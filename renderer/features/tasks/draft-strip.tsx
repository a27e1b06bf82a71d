import type { TaskDraftRecord } from '../../../shared/domain/task-request.ts';
import { composeDraft } from '../../parts/task-composer/compose.ts';
import { useNow } from '../../stores/now.ts';
import { useTable } from '../../stores/records.ts';
import { formatDuration } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './draft-strip.module.css';

function Draft({ draft }: { draft: TaskDraftRecord }) {
  const now = useNow(30_000);
  const { id, title, updatedAt, request } = draft;
  const age = formatDuration(Math.max(0, now - Date.parse(updatedAt)));
  return (
    <li>
      <button type="button" onClick={() => composeDraft(id)} aria-label={`Go on with the draft ${title}, ${age} old`}>
        <Icon name="edit" size={14} />
        <b>{title || 'Not named yet'}</b>
        <code>{request.kind}</code>
        <time dateTime={updatedAt}>{age}</time>
      </button>
    </li>
  );
}

/** Requests that were begun and not sent, over the Tasks: one press goes on with them. */
export function DraftStrip() {
  const { ids, byId } = useTable('draft');
  if (ids.length === 0) return null;
  return (
    <section className={style.strip} aria-label="Drafts">
      <h2>
        Begun, not sent <span>{ids.length}</span>
      </h2>
      {/* More than a few scroll, which by keyboard the buttons in it do. */}
      <ul className="scroll">
        {ids.map((id) => {
          const draft = byId.get(id);
          return draft && <Draft key={id} draft={draft} />;
        })}
      </ul>
    </section>
  );
}
