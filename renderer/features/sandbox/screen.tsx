import type { Screen } from '../../parts/screen.ts';
import { Sandbox } from './sandbox.tsx';

export const sandboxScreen: Screen = {
  id: 'sandbox',
  title: 'Sandbox',
  icon: 'sandbox',
  approach: 'none',
  key: 's',
  group: 'own',
  Component: Sandbox,
};
