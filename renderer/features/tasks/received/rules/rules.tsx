import { useCallback, useMemo, useState } from 'react';
import type { Connection } from '../../../../../shared/domain/connection.ts';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { movedRules } from '../../../../parts/ordered-rules/moved-rules.ts';
import { RuleRow } from '../../../../parts/ordered-rules/rule-row.tsx';
import style from '../../../../parts/ordered-rules/rules.module.css';
import { type Action, useActions } from '../../../../stores/actions.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { Button } from '../../../../ui/button.tsx';
import { Empty } from '../../../../ui/empty.tsx';
import { PaneBody, PaneHead, Spring } from '../../../../ui/pane.tsx';
import type { QueueState } from '../use-queue.ts';
import { RuleForm } from './rule-form.tsx';
import { doesWords, whenWords } from './rule-words.ts';

interface Props {
  server: Connection;
  state: QueueState;
  onClose: () => void;
}

/** The rules of a queue in their order: the first that fits a newly requested Task is applied. */
export function Rules({ server, state: { rules, operation, refresh }, onClose }: Props) {
  const [edited, setEdited] = useState<string | 'new'>();
  const { busy, failure, run } = useCommands();
  const closeForm = useCallback(() => setEdited(undefined), []);
  const isOn = rules.some(({ on }) => on);
  const actions = useMemo(
    (): Action[] => [
      { id: 'tasks.new', title: 'New rule', group: 'Run', keys: 'n', run: () => setEdited('new') },
      {
        id: 'rules.apply',
        title: 'Apply the rules now',
        group: 'Run',
        keys: 'a',
        when: () => isOn,
        run: () => refresh(true),
      },
    ],
    [isOn, refresh],
  );
  useActions(actions);

  const move = async (id: string, by: -1 | 1) => {
    for (const rule of movedRules(rules, id, by)) {
      const reply = await run('work.saveRule', rule);
      if (!reply.ok) return;
    }
  };

  if (edited !== undefined) {
    const rule = rules.find(({ id }) => id === edited);
    return <RuleForm key={edited} connectionId={server.id} rule={rule} onDone={closeForm} />;
  }
  const isBusy = busy !== undefined;
  return (
    <>
      <PaneHead level={2} title="Rules">
        <Spring />
        <Button keys="Escape" onPress={onClose}>
          Close
        </Button>
        <Button icon="play" keys="a" isDisabled={!isOn || operation !== undefined} onPress={() => refresh(true)}>
          Apply now
        </Button>
        <Button kind="main" icon="plus" keys="n" onPress={() => setEdited('new')}>
          Rule
        </Button>
      </PaneHead>
      <PaneBody label="Rules of the queue">
        {failure && <FailureNote failure={failure} />}
        {rules.length === 0 ? (
          <Empty
            icon="elbow"
            title="No rule yet"
            actions={
              <Button kind="main" icon="plus" onPress={() => setEdited('new')}>
                Make one
              </Button>
            }
          >
            A rule answers newly requested Tasks by itself when the queue of {server.name} is read.
          </Empty>
        ) : (
          <>
            <p className={style.says}>
              The first rule that fits a newly requested Task is applied when the queue of {server.name} is read by
              itself, or now. No rule touches a Task that was reopened.
            </p>
            <ol className={style.rules} aria-label="Rules">
              {rules.map((rule, index) => (
                <RuleRow
                  key={rule.id}
                  name={rule.name}
                  on={rule.on}
                  when={whenWords(rule)}
                  does={doesWords(rule)}
                  index={index}
                  isLast={index === rules.length - 1}
                  isBusy={isBusy}
                  onSwitch={(on) => void run('work.saveRule', { ...rule, on })}
                  onMove={(by) => void move(rule.id, by)}
                  onEdit={() => setEdited(rule.id)}
                  onRemove={() => void run('work.removeRule', { id: rule.id })}
                  removing={<p>It answers no Task any more. What it did stays as it is.</p>}
                />
              ))}
            </ol>
          </>
        )}
      </PaneBody>
    </>
  );
}
