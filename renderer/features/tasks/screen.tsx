import type { TaskRecord } from '../../../shared/domain/task.ts';
import type { Screen } from '../../parts/screen.ts';
import { needsYou } from '../../parts/task-board/group-plans.ts';
import { countWhere } from '../../stores/count-where.ts';
import { needsAnswer } from './received/received-plans.ts';
import { Tasks } from './tasks.tsx';

const waitingIn = countWhere((task: TaskRecord) => (task.side === 'sent' ? needsYou(task) : needsAnswer(task)));

export const tasksScreen: Screen = {
  id: 'tasks',
  title: 'Tasks',
  icon: 'task',
  approach: 'task',
  key: 't',
  group: 'roads',
  Component: Tasks,
  waiting: ({ task }) => waitingIn(task),
};
