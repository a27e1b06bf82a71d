import { identifierValue } from '../../../shared/fhir/identifier.ts';
import { useRecord } from '../../stores/records.ts';
import { useComposing } from './composer-store.ts';
import style from '../composer/fields.module.css';

/** What it answers or corrects, in a sentence or two. */
export function AboutNote() {
  const { answers, corrects } = useComposing();
  const task = useRecord('task', answers?.taskId);
  if (!answers && !corrects) return null;
  const last = corrects?.attempts.at(-1);
  return (
    <section className={style.about} aria-label="What it is about">
      {answers && (
        <p>
          Answers <code>Task/{task?.taskId ?? answers.taskId}</code>
          {task?.requester && <> from {identifierValue(task.requester)}</>}: {answers.asked}.{' '}
          {answers.multipleSubmits === true && 'Several submissions are welcome.'}
          {answers.multipleSubmits === false && 'One submission is expected.'}
        </p>
      )}
      {corrects && (
        <p>
          Corrects “{corrects.title}”{last && <>, which came to this: {last.says}</>}
        </p>
      )}
    </section>
  );
}
