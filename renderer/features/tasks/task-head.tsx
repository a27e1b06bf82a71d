import type { ReactNode } from 'react';
import type { TaskRecord } from '../../../shared/domain/task.ts';
import { Badge } from '../../ui/badge.tsx';
import { StatusFigure } from '../../ui/figures.tsx';
import { elideMiddle } from '../../ui/format.ts';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import style from './task-detail.module.css';

/** The bar over one Task: how it stands and which it is, then what can be done with it. */
export function TaskHead({ task: { status, taskId }, children }: { task: TaskRecord; children: ReactNode }) {
  return (
    <PaneHead
      level={2}
      title={
        <>
          <StatusFigure status={status} />
          <span className={`${style.id} mono`} title={`Task/${taskId}`}>
            <span>Task/</span>
            {elideMiddle(taskId, 8, 4)}
          </span>
        </>
      }
    >
      <span className={style.badge}>
        <Badge approach="task" />
      </span>
      <Spring />
      {children}
    </PaneHead>
  );
}
