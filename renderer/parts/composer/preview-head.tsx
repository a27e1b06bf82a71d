import type { ReactNode } from 'react';
import { PaneHead, Part, Spring } from '../../ui/pane.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import style from './preview.module.css';

interface Props {
  /** How it stands, in two or three words. */
  said: string;
  /** What is shown: "How the Task is shown". */
  label: string;
  view: 'read' | 'edit';
  isFixed?: boolean;
  onView: (view: 'read' | 'edit') => void;
  /** What the rules say. */
  children: ReactNode;
}

/** The head of what will be sent: how it stands, read or edited as JSON, and under it what the rules say. */
export const PreviewHead = ({ said, label, view, isFixed = false, onView, children }: Props) => (
  <>
    <PaneHead level={2} title="As it will be sent">
      <span className={style.said} role="status">
        {said}
      </span>
      <Spring />
      <Segmented
        label={label}
        value={view}
        isDisabled={isFixed}
        onChange={onView}
        options={[
          { value: 'read', label: 'Read' },
          { value: 'edit', label: 'Edit JSON' },
        ]}
      />
    </PaneHead>
    <div className={`${style.findings} scroll`}>
      <Part>{children}</Part>
    </div>
  </>
);
