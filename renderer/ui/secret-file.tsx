import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import style from './field.module.css';
import { SecretField } from './secret-field.tsx';

/** A key or PFX is a few kilobytes; a larger file is a slip. */
const mostBytes = 512 * 1024;

interface Props {
  label: string;
  /** By this name `typedSecrets` answers it, whichever way it was given. */
  name: string;
  /** `base64` for files that are no text (PFX); such a one cannot be pasted. */
  as: 'text' | 'base64';
  /** Endings the picker offers: `.pem,.key`. */
  accept?: string;
  hint?: ReactNode;
  error?: string;
  autoFocus?: boolean;
}

/** A secret that usually lies in a file: chosen, or pasted where it is text. The page keeps the file's name, never what is in it. */
export function SecretFile({ label, name, as, accept, hint, error, autoFocus }: Props) {
  const [file, setFile] = useState<string>();
  const [tooLarge, setTooLarge] = useState(false);
  const id = useId();
  const picker = () => document.getElementById(id) as HTMLInputElement | null;

  const choose = () => {
    const input = picker();
    const chosen = input?.files?.[0];
    const large = chosen !== undefined && chosen.size > mostBytes;
    if (large && input) input.value = '';
    setTooLarge(large);
    setFile(large ? undefined : chosen?.name);
  };
  const drop = () => {
    const input = picker();
    if (input) input.value = '';
    setFile(undefined);
  };

  const wrong = tooLarge ? 'A key file has a few kilobytes; this one is larger than 512.' : error;
  return (
    <div className={style.field}>
      <input
        id={id}
        hidden
        type="file"
        tabIndex={-1}
        aria-label={`File for ${label}`}
        accept={accept}
        data-secret={name}
        data-as={as}
        onChange={choose}
      />
      {file === undefined && as === 'text' ? (
        <SecretField label={label} name={name} lines={3} hint={hint} error={wrong} autoFocus={autoFocus} />
      ) : (
        <>
          <span className={style.name}>{label}</span>
          {file !== undefined && (
            <span className={style.file}>
              <code>{file}</code>
              <Button size="small" onPress={drop} label={`Take ${file} away`}>
                Take away
              </Button>
            </span>
          )}
          {(wrong ?? hint) && <span className={wrong ? style.wrong : style.said}>{wrong ?? hint}</span>}
        </>
      )}
      {file === undefined && (
        <span className={style.file}>
          <Button size="small" icon="document" label={`Choose a file for ${label}`} onPress={() => picker()?.click()}>
            From a file
          </Button>
        </span>
      )}
    </div>
  );
}
