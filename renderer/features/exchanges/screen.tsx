import type { Screen } from '../../parts/screen.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';

function Exchanges() {
  return (
    <Pane label="Exchanges">
      <PaneHead title="Exchanges" />
      <Empty icon="exchanges" title="Nothing here yet" />
    </Pane>
  );
}

export const exchangesScreen: Screen = {
  id: 'exchanges',
  title: 'Exchanges',
  icon: 'exchanges',
  approach: 'none',
  key: 'e',
  group: 'records',
  Component: Exchanges,
};
