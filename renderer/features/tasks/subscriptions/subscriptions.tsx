import { useMemo } from 'react';
import { placeOfSubscription, subscriptionsPlace } from '../../../parts/task-view/places.ts';
import { type Action, useActions } from '../../../stores/actions.ts';
import { useRecord } from '../../../stores/records.ts';
import { select } from '../../../stores/view.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Pane } from '../../../ui/pane.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import { SubscribeForm } from './subscribe-form.tsx';
import { SubscriptionDetail } from './subscription-detail.tsx';
import { SubscriptionList } from './subscription-list.tsx';

/** In place of an id while one is being asked for. */
const subscribing = 'new';

const open = (id: string | undefined) =>
  select('tasks', id === undefined ? subscriptionsPlace : placeOfSubscription(id));
const subscribe = () => open(subscribing);

/** The subscriptions that tell of Tasks: the list, one of them, or a new one. */
export function Subscriptions({ selected }: { selected: string | undefined }) {
  const record = useRecord('subscription', selected);
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'tasks.new',
        title: 'Subscribe at a partner',
        group: 'Run',
        keys: 'n',
        words: 'notification topic',
        run: subscribe,
      },
      { id: 'tasks.board', title: 'Back to the Tasks', group: 'Go', keys: 't', run: () => select('tasks', undefined) },
    ],
    [],
  );
  useActions(actions);
  return (
    <SplitPane name="subscriptions" label="list" start={624} min={420} minRest={480}>
      <SubscriptionList selected={record?.id} onSelect={open} onAdd={subscribe} />
      <Pane label={selected === subscribing ? 'New subscription' : 'Subscription'}>
        {selected === subscribing && <SubscribeForm onDone={open} />}
        {record && <SubscriptionDetail key={record.id} record={record} />}
        {!record && selected !== subscribing && (
          <Empty
            icon="bell"
            title="No subscription chosen"
            actions={
              <Button icon="bell" keys="n" onPress={subscribe}>
                Subscribe
              </Button>
            }
          >
            Choose one to see its handshake, its heartbeat and its events by number.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}
