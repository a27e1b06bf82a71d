import { type ReactNode, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import style from './rules.module.css';

interface Props {
  name: string;
  on: boolean;
  /** What it is about, and what it does. */
  when: string;
  does: string;
  /** Its place, from 0. */
  index: number;
  isLast: boolean;
  isBusy: boolean;
  onSwitch: (on: boolean) => void;
  onMove: (by: -1 | 1) => void;
  onEdit: () => void;
  onRemove: () => void;
  /** What is lost when it is removed, and what is not. */
  removing: ReactNode;
}

/** One rule of several that are tried in their order: on or off, what it is about, what it does, and its place. */
export function RuleRow(props: Props) {
  const { name, on, when, does, index, isLast, isBusy, onSwitch, onMove, onEdit, onRemove, removing } = props;
  const [isRemoving, setRemoving] = useState(false);
  return (
    <li className={style.rule} data-off={!on || undefined}>
      <span className={style.place}>{index + 1}</span>
      <Checkbox label={`${name} is on`} isSelected={on} isDisabled={isBusy} onChange={onSwitch} />
      <div className={style.words}>
        <b>{name}</b>
        <p>{when}</p>
        <p>{does}</p>
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
        {removing}
      </Confirm>
    </li>
  );
}
