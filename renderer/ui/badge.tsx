import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import style from './badge.module.css';

/** The roads of the guide, as the kit knows them. */
export type Road = 'direct-query' | 'task' | 'push' | 'bulk' | 'none';

const names: Record<Road, string> = {
  'direct-query': 'Direct query',
  task: 'Task',
  push: 'Push',
  bulk: 'Bulk',
  none: 'Other',
};

/** An approach: glyph and word in its hue, outlined, never filled. */
export function Badge({ approach, children }: { approach: Road; children?: ReactNode }) {
  return (
    <span className={style.badge} data-approach={approach}>
      <Icon name={approach} />
      {children ?? names[approach]}
    </span>
  );
}

/** A value that is not shown: a secret, a body folded away. */
export function Pill({ children, secret }: { children: ReactNode; secret?: boolean }) {
  return (
    <span className={style.pill}>
      {secret && <Icon name="lock" size={12} />}
      {children}
    </span>
  );
}
