import { useMemo } from 'react';
import type { Connection } from '../../../../../shared/domain/connection.ts';
import { OrderedRules } from '../../../../parts/ordered-rules/ordered-rules.tsx';
import { type Action, useActions } from '../../../../stores/actions.ts';
import { useCommands } from '../../../../stores/use-commands.ts';
import { Button } from '../../../../ui/button.tsx';
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
  const commands = useCommands();
  const isOn = rules.some(({ on }) => on);
  const actions = useMemo(
    (): Action[] => [
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

  return (
    <OrderedRules
      title="Rules"
      label="Rules of the queue"
      rules={rules}
      newAction="tasks.new"
      commands={commands}
      onSave={(rule) => commands.run('work.saveRule', rule)}
      onRemove={(id) => void commands.run('work.removeRule', { id })}
      when={whenWords}
      does={doesWords}
      says={`The first rule that fits a newly requested Task is applied when the queue of ${server.name} is read by itself, or now. No rule touches a Task that was reopened.`}
      none={{
        title: 'No rule yet',
        says: `A rule answers newly requested Tasks by itself when the queue of ${server.name} is read.`,
      }}
      removing="It answers no Task any more. What it did stays as it is."
      form={(rule, onDone) => <RuleForm connectionId={server.id} rule={rule} onDone={onDone} />}
    >
      <Button keys="Escape" onPress={onClose}>
        Close
      </Button>
      <Button icon="play" keys="a" isDisabled={!isOn || operation !== undefined} onPress={() => refresh(true)}>
        Apply now
      </Button>
    </OrderedRules>
  );
}
