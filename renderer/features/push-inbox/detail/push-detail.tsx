import { useCallback, useMemo, useState } from 'react';
import type { AnswerWish, Push } from '../../../../shared/domain/push.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useActions } from '../../../stores/actions.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { select } from '../../../stores/view.ts';
import { Confirm } from '../../../ui/dialog.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { Answered } from './answered.tsx';
import { AttachDialog } from './attach-dialog.tsx';
import { Attachments } from './attachments.tsx';
import { BodyPlace } from './body-place.tsx';
import { chainOf } from './chain.ts';
import { ChainFigure } from './chain-figure.tsx';
import type { CheckedAs } from './check-as.ts';
import { ExportDialog } from './export-dialog.tsx';
import { MatchLine } from './match-line.tsx';
import { type PushDeeds, pushActions } from './push-actions.ts';
import style from './push-detail.module.css';
import { PushFindings } from './push-findings.tsx';
import { PushHead } from './push-head.tsx';
import { StoryPart } from './story-part.tsx';
import { ThreadPart } from './thread-part.tsx';
import { useStory } from './use-story.ts';
import { useTask } from './use-task.ts';
import { WaitBar } from './wait-bar.tsx';

type Asked = 'attach' | 'reject' | 'status' | 'export' | 'remove';

/** One push: what it belongs to, what it carried, what the rules say, how it was answered, and what happened around it. */
export function PushDetail({ push }: { push: Push }) {
  const { id, exchangeId, match } = push;
  const [asked, setAsked] = useState<Asked>();
  const [as, setAs] = useState<CheckedAs>('received');
  const [place, setPlace] = useState<{ path: string; pointer: string }>();
  const answering = useCommands();
  const doing = useCommands();
  const story = useStory(push);
  const task = useTask(match?.taskId);
  const chain = useMemo(() => chainOf(push, task), [push, task]);

  const { run: runAnswer } = answering;
  const { run } = doing;
  const answer = useCallback((wish: AnswerWish) => void runAnswer('inbox.answer', { id, ...wish }), [id, runAnswer]);
  const deeds = useMemo(
    (): PushDeeds => ({
      accept: () => answer({ answer: 'accept' }),
      hold: () => answer({ answer: 'hold' }),
      reject: () => setAsked('reject'),
      other: () => setAsked('status'),
      attach: () => setAsked('attach'),
      undo: () => void run('inbox.match', { id, task: null }),
      save: () => setAsked('export'),
      remove: () => setAsked('remove'),
      checkAs: setAs,
    }),
    [id, answer, run],
  );
  const actions = useMemo(() => pushActions(push, deeds), [push, deeds]);
  useActions(actions);

  const remove = async () => {
    const reply = await run('inbox.remove', { id });
    if (reply.ok) select('push-inbox', undefined);
  };
  const close = () => setAsked(undefined);
  return (
    <>
      <PushHead push={push} deeds={deeds} />
      <WaitBar push={push} isBusy={answering.busy !== undefined} failure={answering.failure} deeds={deeds} />
      {push.kind === 'submission' && <ChainFigure chain={chain} />}
      <MatchLine push={push} isBusy={doing.busy !== undefined} onAttach={deeds.attach} onUndo={deeds.undo} />
      {doing.failure && <FailureNote failure={doing.failure} />}
      <div className={style.body}>
        <div className={style.docs}>
          {place ? (
            <BodyPlace exchangeId={exchangeId} {...place} onClose={() => setPlace(undefined)} />
          ) : (
            <Attachments push={push} asked={task?.asked} />
          )}
        </div>
        <div
          {...{ role: 'group', 'aria-label': 'Findings, answer and story', tabIndex: 0 }}
          className={`${style.side} scroll`}
        >
          <PushFindings push={push} as={as} onAs={setAs} onPlace={setPlace} />
          <Answered push={push} />
          <ThreadPart push={push} story={story.story} />
          <StoryPart push={push} story={story} />
        </div>
      </div>
      {asked === 'attach' && <AttachDialog push={push} onClose={close} />}
      {(asked === 'reject' || asked === 'status') && <AnswerDialog answer={asked} onAnswer={answer} onClose={close} />}
      {asked === 'export' && <ExportDialog pushId={id} onClose={close} />}
      <Confirm
        title="Remove this push"
        isOpen={asked === 'remove'}
        onClose={close}
        verb="Remove"
        onConfirm={() => void remove()}
      >
        The push, its documents and its wire record go for good. The audit trail keeps that it was.
      </Confirm>
    </>
  );
}
