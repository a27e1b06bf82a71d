import { useCallback, useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { call } from '../../api/call.ts';
import { methodWords } from '../../parts/auth-words.ts';
import { DiscoveryPart } from '../../parts/discovery-view/discovery-view.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { TlsPart } from '../../parts/tls-view/tls-view.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { chooseConnection, lastExchangeWith, lineState, useConnectionInUse } from '../../stores/connection-in-use.ts';
import { keepDraft, useDraft } from '../../stores/drafts.ts';
import { useRecords } from '../../stores/records.ts';
import { select } from '../../stores/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Cord } from '../../ui/cord.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDuration, formatMoment } from '../../ui/format.ts';
import { PaneBody, PaneHead, Part, Spring } from '../../ui/pane.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Abilities } from './abilities.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { Credentials } from './detail/credentials.tsx';
import { goToCheckUp, useTokenActions } from './detail/use-token-actions.ts';

/** One connection: what it is, how it lets us in, what its partner publishes, and how to change it. */
export function ConnectionDetail({ connection }: { connection: Connection }) {
  // Another screen may ask for the form of this connection.
  const [edited] = useDraft<string | undefined>('connections.edit', undefined);
  const editing = edited === connection.id;
  const setEditing = useCallback(
    (on: boolean) => keepDraft('connections.edit', on ? connection.id : undefined),
    [connection.id],
  );
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
      {
        id: 'connection.check',
        title: `Check the line to ${connection.name}`,
        group: 'Run',
        keys: 'x',
        run: () => void goToCheckUp(connection.id),
      },
    ],
    [connection, setEditing],
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
        <Button icon="check-up" keys="x" onPress={() => void goToCheckUp(connection.id)}>
          Check up
        </Button>
        <Button icon="edit" keys="e" onPress={() => setEditing(true)}>
          Edit
        </Button>
        {own && <IconButton icon="trash" label={`Remove ${connection.name}`} onPress={() => setAsking(true)} />}
      </PaneHead>
      {failure && <FailureNote failure={failure} />}
      <Part>
        <Facts
          facts={[
            ['We are', connection.role],
            ['Partner is', connection.role === 'payer' ? 'provider' : 'payer'],
            ['CDex', connection.cdexVersion === 'ci' ? 'CI build' : connection.cdexVersion],
            ['Let in by', methodWords[connection.auth.method].label],
            ['Given up after', formatDuration(connection.timeoutMs)],
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
      <Views connection={connection} />
      <Confirm
        title={`Remove ${connection.name}?`}
        isOpen={asking}
        onClose={() => setAsking(false)}
        verb="Remove"
        onConfirm={() => void remove()}
      >
        <p>
          The address, its settings, its secrets and its tokens are forgotten. Exchanges and Tasks recorded with this
          partner are kept.
        </p>
      </Confirm>
    </>
  );
}

/** The views of a connection; the chosen one stays while people go from partner to partner. */
function Views({ connection }: { connection: Connection }) {
  const [view, setView] = useDraft('connections.view', 'credentials');
  const actions = useTokenActions(connection);
  return (
    <Tabs
      label={`About ${connection.name}`}
      selected={view}
      onSelect={setView}
      items={[
        { id: 'credentials', label: 'Credentials', content: <Credentials connection={connection} actions={actions} /> },
        {
          id: 'discovery',
          label: 'Discovery',
          content: (
            <PaneBody label="Discovery">
              <DiscoveryPart connectionId={connection.id} />
            </PaneBody>
          ),
        },
        {
          id: 'tls',
          label: 'TLS',
          content: (
            <PaneBody label="TLS">
              <TlsPart connection={connection} />
            </PaneBody>
          ),
        },
        { id: 'server', label: 'Server', content: <Abilities connectionId={connection.id} /> },
      ]}
    />
  );
}
