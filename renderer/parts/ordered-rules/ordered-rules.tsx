import { Fragment, type ReactNode, useCallback, useMemo, useState } from 'react';
import { type Action, useActions } from '../../stores/actions.ts';
import type { Commands } from '../../stores/use-commands.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PaneBody, PaneHead, Spring } from '../../ui/pane.tsx';
import { FailureNote } from '../failure-note.tsx';
import { movedRules, type OrderedRule } from './moved-rules.ts';
import { RuleRow } from './rule-row.tsx';
import style from './rules.module.css';

interface Props<R extends OrderedRule> {
  title: string;
  /** What the list is called where the title alone does not tell. */
  label: string;
  rules: readonly R[];
  /** The rule to be edited at once, or `new`. */
  first?: string | undefined;
  /** The form was left for the list. */
  onFormClosed?: () => void;
  /** Id of the action that makes a rule. */
  newAction: string;
  commands: Pick<Commands, 'busy' | 'failure'>;
  onSave: (rule: R) => Promise<{ ok: boolean }>;
  onRemove: (id: string) => void;
  /** What a rule is about, and what it does. */
  when: (rule: R) => string;
  does: (rule: R) => string;
  /** Which rule wins, in a sentence; how it is without any; and what removing one leaves as it is. */
  says: string;
  none: { title: string; says: string };
  removing: string;
  /** The form of a rule, or of a new one. */
  form: (rule: R | undefined, onDone: () => void) => ReactNode;
  /** Buttons before that of a new rule. */
  children: ReactNode;
}

/** Rules that are tried in their order, the first that fits wins: the list of them, or the form of one. */
export function OrderedRules<R extends OrderedRule>(props: Props<R>) {
  const { title, label, rules, first, newAction, commands, onSave, onRemove, when, does, says, none, removing } = props;
  const [edited, setEdited] = useState(first);
  const { onFormClosed } = props;
  const closeForm = useCallback(() => {
    setEdited(undefined);
    onFormClosed?.();
  }, [onFormClosed]);
  useActions(
    useMemo(
      (): Action[] => [{ id: newAction, title: 'New rule', group: 'Run', keys: 'n', run: () => setEdited('new') }],
      [newAction],
    ),
  );

  const move = async (id: string, by: -1 | 1) => {
    for (const rule of movedRules(rules, id, by)) {
      const reply = await onSave(rule);
      if (!reply.ok) return;
    }
  };

  if (edited !== undefined) {
    const rule = rules.find(({ id }) => id === edited);
    return <Fragment key={edited}>{props.form(rule, closeForm)}</Fragment>;
  }
  return (
    <>
      <PaneHead level={2} title={title}>
        <Spring />
        {props.children}
        <Button kind="main" icon="plus" keys="n" onPress={() => setEdited('new')}>
          Rule
        </Button>
      </PaneHead>
      <PaneBody label={label}>
        {commands.failure && <FailureNote failure={commands.failure} />}
        {rules.length === 0 ? (
          <Empty
            icon="rules"
            title={none.title}
            actions={
              <Button icon="plus" onPress={() => setEdited('new')}>
                Make a rule
              </Button>
            }
          >
            {none.says}
          </Empty>
        ) : (
          <>
            <p className={style.says}>{says}</p>
            <ol className={style.rules} aria-label="Rules">
              {rules.map((rule, index) => (
                <RuleRow
                  key={rule.id}
                  name={rule.name}
                  on={rule.on}
                  when={when(rule)}
                  does={does(rule)}
                  index={index}
                  isLast={index === rules.length - 1}
                  isBusy={commands.busy !== undefined}
                  onSwitch={(on) => void onSave({ ...rule, on })}
                  onMove={(by) => void move(rule.id, by)}
                  onEdit={() => setEdited(rule.id)}
                  onRemove={() => onRemove(rule.id)}
                  removing={<p>{removing}</p>}
                />
              ))}
            </ol>
          </>
        )}
      </PaneBody>
    </>
  );
}
