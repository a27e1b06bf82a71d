import type { ReactNode } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Operation } from '../../stores/operations.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Pane, PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { OperationProgress } from '../operation-progress.tsx';
import type { Kept } from './kept.ts';
import { SavedNote } from './saved-note.tsx';
import { SendFailure } from './send-failure.tsx';

interface Props {
  /** Under which name the width is remembered, and the widths in pixels. */
  name: string;
  widths: { start: number; min: number; minRest: number };
  approach: 'task' | 'push';
  /** What the pane, the page and what is seen of it are called. */
  label: string;
  heading: string;
  title: string;
  composing: Kept;
  /** Drafts to go on with, and buttons beside. */
  tools: ReactNode;
  onClose: () => void;
  canSend: boolean;
  onSend: (anyway?: boolean) => void;
  /** The sending that is under way, what it is called, and why the last one did not work. */
  operation: Operation | undefined;
  sending: string;
  failure: Failure | undefined;
  /** What the form is called. */
  formLabel: string;
  form: ReactNode;
  /** The pane on the right. */
  preview: ReactNode;
}

/** Composing something to be sent: the form on the left with its drafts and its sending, what it becomes on the right. */
export function ComposerFrame(props: Props) {
  const { name, widths, approach, label, heading, title, composing, tools, onClose, canSend, onSend } = props;
  const { operation, sending, failure, formLabel, form, preview } = props;
  return (
    <SplitPane name={name} label="form" {...widths}>
      <Pane label={label}>
        <h1 className="hidden">{heading}</h1>
        <PaneHead title={title} level={2}>
          <Badge approach={approach} />
          <SavedNote kept={composing} />
          <Spring />
          {tools}
          <Button keys="Escape" onPress={onClose}>
            Back
          </Button>
          <Button kind="main" icon="send" keys="Mod+Enter" isDisabled={!canSend} onPress={() => onSend()}>
            {operation ? 'Sending' : 'Send'}
          </Button>
        </PaneHead>
        <PaneBody label={formLabel}>
          {failure && <SendFailure failure={failure} onSend={onSend} />}
          {operation && <OperationProgress operation={operation} label={sending} />}
          {form}
        </PaneBody>
      </Pane>
      {preview}
    </SplitPane>
  );
}
