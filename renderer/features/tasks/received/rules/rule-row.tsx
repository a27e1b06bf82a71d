import { useState } from 'react';
import type { WorkRule } from '../../../../../shared/domain/work.ts';
import { IconButton } from '../../../../ui/button.tsx';
import { Checkbox } from '../../../../ui/checkbox.tsx';
import { Confirm } from '../../../../ui/dialog.tsx';
import { doesWords, whenWords } from './rule-words.ts';
import style from './rules.module.css';

interface Props {
  rule: WorkRule;
  /** Its place, from 0. */
  index: number;
  isLast: boolean;
  isBusy: boolean;
  onSwitch: (on: boolean) => void;
  onMove: (by: -1 | 1) => void;
  onEdit: () => void;
  onRemove: () => void;
}

/** One rule: on or off, which Tasks, what is done, and its place. */
export function RuleRow({ rule, index, isLast, isBusy, onSwitch, onMove, onEdit, onRemove }: Props) {
  const { name, on } = rule;
  const [isRemoving, setRemoving] = useState(false);
  return (
    <li className={style.rule} data-off={!on || undefined}>
      <span className={style.place}>{index + 1}</span>
      <Checkbox label={`${name} is on`} isSelected={on} isDisabled={isBusy} onChange={onSwitch} />
      <div className={style.words}>
        <b>{name}</b>
        <p>{whenWords(rule)}</p>
        <p>{doesWords(rule)}</p>
      </div>
      <span className={style.tools}>
        <IconButton
          icon="chevron-up"
          label={`Move ${name} up`}
          isDisabled={isBusy || index === 0}
          onPress={() => onMove(-1)}
        />
        <IconButton
          icon="chevron-down"
          label={`Move ${name} down`}
          isDisabled={isBusy || isLast}
          onPress={() => onMove(1)}
        />
        <IconButton icon="edit" label={`Edit ${name}`} onPress={onEdit} />
        <IconButton icon="trash" label={`Remove ${name}`} isDisabled={isBusy} onPress={() => setRemoving(true)} />
      </span>
      <Confirm
        title={`Remove ${name}`}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        verb="Remove"
        onConfirm={onRemove}
      >
        <p>It answers no Task any more. What it did stays as it is.</p>
      </Confirm>
    </li>
  );
}
