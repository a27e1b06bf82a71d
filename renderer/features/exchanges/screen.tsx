import type { Screen } from '../../parts/screen.ts';
import { Exchanges } from './exchanges.tsx';

export const exchangesScreen: Screen = {
  id: 'exchanges',
  title: 'Exchanges',
  icon: 'exchanges',
  approach: 'none',
  key: 'e',
  group: 'records',
  Component: Exchanges,
};
