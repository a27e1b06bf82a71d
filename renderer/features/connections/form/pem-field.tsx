import { useId } from 'react';
import { Pill } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { formatNumberOf } from '../../../ui/format.ts';
import { TextArea } from '../../../ui/text-area.tsx';
import style from './form.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string;
}

const isPem = (text: string) => text.includes('-----BEGIN CERTIFICATE-----');
const count = (text: string) => text.split('-----BEGIN CERTIFICATE-----').length - 1;

/** Certificates in PEM, pasted or from a file: no secret. Whole ones are a chip, never a wall of letters. */
export function PemField({ label, value, onChange, hint, error }: Props) {
  const id = useId();
  const read = async (file: File | undefined) => {
    if (file) onChange(await file.text());
  };
  const picker = (
    <input
      id={id}
      hidden
      type="file"
      tabIndex={-1}
      aria-label={`File for ${label}`}
      accept=".pem,.crt,.cer"
      onChange={({ target }) => void read(target.files?.[0])}
    />
  );
  if (isPem(value) && !error) {
    return (
      <div className={style.held}>
        <span>{label}</span>
        <p>
          <Pill>{formatNumberOf(count(value), 'certificate')}</Pill>
          <Button size="small" label={`Take ${label} away`} onPress={() => onChange('')}>
            Take away
          </Button>
        </p>
      </div>
    );
  }
  return (
    <div className={style.words}>
      {picker}
      <TextArea
        label={label}
        value={value}
        onChange={onChange}
        placeholder="-----BEGIN CERTIFICATE-----"
        hint={hint}
        error={error}
      />
      <p className={style.usual}>
        <Button
          size="small"
          icon="document"
          label={`Choose a file for ${label}`}
          onPress={() => document.getElementById(id)?.click()}
        >
          From a file
        </Button>
      </p>
    </div>
  );
}
