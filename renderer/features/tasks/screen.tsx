import { recordsOf } from '../../stores/records.ts';
import type { Screen } from '../../parts/screen.ts';
import { needsYou } from './task-groups.ts';
import { Tasks } from './tasks.tsx';

export const tasksScreen: Screen = {
  id: 'tasks',
  title: 'Tasks',
  icon: 'task',
  approach: 'task',
  key: 't',
  group: 'roads',
  Component: Tasks,
  waiting: (tables) => recordsOf(tables, 'task').filter((task) => needsYou(task)).length,
};
