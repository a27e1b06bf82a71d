import type { Screen } from '../../parts/screen.ts';
import { CheckUpView } from './check-up.tsx';

export const checkUpScreen: Screen = {
  id: 'check-up',
  title: 'Check-up',
  icon: 'check-up',
  approach: 'none',
  key: 'u',
  group: 'records',
  Component: CheckUpView,
  mark: ({ checkup }, connectionId) => (checkup.byId.get(connectionId)?.ok === false ? 'fail' : undefined),
};
