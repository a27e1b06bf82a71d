import { recordsOf } from '../../stores/records.ts';
import type { Screen } from '../../parts/screen.ts';
import { needsLook } from './push-words.ts';
import { PushInbox } from './push-inbox.tsx';

export const pushInboxScreen: Screen = {
  id: 'push-inbox',
  title: 'Push inbox',
  icon: 'push',
  approach: 'push',
  key: 'p',
  group: 'roads',
  Component: PushInbox,
  waiting: (tables) => recordsOf(tables, 'push').filter(needsLook).length,
};
