import { useTable } from '../../stores/records.ts';
import { select } from '../../stores/view.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { subscriptionsPlace } from '../../parts/task-view/places.ts';

/** Between the Tasks and the subscriptions that tell of them. */
export function PlaceSwitch({ place }: { place: 'tasks' | 'subscriptions' }) {
  const { byId } = useTable('subscription');
  const held = [...byId.values()].filter(({ status }) => status !== 'removed').length;
  return (
    <Segmented
      label="Tasks or subscriptions"
      size="small"
      value={place}
      onChange={(next) => select('tasks', next === 'tasks' ? undefined : subscriptionsPlace)}
      options={[
        { value: 'tasks', label: 'Tasks' },
        { value: 'subscriptions', label: 'Subscriptions', count: held || undefined },
      ]}
    />
  );
}
