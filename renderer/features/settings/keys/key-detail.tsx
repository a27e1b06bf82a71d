import { useMemo, useState } from 'react';
import { isSameKeyName, type KeyRecord } from '../../../../shared/domain/key.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { type Action, useActions } from '../../../stores/actions.ts';
import { recordsOf, useRecords, useTable } from '../../../stores/records.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { throughVault } from '../../../stores/vault-gate.ts';
import { goTo } from '../../../stores/view.ts';
import { Pill } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { formatMoment } from '../../../ui/format.ts';
import { MonoId } from '../../../ui/mono-id.tsx';
import { PaneBody, PaneHead, Part, Spring } from '../../../ui/pane.tsx';
import { JwksButtons } from './jwks-buttons.tsx';
import style from './keys.module.css';
import { PublicHalf } from './public-half.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { usersOf } from './use-keys.ts';
import { algorithmWords, dayWords } from './words.ts';

interface Props {
  record: KeyRecord;
  onSelect: (id: string | undefined) => void;
}

/** One key: what it is, who signs with it, its public half, and the ways to renew and to end it. */
export function KeyDetail({ record, onSelect }: Props) {
  const { name, alg, kid, state, origin, createdAt, retiredAt } = record;
  const { busy, failure, run } = useCommands();
  const [asking, setAsking] = useState<'rotate' | 'remove'>();
  const connections = useTable('connection');
  const keys = useTable('key');
  const tables = { ...useRecords.getState(), connection: connections, key: keys };
  const isCurrent = state === 'current';
  const users = isCurrent ? usersOf(recordsOf(tables, 'connection'), name) : [];
  const retired = recordsOf(tables, 'key').filter(
    (key) => key.state === 'retired' && isSameKeyName(key.name, name),
  ).length;
  // A key made by hand has been sent already or will be; one that took another's place has not.
  const isNews = isCurrent && retired > 0 && users.length > 0;

  const actions = useMemo(
    (): Action[] => [
      {
        id: 'keys.rotate',
        title: `Rotate the key ${name}`,
        group: 'Run',
        keys: 'r',
        when: () => isCurrent,
        run: () => setAsking('rotate'),
      },
      {
        id: 'keys.remove',
        title: `Remove the key ${name}`,
        group: 'Run',
        keys: 'x',
        run: () => setAsking('remove'),
      },
    ],
    [name, isCurrent],
  );
  useActions(actions);
  const rotate = async () => {
    setAsking(undefined);
    const reply = await throughVault(() => run('keys.rotate', { name }));
    if (reply.ok) onSelect(reply.value.id);
  };
  const remove = async () => {
    const reply = await run('keys.remove', { key: isCurrent ? name : kid });
    if (reply.ok) onSelect(undefined);
  };

  return (
    <>
      <PaneHead title={name} level={2}>
        {!isCurrent && <Pill>retired</Pill>}
        <Spring />
        {isCurrent && (
          <Button icon="refresh" keys="r" isDisabled={busy !== undefined} onPress={() => setAsking('rotate')}>
            {busy === 'keys.rotate' ? 'Rotating' : 'Rotate'}
          </Button>
        )}
        <IconButton icon="trash" keys="x" label={`Remove ${name}`} onPress={() => setAsking('remove')} />
      </PaneHead>
      <PaneBody label={`Key ${name}`}>
        {failure && <FailureNote failure={failure} />}
        <Part>
          <Facts
            facts={[
              ['kid', <MonoId key="k" id={kid} head={14} tail={8} copy />],
              ['Made', `${formatMoment(createdAt)}${origin === 'imported' ? ', imported' : ''}`],
              ['Retired', retiredAt && formatMoment(retiredAt)],
            ]}
          />
          <p className={style.says}>
            <code>{alg}</code> {algorithmWords[alg]}
          </p>
        </Part>
        <Part title="Give it to partners">
          <p className={style.says}>
            {isNews
              ? `It took the place of another key ${dayWords(createdAt)}. A partner that does not have it yet answers invalid_client: send the file, or ask whether they have read it.`
              : isCurrent
                ? 'Partners register the public half before they let us in. Send the file: an address on this machine is out of their reach.'
                : 'It signs nothing any more. It stays in the file, so that what it signed before can still be checked, until it is removed.'}
          </p>
          <JwksButtons name={name} label="JWKS" isMain={isCurrent} />
        </Part>
        {isCurrent && (
          <Part title="Signs for" count={users.length || undefined}>
            {users.length === 0 ? (
              <p className={style.says}>No connection yet. Choose it in a connection’s form, under backend services.</p>
            ) : (
              <ul className={style.users}>
                {users.map(({ id, name: partner }) => (
                  <li key={id}>
                    <Button kind="bare" size="small" icon="connections" onPress={() => goTo('connections', id)}>
                      {partner}
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </Part>
        )}
        <PublicHalf jwk={record.jwk} />
      </PaneBody>
      <RotateDialog
        isOpen={asking === 'rotate'}
        name={name}
        users={users}
        onClose={() => setAsking(undefined)}
        onRotate={() => void rotate()}
      />
      <Confirm
        title={`Remove ${isCurrent ? name : `the retired key of ${name}`}?`}
        isOpen={asking === 'remove'}
        onClose={() => setAsking(undefined)}
        verb="Remove"
        onConfirm={() => void remove()}
      >
        <p>
          {isCurrent && retired > 0 ? `The key and ${retired} retired of its name are` : 'The key is'} taken out of the
          vault and of the JWKS for good. {users.length > 0 && 'Connections that sign with it need another one first.'}
        </p>
      </Confirm>
    </>
  );
}
