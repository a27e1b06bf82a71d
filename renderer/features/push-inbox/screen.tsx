import { countWhere } from '../../stores/count-where.ts';
import type { Screen } from '../../parts/screen.ts';
import { needsLook } from './push-words.ts';
import { PushInbox } from './push-inbox.tsx';

const waitingIn = countWhere(needsLook);

export const pushInboxScreen: Screen = {
  id: 'push-inbox',
  title: 'Push inbox',
  icon: 'push',
  approach: 'push',
  key: 'p',
  group: 'roads',
  Component: PushInbox,
  waiting: ({ push }) => waitingIn(push),
};
