import { useState } from 'react';
import { usualAnswering } from '../../../shared/domain/sandbox-answering.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { receivedPlace } from '../../parts/task-view/places.ts';
import { useRecord } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import style from './sandbox.module.css';

const whose = {
  automatic: 'A Task that comes in is accepted, worked on and completed from the records, step by step.',
  'by-hand': 'A Task that comes in stays requested until somebody answers it at the work queue.',
};

/** Who answers the Tasks the sandbox's provider receives, and how; changed at once. */
export function Answering() {
  const role = useRecord('role', 'sandbox');
  const { busy, failure, run } = useCommands();
  const [step, setStep] = useState<string>();
  const settings = role?.answering ?? usualAnswering;
  const { answering, requirePurpose, reopen, noHits, outputs, stepMs } = settings;
  const isOff = !role?.running || busy !== undefined;
  const isAutomatic = answering === 'automatic';
  const steps = step ?? String(stepMs);
  const isStep = /^\d{2,8}$/.test(steps) && Number(steps) <= 86_400_000;
  const set = (change: Parameters<typeof run<'sandbox.answering'>>[1]) => void run('sandbox.answering', change);
  const setSteps = () => {
    if (!isStep) return;
    setStep(undefined);
    if (Number(steps) !== stepMs) set({ stepMs: Number(steps) });
  };
  return (
    <Part level={2} title="How its provider answers Tasks" count={busy ? 'changing' : undefined}>
      {failure && <FailureNote failure={failure} />}
      <div className={style.locks}>
        <div className={style.setting}>
          <span>Tasks are answered</span>
          <Segmented
            label="Who answers Tasks"
            value={answering}
            isDisabled={isOff}
            onChange={(next) => set({ answering: next })}
            options={[
              { value: 'automatic', label: 'By itself' },
              { value: 'by-hand', label: 'By hand' },
            ]}
          />
        </div>
        <p className={style.said}>
          {role?.running ? whose[answering] : 'The sandbox is off. Start it to change this.'}
        </p>
        {!isAutomatic && (
          <div className={style.row}>
            <Button icon="task" onPress={() => goTo('tasks', receivedPlace)}>
              Go to the work queue
            </Button>
          </div>
        )}
        <Checkbox isSelected={requirePurpose} isDisabled={isOff} onChange={(next) => set({ requirePurpose: next })}>
          <span>
            <b>Ask for a purpose of use</b> <small>A Task without one is rejected (CONF-018).</small>
          </span>
        </Checkbox>
        <Checkbox isSelected={reopen} isDisabled={isOff} onChange={(next) => set({ reopen: next })}>
          <span>
            <b>Let Tasks be reopened</b> <small>One that has ended may leave its end again (CONF-060).</small>
          </span>
        </Checkbox>
        <div className={style.setting}>
          <span>A query without hits</span>
          <Segmented
            label="A query without hits"
            value={noHits}
            isDisabled={isOff}
            onChange={(next) => set({ noHits: next })}
            options={[
              { value: 'empty-bundle', label: 'Completed, empty Bundle' },
              { value: 'failed', label: 'Failed, with a reason' },
            ]}
          />
        </div>
        <div className={style.setting}>
          <span>Its answer lies</span>
          <Segmented
            label="Where the answer lies"
            value={outputs}
            isDisabled={isOff}
            onChange={(next) => set({ outputs: next })}
            options={[
              { value: 'contained', label: 'In the Task' },
              { value: 'external', label: 'Beside it' },
            ]}
          />
        </div>
        <div className={style.setting}>
          <span>Time in each status</span>
          <span className={style.step}>
            <TextField
              quiet
              label="Milliseconds in each status"
              mono
              type="number"
              value={steps}
              isDisabled={isOff}
              error={isStep ? undefined : 'From 10 ms to a day.'}
              onChange={setStep}
              onSubmit={setSteps}
            />
            ms
            <Button isDisabled={isOff || !isStep || Number(steps) === stepMs} onPress={setSteps}>
              Set
            </Button>
          </span>
        </div>
      </div>
    </Part>
  );
}
