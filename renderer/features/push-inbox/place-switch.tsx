import { receiverPlace, sentPlace } from '../../parts/push-view/places.ts';
import { useTable } from '../../stores/records.ts';
import { select } from '../../stores/view.ts';
import { Segmented } from '../../ui/segmented.tsx';

const addresses = { inbox: undefined, sent: sentPlace, receiver: receiverPlace };

/** Between what partners sent to us, what we sent, and the receiver that takes it in. */
export function PlaceSwitch({ place }: { place: keyof typeof addresses }) {
  const submissions = useTable('submission');
  return (
    <Segmented
      label="Inbox, sent or receiver"
      size="small"
      value={place}
      onChange={(next) => select('push-inbox', addresses[next])}
      options={[
        { value: 'inbox', label: 'Inbox' },
        { value: 'sent', label: 'Sent', count: submissions.ids.length || undefined },
        { value: 'receiver', label: 'Receiver' },
      ]}
    />
  );
}
