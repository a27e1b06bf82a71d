import type { Screen } from '../../parts/screen.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';

function Connections() {
  return (
    <Pane label="Connections">
      <PaneHead title="Connections" />
      <Empty icon="connections" title="Nothing here yet" />
    </Pane>
  );
}

export const connectionsScreen: Screen = {
  id: 'connections',
  title: 'Connections',
  icon: 'connections',
  approach: 'none',
  key: 'c',
  group: 'connections',
  Component: Connections,
};
