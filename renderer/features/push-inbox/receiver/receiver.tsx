import { useRecord } from '../../../stores/records.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Pane, PaneHead } from '../../../ui/pane.tsx';
import { PlaceSwitch } from '../place-switch.tsx';

/** The push listener: how it listens, who is let in, and how it answers. `part` is what of it is looked at. */
export function Receiver({ part }: { part?: string }) {
  const role = useRecord('role', 'receiver');
  return (
    <Pane label="Receiver">
      <PaneHead title="Receiver">
        <PlaceSwitch place="receiver" />
      </PaneHead>
      <Empty icon="push" title={role?.running ? 'The receiver is listening' : 'The receiver is off'}>
        {part === undefined ? role?.receiver?.submitAttachmentUrl : undefined}
      </Empty>
    </Pane>
  );
}
