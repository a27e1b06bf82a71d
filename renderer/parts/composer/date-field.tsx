import { TextField } from '../../ui/text-field.tsx';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A date. What is no plain day (an instant, a year, a mistake out of JSON) is shown as text, for the calendar would hide it. */
export const DateField = ({ label, value, onChange }: Props) => (
  <TextField
    label={label}
    value={value}
    onChange={onChange}
    type={value === '' || /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'text'}
  />
);
