import type { Screen } from '../../parts/screen.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pane, PaneHead } from '../../ui/pane.tsx';

function Settings() {
  return (
    <Pane label="Settings">
      <PaneHead title="Settings" />
      <Empty icon="settings" title="Nothing here yet" />
    </Pane>
  );
}

export const settingsScreen: Screen = {
  id: 'settings',
  title: 'Settings',
  icon: 'settings',
  approach: 'none',
  key: ',',
  group: 'own',
  Component: Settings,
};
