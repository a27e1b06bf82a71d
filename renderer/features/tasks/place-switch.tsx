import type { TaskRecord } from '../../../shared/domain/task.ts';
import { useRecords, useTable } from '../../stores/records.ts';
import { select } from '../../stores/view.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { receivedPlace, subscriptionsPlace } from '../../parts/task-view/places.ts';
import { countWhere } from '../../stores/count-where.ts';
import { needsAnswer } from './received/received-plans.ts';

const waitingHere = countWhere((task: TaskRecord) => task.side === 'received' && needsAnswer(task));
const addresses = { tasks: undefined, received: receivedPlace, subscriptions: subscriptionsPlace };

/** Between the Tasks we sent, those we received, and the subscriptions that tell of ours. */
export function PlaceSwitch({ place }: { place: keyof typeof addresses }) {
  const { byId } = useTable('subscription');
  const waiting = useRecords(({ task }) => waitingHere(task));
  const held = [...byId.values()].filter(({ status }) => status !== 'removed').length;
  return (
    <Segmented
      label="Sent, received or subscriptions"
      size="small"
      value={place}
      onChange={(next) => select('tasks', addresses[next])}
      options={[
        { value: 'tasks', label: 'Sent' },
        { value: 'received', label: 'Received', count: waiting || undefined },
        { value: 'subscriptions', label: 'Subscriptions', count: held || undefined },
      ]}
    />
  );
}
