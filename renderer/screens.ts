import type { Screen } from './parts/screen.ts';
import { checkUpScreen } from './features/check-up/screen.tsx';
import { connectionsScreen } from './features/connections/screen.tsx';
import { directQueryScreen } from './features/direct-query/screen.tsx';
import { exchangesScreen } from './features/exchanges/screen.tsx';
import { pushInboxScreen } from './features/push-inbox/screen.tsx';
import { sandboxScreen } from './features/sandbox/screen.tsx';
import { settingsScreen } from './features/settings/screen.tsx';
import { tasksScreen } from './features/tasks/screen.tsx';

/** Every screen that works, in the order of the rail. A feature adds itself by one line. */
export const screens: readonly Screen[] = [
  connectionsScreen,
  directQueryScreen,
  tasksScreen,
  pushInboxScreen,
  exchangesScreen,
  checkUpScreen,
  sandboxScreen,
  settingsScreen,
];

/** The screen with an id. */
export const screenOf = (id: string): Screen | undefined => screens.find((screen) => screen.id === id);
