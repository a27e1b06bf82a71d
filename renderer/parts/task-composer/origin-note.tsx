import type { Origin } from './composer-store.ts';
import { useComposing } from './composer-store.ts';
import { formAfterJson } from './composed.ts';
import { Button } from '../../ui/button.tsx';
import style from '../composer/fields.module.css';
import own from './origin-note.module.css';

const leave = () => useComposing.setState({ origin: undefined });

/** Takes the whole Task over, with what the form has no field for. */
function takeWhole({ task }: Origin): void {
  const { form } = useComposing.getState();
  useComposing.setState({ task, form: formAfterJson(task, form), origin: undefined, editedAt: Date.now() });
}

/** Keeps the tracking id of the Task before. */
function takeTracking({ trackingId = '' }: Origin): void {
  useComposing.setState(({ form, origin }) => ({
    form: { ...form, trackingId },
    origin: origin && { ...origin, trackingId: undefined },
    editedAt: Date.now(),
  }));
}

/** From which Task this was cloned, and what did not come along by itself. */
export function OriginNote({ origin }: { origin: Origin }) {
  const { taskId, kept, trackingId } = origin;
  return (
    <section className={style.about} aria-label="Where it comes from">
      <p>
        As <code>Task/{taskId}</code> asked.
        {trackingId && (
          <>
            {' '}
            The tracking id is a fresh one, in place of <code>{trackingId}</code>.
          </>
        )}
        {kept.length > 0 && ' The form has no field for some of it:'}
      </p>
      {kept.length > 0 && (
        <ul className={own.kept}>
          {kept.slice(0, 6).map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
          {kept.length > 6 && <li>{kept.length - 6} more</li>}
        </ul>
      )}
      <span className={style.examples}>
        {kept.length > 0 && (
          <Button size="small" onPress={() => takeWhole(origin)}>
            Take that over, too
          </Button>
        )}
        {trackingId && (
          <Button size="small" onPress={() => takeTracking(origin)}>
            Keep the tracking id
          </Button>
        )}
        <Button size="small" kind="bare" onPress={leave}>
          Fine
        </Button>
      </span>
    </section>
  );
}
