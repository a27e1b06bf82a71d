import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.tsx';
import style from './empty.module.css';

interface Props {
  icon?: IconName;
  /** What is not here, as a statement. */
  title: string;
  /** Why, or what would bring it here. */
  children?: ReactNode;
  /** The next step, as buttons. */
  actions?: ReactNode;
}

/** A place with nothing in it yet, and the next step. */
export function Empty({ icon, title, children, actions }: Props) {
  return (
    <div className={style.empty}>
      {icon && <Icon name={icon} size={24} />}
      <p className={style.title}>{title}</p>
      {children && <div className={style.why}>{children}</div>}
      {actions && <div className={style.actions}>{actions}</div>}
    </div>
  );
}
