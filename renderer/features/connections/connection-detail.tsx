import { useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { chooseConnection, lastExchangeWith, lineState, useConnectionInUse } from '../../stores/connection-in-use.ts';
import { useRecords } from '../../stores/records.ts';
import { select } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Cord } from '../../ui/cord.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDuration, formatMoment } from '../../ui/format.ts';
import { PaneHead, Part, Spring } from '../../ui/pane.tsx';
import { Abilities } from './abilities.tsx';
import { ConnectionForm } from './connection-form.tsx';

/** One connection: what it is, what its server says it can do, and how to change it. */
export function ConnectionDetail({ connection }: { connection: Connection }) {
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const inUse = useConnectionInUse()?.id === connection.id;
  const line = useRecords((records) => lineState(lastExchangeWith(records, connection.id)));
  const own = connection.origin === 'user';

  const actions = useMemo(
    (): Action[] => [
      { id: 'connection.edit', title: `Edit ${connection.name}`, group: 'Run', keys: 'e', run: () => setEditing(true) },
      {
        id: 'connection.use',
        title: `Work with ${connection.name}`,
        group: 'Run',
        keys: 'u',
        run: () => void chooseConnection(connection.id),
      },
    ],
    [connection],
  );
  useActions(actions);

  const remove = async () => {
    const reply = await call('connections.remove', { connection: connection.id });
    if (!reply.ok) return setFailure(reply.error);
    select('connections', undefined);
  };
  if (editing) return <ConnectionForm connection={connection} onDone={() => setEditing(false)} />;
  return (
    <>
      <PaneHead title={connection.name} level={2}>
        <Cord us={connection.role} state={line} />
        <Spring />
        <Button keys="u" isDisabled={inUse} onPress={() => void chooseConnection(connection.id)}>
          {inUse ? 'In use' : 'Work with it'}
        </Button>
        <Button icon="edit" keys="e" onPress={() => setEditing(true)}>
          Edit
        </Button>
        {own && (
          <Button icon="trash" label={`Remove ${connection.name}`} onPress={() => setAsking(true)}>
            Remove
          </Button>
        )}
      </PaneHead>
      {failure && <FailureNote failure={failure} />}
      <Part>
        <Facts
          facts={[
            ['We are', connection.role],
            ['Partner is', connection.role === 'payer' ? 'provider' : 'payer'],
            ['CDex', connection.cdexVersion === 'ci' ? 'CI build' : connection.cdexVersion],
            ['Given up after', formatDuration(connection.timeoutMs)],
            ['Signed in', 'no, open server'],
            ['Made', own ? formatMoment(connection.createdAt) : 'by the sandbox'],
          ]}
        />
        <Facts
          facts={[
            [
              'Base URL',
              <span key="base" style={{ display: 'inline-flex', alignItems: 'center' }}>
                <code>{connection.baseUrl}</code>
                <CopyButton text={connection.baseUrl} label="Copy base URL" size="small" />
              </span>,
            ],
          ]}
        />
      </Part>
      <Abilities connectionId={connection.id} />
      <Confirm
        title={`Remove ${connection.name}?`}
        isOpen={asking}
        onClose={() => setAsking(false)}
        verb="Remove"
        onConfirm={() => void remove()}
      >
        <p>The address and its settings are forgotten. Exchanges and Tasks recorded with this partner are kept.</p>
      </Confirm>
    </>
  );
}
