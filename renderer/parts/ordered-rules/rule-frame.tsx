import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { type Action, useActions } from '../../stores/actions.ts';
import { Button } from '../../ui/button.tsx';
import { PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FailureNote } from '../failure-note.tsx';
import style from './rules.module.css';

interface Props {
  /** Whether it is there already, or a new one. */
  isNew: boolean;
  name: string;
  /** What is wrong with the name, and what one could be. */
  nameError: string | undefined;
  placeholder: string;
  onName: (name: string) => void;
  isBusy: boolean;
  failure: Failure | undefined;
  onSave: () => void;
  onDone: () => void;
  /** What it is about and what it does. */
  children: ReactNode;
}

/** The form of one rule: its name, saving and going back. */
export function RuleFrame(props: Props) {
  const { isNew, name, nameError, placeholder, onName, isBusy, failure, onSave, onDone, children } = props;
  const latest = useRef(onSave);
  useEffect(() => {
    latest.current = onSave;
  });
  useActions(
    useMemo(
      (): Action[] => [
        { id: 'rule.save', title: 'Save the rule', group: 'Run', keys: 'Mod+Enter', run: () => latest.current() },
        { id: 'queue.close', title: 'Back to the rules', group: 'Go', keys: 'Escape', run: onDone },
      ],
      [onDone],
    ),
  );
  return (
    <>
      <PaneHead level={2} title={isNew ? 'New rule' : 'Edit the rule'}>
        <Spring />
        <Button keys="Escape" onPress={onDone}>
          Back
        </Button>
        <Button kind="main" keys="Mod+Enter" isDisabled={isBusy} onPress={onSave}>
          Save
        </Button>
      </PaneHead>
      <PaneBody label="The rule">
        {failure && <FailureNote failure={failure} />}
        <div className={style.form}>
          <TextField
            label="Name"
            value={name}
            autoFocus
            error={nameError}
            placeholder={placeholder}
            onChange={onName}
          />
          {children}
        </div>
      </PaneBody>
    </>
  );
}
