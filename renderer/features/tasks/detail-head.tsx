import type { CommandName } from '../../../shared/contract/commands.ts';
import { isFinal, type TaskRecord } from '../../../shared/domain/task.ts';
import { showConversation } from '../../parts/sequence-diagram/place.ts';
import { goTo } from '../../stores/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { DetailDeeds } from './detail-actions.ts';
import { TaskHead } from './task-head.tsx';

interface Props {
  task: TaskRecord;
  busy: CommandName | undefined;
  isFetching: boolean;
  /** The exchange that last told of it. */
  wire: string;
  deeds: DetailDeeds;
}

/** The bar over a Task: what it is, and what can be done with it. */
export function DetailHead({ task, busy, isFetching, wire, deeds }: Props) {
  const { id, taskId, status, outputs, goneAt } = task;
  const toFetch = outputs.some(({ content, problem }) => !content && !problem);
  const rest = [
    { id: 'again', label: 'Correct and send again', icon: 'edit', keys: 'e', onAction: deeds.sendAgain },
    {
      id: 'history',
      label: 'Read the history',
      icon: 'clock',
      isDisabled: goneAt !== undefined,
      onAction: deeds.readHistory,
    },
    { id: 'copy', label: 'Copy id', icon: 'copy', keys: 'c', onAction: () => void copyText(`Task/${taskId}`) },
  ] as const;
  const last = { id: 'cancel', label: 'No longer wanted', icon: 'trash', keys: 'x', onAction: deeds.cancel } as const;
  return (
    <TaskHead task={task}>
      <Button icon="refresh" keys="p" isDisabled={busy === 'tasks.poll'} onPress={deeds.poll}>
        {busy === 'tasks.poll' ? 'Polling' : 'Poll now'}
      </Button>
      <Button
        icon="download"
        keys="f"
        kind={toFetch && isFinal(status) ? 'main' : 'plain'}
        isDisabled={outputs.length === 0 || isFetching}
        onPress={deeds.fetchAll}
      >
        Fetch output
      </Button>
      <IconButton icon="sequence" label="Conversation" keys="v" onPress={() => showConversation('task', id)} />
      <IconButton icon="exchanges" label="Wire record" keys="w" onPress={() => goTo('exchanges', wire)} />
      <Menu
        label="More to do with this Task"
        trigger={<IconButton icon="more" label="More to do with this Task" />}
        sections={[{ choices: [...rest] }, { choices: [last] }]}
      />
    </TaskHead>
  );
}
