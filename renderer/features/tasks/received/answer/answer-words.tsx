import { isRefusal } from '../../../../../shared/cdex/answer-task.ts';
import { IconButton } from '../../../../ui/button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import style from './answer.module.css';
import type { Answering } from './use-answer.ts';
import { commonReasons } from './ways.ts';

/** The words that go with an answer: why, and how it stands here. */
export function AnswerWords({ answering: { draft, status, patch, isTried, lacksReason } }: { answering: Answering }) {
  const isNeeded = isRefusal(status);
  const choices = commonReasons.map((reason) => ({ id: reason, label: reason, onAction: () => patch({ reason }) }));
  return (
    <div className={style.words}>
      <div className={style.reason}>
        <TextField
          label={isNeeded ? 'Reason, needed' : 'Reason'}
          value={draft.reason}
          placeholder={isNeeded ? 'the partner reads it' : 'where one helps'}
          error={isTried && lacksReason ? `Say why: a Task that is ${status} carries its reason (tdr-2).` : undefined}
          onChange={(reason) => patch({ reason })}
        />
        {isNeeded && (
          <Menu
            label="Common reasons"
            trigger={<IconButton icon="chevron-down" label="Common reasons" />}
            sections={[{ choices }]}
          />
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
