import type { Screen } from '../../parts/screen.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';

function Sandbox() {
  return (
    <Pane label="Sandbox">
      <PaneHead title="Sandbox" />
      <Empty icon="sandbox" title="Nothing here yet" />
    </Pane>
  );
}

export const sandboxScreen: Screen = {
  id: 'sandbox',
  title: 'Sandbox',
  icon: 'sandbox',
  approach: 'none',
  key: 's',
  group: 'own',
  Component: Sandbox,
};
