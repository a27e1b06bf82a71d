import { Segmented } from '../../ui/segmented.tsx';
import style from './fields.module.css';

interface Props {
  value: 'claim' | 'preauthorization';
  onChange: (value: 'claim' | 'preauthorization') => void;
}

/** To what attachments belong. */
export const AttachToChoice = ({ value, onChange }: Props) => (
  <div className={style.labelled}>
    <span>The attachments are for</span>
    <Segmented
      label="The attachments are for"
      value={value}
      onChange={onChange}
      options={[
        { value: 'claim', label: 'a claim' },
        { value: 'preauthorization', label: 'a prior authorization' },
      ]}
    />
  </div>
);
