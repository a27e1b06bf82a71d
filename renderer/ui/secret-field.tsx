import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import style from './field.module.css';
import { makeSecretInput } from './secrets.ts';

interface Props {
  label: string;
  /** By this name `typedSecrets` answers what is typed. */
  name: string;
  hint?: ReactNode;
  /** What is wrong with it; a sentence that never repeats it. */
  error?: string;
  /** More than one for keys in PEM; the letters are dots all the same. */
  lines?: number;
  placeholder?: string;
  autoFocus?: boolean;
  onSubmit?: () => void;
}

/**
 * A field for a secret. Its value stays in the element: it is no state and no property, `typedSecrets` reads it when it is sent,
 * `wipeSecrets` empties it, and it empties itself when it leaves the page.
 */
export function SecretField({ label, name, hint, error, lines = 1, placeholder, autoFocus, onSubmit }: Props) {
  const box = useRef<HTMLSpanElement>(null);
  const id = useId();
  const submit = useRef(onSubmit);
  useEffect(() => {
    submit.current = onSubmit;
  });

  useLayoutEffect(() => {
    const field = makeSecretInput(name, lines);
    field.id = id;
    field.setAttribute('aria-describedby', `${id}-said`);
    const press = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || lines > 1 || !submit.current) return;
      event.preventDefault();
      submit.current();
    };
    field.addEventListener('keydown', press);
    box.current?.append(field);
    return () => {
      field.value = '';
      field.remove();
    };
  }, [id, name, lines]);

  useLayoutEffect(() => {
    const field = box.current?.querySelector<HTMLInputElement>('[data-secret]');
    field?.setAttribute('placeholder', placeholder ?? '');
    field?.setAttribute('aria-invalid', String(error !== undefined));
  }, [placeholder, error]);

  useEffect(() => {
    if (autoFocus) box.current?.querySelector<HTMLInputElement>('[data-secret]')?.focus();
  }, [autoFocus]);

  return (
    <div className={style.field}>
      <label htmlFor={id}>{label}</label>
      <span
        ref={box}
        className={`${style.box} ${style.secret}`}
        data-lines={lines > 1 || undefined}
        data-invalid={error !== undefined || undefined}
      />
      <span id={`${id}-said`} className={error ? style.wrong : style.said}>
        {error ?? hint}
      </span>
    </div>
  );
}
