import type { Push } from '../../../../shared/domain/push.ts';
import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { showConversation } from '../../../parts/sequence-diagram/place.ts';
import { goTo } from '../../../stores/view.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { copyText } from '../../../ui/copy-button.tsx';
import { elideUuids } from '../../../ui/format.ts';
import { Menu } from '../../../ui/menu.tsx';
import { PaneHead, Spring } from '../../../ui/pane.tsx';
import { checkedAs } from './check-as.ts';
import type { PushDeeds } from './push-actions.ts';
import style from './push-detail.module.css';

/** Whether it was asked for and whom it came from, as far as it says, and that it was safe before it was answered. */
function partsOf({ kind, match, sender, organizationId, providerId, storedAt, answeredAt }: Push): string[] {
  const from = sender ?? organizationId ?? providerId;
  const parts = [
    kind === 'submission' && match && (match.state === 'matched' ? 'solicited' : 'unsolicited'),
    from && `from ${identifierValue(from)}`,
    answeredAt !== undefined && storedAt <= answeredAt && 'stored before it was answered',
  ];
  return parts.filter((part) => typeof part === 'string');
}

/** The bar over a push: what it is, and what can be done with it. */
export function PushHead({ push, deeds }: { push: Push; deeds: PushDeeds }) {
  const { id, title, kind, trackingId, exchangeId, match } = push;
  const parts = partsOf(push);
  const canMatch = kind !== 'notification' && kind !== 'unexpected';
  const taskId = match?.state === 'matched' ? match.taskId : undefined;
  return (
    <PaneHead
      level={2}
      title={
        <span className={style.title} title={title}>
          {elideUuids(title)}
        </span>
      }
    >
      <span className={style.badge}>
        <Badge approach={kind === 'unexpected' ? 'none' : 'push'} />
      </span>
      <span className={style.said} title={parts.join(', ')}>
        {parts.map((part, index) => (
          <span key={part}>{index > 0 ? `, ${part}` : part}</span>
        ))}
      </span>
      <Spring />
      <IconButton icon="sequence" label="Conversation" keys="v" onPress={() => showConversation('push', id)} />
      <Button icon="exchanges" keys="w" onPress={() => goTo('exchanges', exchangeId)}>
        Wire record
      </Button>
      <Button icon="download" keys="e" onPress={deeds.save}>
        Export, redacted
      </Button>
      <Menu
        label="More to do with this push"
        trigger={<IconButton icon="more" label="More to do with this push" />}
        sections={[
          {
            choices: [
              ...(taskId
                ? [
                    {
                      id: 'task',
                      label: 'Go to the Task',
                      icon: 'task',
                      keys: 't',
                      onAction: () => goTo('tasks', taskId),
                    } as const,
                  ]
                : []),
              ...(canMatch
                ? [
                    {
                      id: 'attach',
                      label: 'Attach by hand',
                      icon: 'connections',
                      keys: 'a',
                      onAction: deeds.attach,
                    } as const,
                  ]
                : []),
              {
                id: 'copy',
                label: 'Copy tracking id',
                icon: 'copy',
                keys: 'c',
                isDisabled: trackingId === undefined,
                onAction: () => void copyText(trackingId === undefined ? '' : identifierValue(trackingId)),
              },
            ],
          },
          ...(kind === 'submission'
            ? [
                {
                  title: 'Check as version',
                  choices: checkedAs
                    .filter(({ value }) => value !== 'received')
                    .map(({ value, label }) => ({ id: value, label, onAction: () => deeds.checkAs(value) })),
                },
              ]
            : []),
          { choices: [{ id: 'remove', label: 'Remove', icon: 'trash', keys: 'x', onAction: deeds.remove }] },
        ]}
      />
    </PaneHead>
  );
}
