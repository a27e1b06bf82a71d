import { type Closing, closings } from '../../../../shared/domain/subscription.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { closingWords } from './closing-words.ts';
import style from './subscribe-form.module.css';

interface Props {
  value: Closing;
  onChange: (value: Closing) => void;
  /** What else is to be said of a change. */
  note?: string;
  isDisabled?: boolean;
}

/** What is to become of a subscription when the console closes. */
export function ClosingField({ value, onChange, note, isDisabled = false }: Props) {
  return (
    <div className={style.group}>
      <p className={style.label}>When the console closes</p>
      <Segmented
        label="When the console closes"
        value={value}
        onChange={onChange}
        isDisabled={isDisabled}
        options={closings.map((closing) => ({ value: closing, label: closingWords[closing].label }))}
      />
      <p className={style.hint}>
        {closingWords[value].says} {note}
      </p>
    </div>
  );
}
