import { useMemo } from 'react';
import { checkUpSteps } from '../../../shared/domain/check-up.ts';
import { checkUpReport } from '../../../shared/domain/check-up-report.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { OperationProgress } from '../../parts/operation-progress.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { cancelOperation } from '../../stores/operations.ts';
import { useRecord } from '../../stores/records.ts';
import { select, useSelected } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton, copyText } from '../../ui/copy-button.tsx';
import { formatDay, formatDuration, formatTime, formatWhen } from '../../ui/format.ts';
import { Pane, PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { goToEdit } from './go-to-edit.ts';
import style from './line-test.module.css';
import { StepDetail } from './step-detail.tsx';
import { Steps } from './steps.tsx';
import { useCheckUp } from './use-check-up.ts';
import { useFix } from './use-fix.ts';
import { stepNamed, stepToShow } from './words.ts';

/** Left the line step by step, right what is to be said of the chosen step. */
export function LineTest({ connection }: { connection: Connection }) {
  const checkUp = useRecord('checkup', connection.id);
  const { operation, failure, run } = useCheckUp(connection.id);
  const chosen = stepNamed(useSelected('check-up')) ?? (checkUp ? stepToShow(checkUp) : 'reachability');
  const step = checkUp?.steps.find(({ name }) => name === chosen);
  const fix = useFix(connection, step, run);
  const isRunning = operation !== undefined;
  const running = operation?.operationId;

  useActions(
    useMemo(
      (): Action[] => [
        {
          id: 'check-up.run',
          title: 'Run the check-up',
          group: 'Run',
          keys: 'r',
          when: () => !isRunning,
          run: () => void run(),
        },
        {
          id: 'check-up.stop',
          title: 'Stop the check-up',
          group: 'Run',
          keys: 'Escape',
          when: () => running !== undefined,
          run: () => void (running && cancelOperation(running)),
        },
        {
          id: 'check-up.copy',
          title: 'Copy the report of the check-up',
          group: 'Run',
          keys: 'c',
          when: () => checkUp !== undefined,
          run: () => void (checkUp && copyText(checkUpReport(checkUp, connection))),
        },
        {
          id: 'check-up.edit',
          title: `Edit ${connection.name}`,
          group: 'Run',
          keys: 'e',
          run: () => goToEdit(connection.id),
        },
      ],
      [run, isRunning, running, checkUp, connection],
    ),
  );

  const since = checkUp?.history[0]?.at;
  return (
    <SplitPane name="check-up" label="steps" start={616} min={420} minRest={420}>
      <Pane label="Steps">
        <PaneHead title="Check-up">
          <span className={style.when}>
            {checkUp ? `ran ${formatWhen(checkUp.at)}, took ${formatDuration(checkUp.durationMs)}` : 'not run yet'}
          </span>
          <Spring />
          {checkUp && <CopyButton text={() => checkUpReport(checkUp, connection)} label="Copy report" keys="c" words />}
          <Button kind="main" keys="r" isDisabled={isRunning} onPress={() => void run()}>
            {checkUp ? 'Run again' : 'Run'}
          </Button>
        </PaneHead>
        {operation && <OperationProgress operation={operation} label="Going along the line" withAddress />}
        {failure && <FailureNote failure={failure} onRetry={() => void run()} />}
        <div className={style.head} aria-hidden>
          <span>Step</span>
          <span>Time</span>
          <span>{since ? `${sinceWords(since)} to now` : 'Earlier'}</span>
        </div>
        <Steps
          names={checkUpSteps}
          checkUp={checkUp}
          chosen={chosen}
          onChoose={(name) => select('check-up', name)}
          onEnter={() => fix?.run()}
        />
      </Pane>
      <Pane label="Diagnosis">
        <PaneBody label="Diagnosis">
          <StepDetail key={chosen} connection={connection} checkUp={checkUp} name={chosen} fix={fix} />
        </PaneBody>
      </Pane>
    </SplitPane>
  );
}

const sinceWords = (iso: string) => (formatDay(iso) === 'Today' ? formatTime(iso) : formatDay(iso));
