import { useCallback, useMemo, useState } from 'react';
import { FailureNote } from '../../../../parts/failure-note.tsx';
import { movedRules } from '../../../../parts/ordered-rules/moved-rules.ts';
import { RuleRow } from '../../../../parts/ordered-rules/rule-row.tsx';
import style from '../../../../parts/ordered-rules/rules.module.css';
import { receiverPlace } from '../../../../parts/push-view/places.ts';
import { type Action, useActions } from '../../../../stores/actions.ts';
import { recordsOf, useRecords, useTable } from '../../../../stores/records.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { select } from '../../../../stores/view.ts';
import { Button } from '../../../../ui/button.tsx';
import { Empty } from '../../../../ui/empty.tsx';
import { PaneBody, PaneHead, Spring } from '../../../../ui/pane.tsx';
import { AnswerForm } from './answer-form.tsx';
import { doesWords, whenWords } from './answer-words.ts';
import { PolicyDialog } from './policy-dialog.tsx';

/** How what arrives is answered: rules in their order, the first that fits wins. `first` is one to be edited at once, or `new`. */
export function Answers({ first }: { first?: string | undefined }) {
  const [edited, setEdited] = useState(first);
  const [isFile, setFile] = useState(false);
  const { busy, failure, run } = useCommands();
  const table = useTable('answer');
  const rules = useMemo(() => recordsOf({ ...useRecords.getState(), answer: table }, 'answer'), [table]);
  const closeForm = useCallback(() => {
    setEdited(undefined);
    if (first !== undefined) select('push-inbox', receiverPlace);
  }, [first]);
  const actions = useMemo(
    (): Action[] => [
      { id: 'answer.new', title: 'New rule', group: 'Run', keys: 'n', run: () => setEdited('new') },
      {
        id: 'answer.file',
        title: 'Rules as a policy file',
        group: 'Run',
        keys: 'y',
        words: 'yaml import export policy',
        run: () => setFile(true),
      },
    ],
    [],
  );
  useActions(actions);

  const move = async (id: string, by: -1 | 1) => {
    for (const rule of movedRules(rules, id, by)) {
      const reply = await run('answers.save', rule);
      if (!reply.ok) return;
    }
  };

  if (edited !== undefined) {
    const rule = rules.find(({ id }) => id === edited);
    return <AnswerForm key={edited} rule={rule} onDone={closeForm} />;
  }
  return (
    <>
      <PaneHead level={2} title="Answers">
        <Spring />
        <Button keys="y" onPress={() => setFile(true)}>
          Policy file
        </Button>
        <Button kind="main" icon="plus" keys="n" onPress={() => setEdited('new')}>
          Rule
        </Button>
      </PaneHead>
      <PaneBody label="Rules of answering">
        {failure && <FailureNote failure={failure} />}
        {rules.length === 0 ? (
          <Empty
            icon="elbow"
            title="Answered as the guide says"
            actions={
              <Button icon="plus" onPress={() => setEdited('new')}>
                Make a rule
              </Button>
            }
          >
            What breaks a rule of the guide gets 400 with the reason; the rest gets 200, and is held where nothing of
            ours asked for it. Rules of your own come first: to reject, to be slow, to try a client’s patience.
          </Empty>
        ) : (
          <>
            <p className={style.says}>
              The first rule that fits a push answers it. What no rule fits is answered as the guide says.
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
                  isBusy={busy !== undefined}
                  onSwitch={(on) => void run('answers.save', { ...rule, on })}
                  onMove={(by) => void move(rule.id, by)}
                  onEdit={() => setEdited(rule.id)}
                  onRemove={() => void run('answers.remove', { id: rule.id })}
                  removing={<p>It answers nothing any more. What it answered stays as it is.</p>}
                />
              ))}
            </ol>
          </>
        )}
      </PaneBody>
      {isFile && <PolicyDialog onClose={() => setFile(false)} />}
    </>
  );
}
