import { useEffect, useMemo, useState } from 'react';
import type { SubscriptionEvent, SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { call } from '../../../api/call.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { mergeEvents } from '../../../../shared/cdex/task-notices.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useCommands } from '../../../stores/use-commands.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Finding, FindingList } from '../../../ui/finding.tsx';
import { PaneBody, PaneHead, Part, Spring } from '../../../ui/pane.tsx';
import { ClosingField } from './closing-field.tsx';
import { EventList } from './event-list.tsx';
import { eventStrip } from './event-strip.ts';
import { HeartbeatClock } from './heartbeat-clock.tsx';
import { openGaps } from './standing.ts';
import { StripFigure } from './strip-figure.tsx';
import style from './subscription-detail.module.css';
import { SubscriptionFacts } from './subscription-facts.tsx';
import { SubscriptionTitle } from './subscription-title.tsx';

/** How far back it is asked for what it told. */
const limit = 1_000;

/** What a subscription told, oldest first: what its record carries, and before that what is asked for once. */
function useTold({ id, recent }: SubscriptionRecord): SubscriptionEvent[] {
  const [earlier, setEarlier] = useState<{ id: string; events: SubscriptionEvent[] }>();
  useEffect(() => {
    let left = false;
    void call('subscriptions.events', { id, limit }).then((reply) => {
      if (!left && reply.ok) setEarlier({ id, events: reply.value });
    });
    return () => {
      left = true;
    };
  }, [id]);
  return useMemo(() => mergeEvents(earlier?.id === id ? earlier.events : [], recent), [earlier, id, recent]);
}

/** One subscription: how it stands, its heartbeat, its events by number, what is odd, and what it told. */
export function SubscriptionDetail({ record }: { record: SubscriptionRecord }) {
  const { id, partner, status, oddities } = record;
  const { busy, failure, run } = useCommands();
  const [isRemoving, setRemoving] = useState(false);
  const told = useTold(record);
  const strip = useMemo(() => eventStrip(record, told), [record, told]);
  const gaps = openGaps(record);
  const isRemoved = status === 'removed';
  const isThere = !isRemoved && status !== 'closed';
  const remove = () => void run('subscriptions.remove', { id });

  const actions = useMemo(
    (): Action[] => [
      {
        id: 'subscription.status',
        title: 'Ask for the status of this subscription',
        group: 'Run',
        keys: 'p',
        words: '$status',
        when: () => isThere,
        run: () => void run('subscriptions.status', { id }),
      },
      {
        id: 'subscription.fill',
        title: 'Make up for the missing events',
        group: 'Run',
        keys: 'f',
        words: '$events gap',
        when: () => gaps.length > 0,
        run: () => void run('subscriptions.fill', { id }),
      },
      {
        id: 'subscription.renew',
        title: 'Renew this subscription',
        group: 'Run',
        keys: 'r',
        when: () => !isRemoved,
        run: () => void run('subscriptions.renew', { id }),
      },
      {
        id: 'subscription.remove',
        title: 'Remove this subscription',
        group: 'Run',
        keys: 'x',
        run: () => setRemoving(true),
      },
    ],
    [id, run, isRemoved, isThere, gaps.length],
  );
  useActions(actions);

  return (
    <>
      <PaneHead level={2} title={<SubscriptionTitle record={record} />}>
        <Spring />
        {!isRemoved && (
          <>
            {isThere && (
              <Button
                icon="refresh"
                keys="p"
                isDisabled={busy !== undefined}
                onPress={() => void run('subscriptions.status', { id })}
              >
                {busy === 'subscriptions.status' ? 'Asking' : 'Ask $status'}
              </Button>
            )}
            <Button
              icon="clock"
              keys="r"
              kind={status === 'error' || !isThere ? 'main' : 'plain'}
              isDisabled={busy !== undefined}
              onPress={() => void run('subscriptions.renew', { id })}
            >
              {isThere ? 'Renew' : 'Ask for it again'}
            </Button>
          </>
        )}
        <IconButton
          icon="trash"
          keys="x"
          label={isRemoved ? 'Forget this subscription' : 'Remove this subscription'}
          isDisabled={busy !== undefined}
          onPress={() => setRemoving(true)}
        />
      </PaneHead>
      <PaneBody label="Subscription in full">
        {failure && <FailureNote failure={failure} />}
        <SubscriptionFacts record={record} />
        {!isRemoved && (
          <Part>
            <ClosingField
              value={record.atClose ?? 'resume'}
              isDisabled={busy !== undefined}
              note="To change it, the subscription is renewed."
              onChange={(atClose) => void run('subscriptions.renew', { id, atClose })}
            />
          </Part>
        )}
        <Part title="Heartbeat">
          <div data-approach="push">
            <HeartbeatClock record={record} />
          </div>
        </Part>
        <Part
          title="Events"
          count={record.eventCount}
          actions={
            gaps.length > 0 && (
              <Button
                size="small"
                icon="download"
                keys="f"
                isDisabled={busy !== undefined}
                onPress={() => void run('subscriptions.fill', { id })}
              >
                {busy === 'subscriptions.fill' ? 'Filling' : 'Fill the gap'}
              </Button>
            )
          }
        >
          {strip.cells.length > 0 ? (
            <div data-approach="push">
              <StripFigure strip={strip} />
            </div>
          ) : (
            <p className="muted">None yet. A handshake and heartbeats carry no number.</p>
          )}
        </Part>
        {oddities.length > 0 && (
          <Part title="What is odd" count={oddities.length}>
            <FindingList label="What is odd">
              {oddities.map((one) => (
                <Finding key={one} result="warn" message={one} />
              ))}
            </FindingList>
          </Part>
        )}
        <Part title="What it told" count={told.length || undefined}>
          <div data-approach="push">
            <EventList events={told} />
          </div>
        </Part>
      </PaneBody>
      <Confirm
        title={isRemoved ? 'Forget this subscription' : 'Remove this subscription'}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        verb={isRemoved ? 'Forget' : 'Remove'}
        onConfirm={remove}
      >
        <p className={style.confirm}>
          {isRemoved
            ? 'It was removed at the partner already; what it told is forgotten here too.'
            : `${partner} is asked to delete it, or to set it off where it cannot be deleted. Its Tasks are polled as before.`}
        </p>
      </Confirm>
    </>
  );
}
