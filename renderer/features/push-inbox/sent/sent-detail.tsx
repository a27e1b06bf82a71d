import { useEffect, useMemo, useRef } from 'react';
import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { RuleFindings } from '../../../parts/rule-finding.tsx';
import { OperationProgress } from '../../../parts/operation-progress.tsx';
import { useActions } from '../../../stores/actions.ts';
import { useRecord } from '../../../stores/records.ts';
import { goTo } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatDay, formatMoment } from '../../../ui/format.ts';
import { PaneBody, Part } from '../../../ui/pane.tsx';
import { AttemptList } from './attempt-list.tsx';
import { deedsOf, sentActions } from './sent-actions.ts';
import { SentAttachments } from './sent-attachments.tsx';
import { SentHead } from './sent-head.tsx';
import style from './sent.module.css';
import { short } from './sent-words.ts';
import { useResend } from './use-resend.ts';

/** One submission of ours: to whom and what it was, each try with its answer, and what to do next. */
export function SentDetail({ record }: { record: SubmissionRecord }) {
  const { state, attempts, findings } = record;
  const resend = useResend(record);
  const { operation, failure, answer, complete } = resend;
  const isSending = operation !== undefined || state === 'sending';
  const latest = useRef(deedsOf(record, resend));
  useEffect(() => {
    latest.current = deedsOf(record, resend);
  });
  const deeds = useMemo(
    () => ({
      again: () => latest.current.again(),
      correct: () => latest.current.correct(),
      split: () => latest.current.split(),
      remove: () => latest.current.remove(),
      wire: () => latest.current.wire(),
      conversation: () => latest.current.conversation(),
      task: () => latest.current.task(),
      stop: () => latest.current.stop(),
    }),
    [],
  );
  const actions = useMemo(() => sentActions(record, isSending, deeds), [record, isSending, deeds]);
  useActions(actions);
  return (
    <>
      <SentHead record={record} isSending={isSending} deeds={deeds} />
      <PaneBody label="Submission in full">
        {failure && (
          <FailureNote failure={failure} onRetry={failure.code === 'rules-failed' ? undefined : deeds.again}>
            {failure.code === 'rules-failed' && (
              <Button size="small" icon="send" onPress={() => resend.send({ sendAnyway: true })}>
                Send anyway
              </Button>
            )}
          </FailureNote>
        )}
        {answer?.taskProblem && (
          <FailureNote failure={answer.taskProblem}>
            <Button size="small" icon="ok" onPress={complete}>
              Complete the Task
            </Button>
          </FailureNote>
        )}
        {operation && <OperationProgress operation={operation} label="Sending the submission" />}
        {!operation && state === 'sending' && (
          <p className={style.elsewhere}>It is being sent from another window or by the command line.</p>
        )}
        <About record={record} />
        {attempts.length > 0 && (
          <Part title="Attempts" count={attempts.length > 1 ? attempts.length : undefined}>
            <AttemptList
              attempts={attempts}
              advice={answer?.error?.next}
              splits={(record.sent ?? record.request.attachments).length > 1}
            />
          </Part>
        )}
        <Part title={state === 'draft' ? 'To be sent' : 'What was sent'}>
          <SentAttachments record={record} />
        </Part>
        {findings.length > 0 && (
          <Part title="What the rules say">
            <RuleFindings findings={findings} />
          </Part>
        )}
      </PaneBody>
    </>
  );
}

/** To whom, about whom, and under which ids. */
function About({ record }: { record: SubmissionRecord }) {
  const { partner, to, taskId, request, createdAt, target } = record;
  const { attachTo, trackingId, adminRef, memberId, providerId, organizationId, payerId, serviceDate, final } = request;
  const task = useRecord('task', taskId);
  const id = (text: string | undefined) =>
    text && (
      <span className="mono" title={text}>
        {short(text)}
      </span>
    );
  return (
    <Part>
      <Facts
        facts={[
          ['To', partner],
          ['For', attachTo === 'claim' ? 'a claim' : 'a prior authorization'],
          ['Tracking id', id(trackingId) || 'a fresh one'],
          ['Reference number', id(adminRef)],
          ['Member', id(memberId) || 'nobody yet'],
          ['Date of service', serviceDate && formatDay(serviceDate)],
          ['Provider', id(providerId)],
          ['Organization', id(organizationId)],
          ['Payer', id(payerId)],
          ['Under this id', final ? 'this is all' : 'more will follow'],
          [
            'Answers',
            taskId && (
              <button key="task" type="button" className={style.link} onClick={() => goTo('tasks', taskId)}>
                Task/{task?.taskId ?? taskId}
              </button>
            ),
          ],
          ['Begun', formatMoment(createdAt)],
        ]}
      />
      {to && (
        <p className={style.to}>
          <code>{to}</code>
          {target && (
            <span>
              {target.says} {target.exchangeId && <ExchangeLink id={target.exchangeId} />}
            </span>
          )}
        </p>
      )}
    </Part>
  );
}
