import { Pane, PaneHead } from '../../../ui/pane.tsx';
import { PlaceSwitch } from '../place-switch.tsx';

export function Subscriptions({ selected }: { selected: string | undefined }) {
  return (
    <Pane label="Subscriptions">
      <PaneHead title="Tasks">{selected}</PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place="subscriptions" />
      </PaneHead>
    </Pane>
  );
}
