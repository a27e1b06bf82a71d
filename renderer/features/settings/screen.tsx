import type { Screen } from '../../parts/screen.ts';
import { SettingsScreen } from './settings.tsx';

export const settingsScreen: Screen = {
  id: 'settings',
  title: 'Settings',
  icon: 'settings',
  approach: 'none',
  key: ',',
  group: 'own',
  Component: SettingsScreen,
};
