import { useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { saveText } from '../../../parts/save-text.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import style from './keys.module.css';
import { jwksFileName } from './words.ts';

interface Props {
  /** Whose public keys; all when absent. */
  name?: string;
  /** What is copied and saved: "JWKS". */
  label: string;
  isDisabled?: boolean;
  /** Makes saving the next step of the view. */
  isMain?: boolean;
}

/** Copies the public keys, and saves them as the file a partner registers. */
export function JwksButtons({ name, label, isDisabled, isMain }: Props) {
  const [failure, setFailure] = useState<Failure>();
  const read = async (): Promise<string | undefined> => {
    const reply = await call('keys.jwks', name === undefined ? {} : { name });
    setFailure(reply.ok ? undefined : reply.error);
    return reply.ok ? `${JSON.stringify(reply.value, null, 2)}\n` : undefined;
  };
  const save = async () => {
    const text = await read();
    if (text !== undefined) setFailure(await saveText(text, 'application/json', jwksFileName(name)));
  };
  return (
    <span className={style.buttons}>
      <CopyButton text={async () => (await read()) ?? ''} label={`Copy ${label}`} words />
      <Button kind={isMain ? 'main' : 'plain'} icon="download" isDisabled={isDisabled} onPress={() => void save()}>
        Save {label}
      </Button>
      {failure && <FailureNote failure={failure} />}
    </span>
  );
}
