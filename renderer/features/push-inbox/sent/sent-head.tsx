import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { PaneHead, Spring } from '../../../ui/pane.tsx';
import type { SentDeeds } from './sent-actions.ts';
import style from './sent.module.css';
import { canSplit, correctWords, lamps, wasTaken } from './sent-words.ts';

interface Props {
  record: SubmissionRecord;
  isSending: boolean;
  deeds: SentDeeds;
}

/** The bar over a submission: what it is, how it stands, and the next step. */
export function SentHead({ record, isSending, deeds }: Props) {
  const { title, state, taskId, attempts } = record;
  const lamp = lamps[isSending ? 'sending' : state];
  const hasWire = attempts.some(({ exchangeId }) => exchangeId !== undefined);
  return (
    <PaneHead
      level={2}
      title={
        <>
          <span className={style.lamp} data-st={lamp.st}>
            <Icon name={lamp.icon} label={lamp.label} />
          </span>
          <span className={style.title} title={title}>
            {title}
          </span>
        </>
      }
    >
      <Badge approach="push" />
      <Spring />
      <NextStep record={record} isSending={isSending} deeds={deeds} />
      {hasWire && <IconButton icon="sequence" label="Conversation" keys="v" onPress={deeds.conversation} />}
      {hasWire && <IconButton icon="exchanges" label="Wire record" keys="w" onPress={deeds.wire} />}
      <Menu
        label="More to do with this submission"
        trigger={<IconButton icon="more" label="More to do with this submission" />}
        sections={[
          {
            choices: [
              {
                id: 'again',
                label: state === 'refused' ? 'Send it again unchanged' : 'Send it again',
                icon: 'refresh',
                keys: 'r',
                isDisabled: isSending || state === 'draft' || wasTaken(record),
                onAction: deeds.again,
              },
              {
                id: 'correct',
                label: correctWords(record),
                icon: 'edit',
                keys: 'e',
                isDisabled: isSending,
                onAction: deeds.correct,
              },
              {
                id: 'split',
                label: 'Split it',
                icon: 'list',
                keys: 'u',
                isDisabled: isSending || !canSplit(record),
                onAction: deeds.split,
              },
              ...(taskId
                ? [{ id: 'task', label: 'Go to the Task', icon: 'task' as const, keys: 't', onAction: deeds.task }]
                : []),
            ],
          },
          {
            choices: [
              {
                id: 'remove',
                label: 'Take off the list',
                icon: 'trash',
                keys: 'x',
                isDisabled: isSending,
                onAction: deeds.remove,
              },
            ],
          },
        ]}
      />
    </PaneHead>
  );
}

/** The one or two buttons that fit how it stands. */
function NextStep({ record, isSending, deeds }: Props) {
  if (isSending) return null;
  const { state } = record;
  const correct = (
    <Button icon="edit" keys="e" kind={state === 'draft' ? 'main' : 'plain'} onPress={deeds.correct}>
      {state === 'draft' ? 'Go on' : 'Correct and send'}
    </Button>
  );
  if (canSplit(record)) {
    return (
      <>
        <Button icon="list" keys="u" kind="main" onPress={deeds.split}>
          Split
        </Button>
        {correct}
      </>
    );
  }
  if (state === 'failed') {
    return (
      <>
        <Button icon="refresh" keys="r" kind="main" onPress={deeds.again}>
          Send again
        </Button>
        {correct}
      </>
    );
  }
  return state === 'refused' || state === 'draft' ? correct : null;
}
