import { usualAnswering } from '../../../shared/domain/sandbox-answering.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useRecord } from '../../stores/records.ts';
import { useCommands } from '../../stores/use-commands.ts';
import { Part } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import style from './sandbox.module.css';

/** What the sandbox's payer makes of submissions; changed at once. */
export function Taking() {
  const role = useRecord('role', 'sandbox');
  const { busy, failure, run } = useCommands();
  const { tracking, afterFinal, unknownMember } = { ...usualAnswering, ...role?.answering };
  const isOff = !role?.running || busy !== undefined;
  const set = (change: Parameters<typeof run<'sandbox.answering'>>[1]) => void run('sandbox.answering', change);
  return (
    <Part level={2} title="How its payer takes submissions" count={busy ? 'changing' : undefined}>
      {failure && <FailureNote failure={failure} />}
      <div className={style.locks}>
        <div className={style.setting}>
          <span>Tracking ids are compared</span>
          <Segmented
            label="How tracking ids are compared"
            value={tracking}
            isDisabled={isOff}
            onChange={(next) => set({ tracking: next })}
            options={[
              { value: 'value', label: 'By value' },
              { value: 'strict', label: 'With their system' },
            ]}
          />
        </div>
        <div className={style.setting}>
          <span>After the last submission</span>
          <Segmented
            label="After the last submission"
            value={afterFinal}
            isDisabled={isOff}
            onChange={(next) => set({ afterFinal: next })}
            options={[
              { value: 'accept', label: 'More is accepted' },
              { value: 'reject', label: 'More is refused' },
            ]}
          />
        </div>
        <div className={style.setting}>
          <span>A member it does not know</span>
          <Segmented
            label="A member it does not know"
            value={unknownMember}
            isDisabled={isOff}
            onChange={(next) => set({ unknownMember: next })}
            options={[
              { value: 'hold', label: 'Is held' },
              { value: 'refuse', label: 'Is refused' },
            ]}
          />
        </div>
        <p className={style.said}>
          Its claims and prior authorizations are those of the members. How else it can answer is under Faults.
        </p>
      </div>
    </Part>
  );
}
