import type { Screen } from '../../parts/screen.ts';
import { Connections } from './connections.tsx';

export const connectionsScreen: Screen = {
  id: 'connections',
  title: 'Connections',
  icon: 'connections',
  approach: 'none',
  key: 'c',
  group: 'connections',
  Component: Connections,
};
