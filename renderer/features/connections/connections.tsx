import { useMemo } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import { useRecord } from '../../stores/records.ts';
import { select, useSelected } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { ConnectionDetail } from './connection-detail.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionList } from './connection-list.tsx';

/** Stands in place of an id while a connection is being added. */
const adding = 'new';
const add = () => select('connections', adding);

/** Whom we exchange with: the list, and what is known of one. */
export function Connections() {
  const selected = useSelected('connections');
  const connection = useRecord('connection', selected);
  const actions = useMemo(
    (): Action[] => [
      { id: 'connections.add', title: 'Add a connection', group: 'Run', keys: 'n', words: 'new partner', run: add },
    ],
    [],
  );
  useActions(actions);
  return (
    <SplitPane name="connections" label="list" start={460}>
      <ConnectionList selected={selected} onSelect={(id) => select('connections', id)} onAdd={add} />
      <Pane label="Connection">
        {selected === adding ? (
          <ConnectionForm key={adding} onDone={(id) => select('connections', id)} />
        ) : connection ? (
          <ConnectionDetail key={connection.id} connection={connection} />
        ) : (
          <Empty
            icon="connections"
            title="No connection chosen"
            actions={
              <Button icon="plus" keys="n" onPress={add}>
                Add a connection
              </Button>
            }
          >
            Choose one to see what its server can do, or add a partner by its base URL.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}
