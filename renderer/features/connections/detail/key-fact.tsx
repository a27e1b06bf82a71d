import { useState } from 'react';
import type { Failure } from '../../../../shared/contract/errors.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { saveText } from '../../../parts/save-text.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatDay } from '../../../ui/format.ts';
import { MonoId } from '../../../ui/mono-id.tsx';
import style from './detail.module.css';

/** The key that signs for this connection: its kid, and its public half to copy or save as the partner registers it. */
export function KeyFact({ name }: { name: string }) {
  const table = useTable('key');
  const [failure, setFailure] = useState<Failure>();
  const keys = recordsOf({ ...useRecords.getState(), key: table }, 'key').filter((key) => key.name === name);
  const current = keys.find(({ state }) => state === 'current');
  const retired = keys.length - (current ? 1 : 0);

  const jwks = async (): Promise<string> => {
    const reply = await call('keys.jwks', { name });
    setFailure(reply.ok ? undefined : reply.error);
    return reply.ok ? `${JSON.stringify(reply.value, null, 2)}\n` : '';
  };
  const save = async () => {
    const text = await jwks();
    if (text) setFailure(await saveText(text, 'application/json', `${name}-jwks.json`));
  };
  return (
    <>
      <div className={style.key}>
        <Facts
          facts={[
            ['Key', <code key="n">{name}</code>],
            ['kid', current ? <MonoId key="k" id={current.kid} head={10} tail={6} copy /> : 'not there any more'],
            ['Algorithm', current?.alg],
            ['Made', current && formatDay(current.createdAt)],
            ['Beside it', retired > 0 && `${retired} retired`],
          ]}
        />
        {current && (
          <span className={style.actions}>
            <CopyButton text={jwks} label="Copy JWKS" words />
            <Button icon="download" onPress={() => void save()}>
              Save JWKS
            </Button>
          </span>
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
