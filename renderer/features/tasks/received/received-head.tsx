import type { CommandName } from '../../../../shared/contract/commands.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { showConversation } from '../../../parts/sequence-diagram/place.ts';
import { goTo } from '../../../stores/view.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { copyText } from '../../../ui/copy-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import type { ReceivedDeeds } from './received-actions.ts';
import { TaskHead } from '../task-head.tsx';

interface Props {
  task: TaskRecord;
  busy: CommandName | undefined;
  wire: string;
  deeds: ReceivedDeeds;
}

/** The bar over a received Task. */
export function ReceivedHead({ task, busy, wire, deeds }: Props) {
  const { id, taskId, goneAt } = task;
  const isGone = goneAt !== undefined;
  return (
    <TaskHead task={task}>
      <Button icon="refresh" keys="p" isDisabled={busy !== undefined || isGone} onPress={deeds.read}>
        {busy === 'tasks.poll' ? 'Reading' : 'Read again'}
      </Button>
      {deeds.fillIn && (
        <Button icon="edit" keys="a" onPress={deeds.fillIn}>
          Fill in
        </Button>
      )}
      {/* Where a form is asked for, filling it in leads to the submission. */}
      {deeds.submit && !deeds.fillIn && (
        <Button icon="send" keys="n" isDisabled={isGone} onPress={deeds.submit}>
          Submit attachments
        </Button>
      )}
      <IconButton icon="sequence" label="Conversation" keys="v" onPress={() => showConversation('task', id)} />
      <IconButton icon="exchanges" label="Wire record" keys="w" onPress={() => goTo('exchanges', wire)} />
      <Menu
        label="More to do with this Task"
        trigger={<IconButton icon="more" label="More to do with this Task" />}
        sections={[
          {
            choices: [
              {
                id: 'history',
                label: 'Read the history',
                icon: 'clock',
                isDisabled: isGone,
                onAction: deeds.readHistory,
              },
              ...(deeds.submit && deeds.fillIn
                ? [
                    {
                      id: 'submit',
                      label: 'Submit attachments',
                      icon: 'send' as const,
                      keys: 'n',
                      isDisabled: isGone,
                      onAction: deeds.submit,
                    },
                  ]
                : []),
              {
                id: 'copy',
                label: 'Copy id',
                icon: 'copy',
                keys: 'c',
                onAction: () => void copyText(`Task/${taskId}`),
              },
            ],
          },
          { choices: [{ id: 'forget', label: 'Take off the list', icon: 'trash', keys: 'x', onAction: deeds.forget }] },
        ]}
      />
    </TaskHead>
  );
}
