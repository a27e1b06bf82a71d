import { isRefusal } from '../../../../../shared/cdex/answer-task.ts';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from './answer.module.css';
import type { Answering } from './use-answer.ts';
import { commonReasons } from './ways.ts';

const reasons = commonReasons.map((value) => ({ value, label: value }));

/** The words that go with an answer: why, and how it stands here. */
export function AnswerWords({ answering: { draft, status, patch, isTried, lacksReason } }: { answering: Answering }) {
  const isNeeded = isRefusal(status);
  return (
    <div className={style.words}>
      <div className={style.reason}>
        <ComboBox
          label={isNeeded ? 'Reason, needed' : 'Reason'}
          value={draft.reason}
          choices={isNeeded ? reasons : []}
          placeholder={isNeeded ? 'the partner reads it' : 'where one helps'}
          onChange={(reason) => {
            if (reason !== draft.reason) patch({ reason });
          }}
        />
        {isTried && lacksReason && (
          <p className={style.wrong} role="alert">
            Say why: a Task that is {status} carries its reason (tdr-2).
          </p>
        )}
      </div>
      <TextField
        label="Business status"
        value={draft.businessStatus}
        placeholder="sent to records"
        onChange={(businessStatus) => patch({ businessStatus })}
      />
    </div>
  );
}
