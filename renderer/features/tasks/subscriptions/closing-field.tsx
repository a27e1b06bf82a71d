import { type Closing, closings } from '../../../../shared/domain/subscription.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { closingWords } from './closing-words.ts';
import style from './subscribe-form.module.css';

interface Props {
  value: Closing;
  onChange: (value: Closing) => void;
}

/** What is to become of a subscription when the console closes. */
export function ClosingField({ value, onChange }: Props) {
  return (
    <div className={style.group}>
      <p className={style.label}>When the console closes</p>
      <Segmented
        label="When the console closes"
        value={value}
        onChange={onChange}
        options={closings.map((closing) => ({ value: closing, label: closingWords[closing].label }))}
      />
      <p className={style.hint}>{closingWords[value].says}</p>
    </div>
  );
}
