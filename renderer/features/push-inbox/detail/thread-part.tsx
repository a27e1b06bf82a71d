import type { Push, PushStory, PushThread } from '../../../../shared/domain/push.ts';
import { select } from '../../../stores/view.ts';
import { formatNumberOf, formatWhen } from '../../../ui/format.ts';
import { Part } from '../../../ui/pane.tsx';
import style from './push-detail.module.css';

const stateWords: Record<PushThread['state'], string> = {
  open: 'Open: the last one says more will follow.',
  final: 'Final: nothing more is announced under this tracking id.',
  over: 'Over: more came after the one that said it was the last.',
};

const allowedWords = (multiple: boolean | undefined): string => {
  if (multiple === undefined) return '';
  return multiple ? ' The request allows several submissions.' : ' The request did not allow several submissions.';
};

interface LinesProps {
  title: string;
  pushId: string;
  lines: readonly { id: string; at?: string; words: string }[];
}

function Lines({ title, pushId, lines }: LinesProps) {
  return (
    <ol className={style.pushes} aria-label={title}>
      {lines.map(({ id, at, words }) => (
        <li key={id} aria-current={id === pushId || undefined}>
          <time dateTime={at}>{at && formatWhen(at)}</time>
          {id === pushId ? (
            <span>{words}, this one</span>
          ) : (
            <button type="button" className={style.lead} onClick={() => select('push-inbox', id)}>
              {words}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The submissions of this tracking id, whether more are to come, and what was sent again. */
export function ThreadPart({ push, story }: { push: Push; story: PushStory | undefined }) {
  const thread = story?.thread;
  const repeats = story?.repeats ?? [];
  const first = push.duplicateOf;
  if (!thread && repeats.length === 0 && first === undefined) return null;
  const came = new Map(story?.timeline.filter(({ kind }) => kind === 'push').map((entry) => [entry.pushId, entry.at]));
  return (
    <Part title="Submissions" count={thread?.pushIds.length}>
      {thread && (
        <>
          <p className={style.told} data-st={thread.state === 'over' ? 'warn' : undefined}>
            {stateWords[thread.state]}
            {allowedWords(thread.multipleSubmits)}
          </p>
          {thread.pushIds.length > 1 && (
            <Lines
              title="Submissions of this tracking id"
              pushId={push.id}
              lines={thread.pushIds.map((id, index) => ({
                id,
                at: came.get(id),
                words: `Submission ${index + 1} of ${thread.pushIds.length}`,
              }))}
            />
          )}
        </>
      )}
      {first !== undefined && (
        <p className={style.told}>
          It brings the same as{' '}
          <button type="button" className={style.lead} onClick={() => select('push-inbox', first)}>
            one that had come before
          </button>
          , so it counts for nothing more.
        </p>
      )}
      {repeats.length > 0 && (
        <>
          <p className={style.told}>The same was sent again {formatNumberOf(repeats.length, 'time')}.</p>
          <Lines
            title="Repeats of this submission"
            pushId={push.id}
            lines={repeats.map(({ id, at, answered }) => ({
              id,
              at,
              words: `the same, answered ${answered ?? 'by nothing'}`,
            }))}
          />
        </>
      )}
    </Part>
  );
}
