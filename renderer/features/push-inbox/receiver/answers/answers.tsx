import { useCallback, useMemo, useState } from 'react';
import { OrderedRules } from '../../../../parts/ordered-rules/ordered-rules.tsx';
import { receiverPlace } from '../../../../parts/push-view/places.ts';
import { type Action, useActions } from '../../../../stores/actions.ts';
import { recordsOf, useRecords, useTable } from '../../../../stores/records.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { select } from '../../../../stores/view.ts';
import { Button } from '../../../../ui/button.tsx';
import { AnswerForm } from './answer-form.tsx';
import { doesWords, whenWords } from './answer-words.ts';
import { PolicyDialog } from './policy-dialog.tsx';

const none = {
  title: 'Answered as the guide says',
  says: 'What breaks a rule of the guide gets 400 with the reason; the rest gets 200, and is held where nothing of ours asked for it. Rules of your own come first: to reject, to be slow, to try a client’s patience.',
};

/** How what arrives is answered: rules in their order, the first that fits wins. `first` is one to be edited at once, or `new`. */
export function Answers({ first }: { first?: string | undefined }) {
  const [isFile, setFile] = useState(false);
  const commands = useCommands();
  const table = useTable('answer');
  const rules = useMemo(() => recordsOf({ ...useRecords.getState(), answer: table }, 'answer'), [table]);
  // The address named the rule that was open.
  const leaveAddress = useCallback(() => {
    if (first !== undefined) select('push-inbox', receiverPlace);
  }, [first]);
  const actions = useMemo(
    (): Action[] => [
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

  return (
    <OrderedRules
      title="Answers"
      label="Rules of answering"
      rules={rules}
      first={first}
      onFormClosed={leaveAddress}
      newAction="answer.new"
      commands={commands}
      onSave={(rule) => commands.run('answers.save', rule)}
      onRemove={(id) => void commands.run('answers.remove', { id })}
      when={whenWords}
      does={doesWords}
      says="The first rule that fits a push answers it. What no rule fits is answered as the guide says."
      none={none}
      removing="It answers nothing any more. What it answered stays as it is."
      form={(rule, onDone) => <AnswerForm rule={rule} onDone={onDone} />}
    >
      <Button keys="y" onPress={() => setFile(true)}>
        Policy file
      </Button>
      {isFile && <PolicyDialog onClose={() => setFile(false)} />}
    </OrderedRules>
  );
}
