import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';
import { LineTest } from './line-test.tsx';

/** The check-up of the connection in use: the line test and what is wrong with it. */
export function CheckUpView() {
  const connection = useConnectionInUse();
  if (connection) return <LineTest key={connection.id} connection={connection} />;
  return (
    <Pane label="Check-up">
      <PaneHead title="Check-up" />
      <Empty
        icon="check-up"
        title="No connection in use"
        actions={<Button onPress={() => goTo('connections')}>Choose one</Button>}
      >
        A check-up goes along the line to one partner: reachability, TLS, discovery, authorization, abilities, searches.
      </Empty>
    </Pane>
  );
}
