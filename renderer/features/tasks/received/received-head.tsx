import type { CommandName } from '../../../../shared/contract/commands.ts';
import type { TaskRecord } from '../../../../shared/domain/task.ts';
import { goTo } from '../../../stores/view.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { copyText } from '../../../ui/copy-button.tsx';
import { StatusFigure } from '../../../ui/figures.tsx';
import { elideMiddle } from '../../../ui/format.ts';
import { Menu } from '../../../ui/menu.tsx';
import { PaneHead, Spring } from '../../../ui/pane.tsx';
import style from '../task-detail.module.css';
import type { ReceivedDeeds } from './received-actions.ts';

interface Props {
  task: TaskRecord;
  busy: CommandName | undefined;
  wire: string;
  deeds: ReceivedDeeds;
}

/** The bar over a received Task. */
export function ReceivedHead({ task: { taskId, status, goneAt }, busy, wire, deeds }: Props) {
  const isGone = goneAt !== undefined;
  return (
    <PaneHead
      level={2}
      title={
        <>
          <StatusFigure status={status} />
          <span className={`${style.id} mono`}>Task/{elideMiddle(taskId, 8, 4)}</span>
        </>
      }
    >
      <span className={style.badge}>
        <Badge approach="task" />
      </span>
      <Spring />
      <Button icon="refresh" keys="p" isDisabled={busy !== undefined || isGone} onPress={deeds.read}>
        {busy === 'tasks.poll' ? 'Reading' : 'Read again'}
      </Button>
      {deeds.fillIn && (
        <Button icon="edit" keys="a" onPress={deeds.fillIn}>
          Fill in
        </Button>
      )}
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
    </PaneHead>
  );
}
