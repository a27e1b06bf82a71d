import { Empty } from '../../../ui/empty.tsx';
import { Pane, PaneHead } from '../../../ui/pane.tsx';
import { PlaceSwitch } from '../place-switch.tsx';

/** What we sent to payers. `selected` is our id of a submission, or `new` for one being written. */
export function Sent({ selected }: { selected?: string }) {
  return (
    <Pane label="Sent">
      <PaneHead title="Sent">
        <PlaceSwitch place="sent" />
      </PaneHead>
      <Empty icon="send" title={selected ? 'There is no such submission' : 'Nothing was sent yet'}>
        Attachments sent to a payer, asked for or not, are listed here with the answers they got.
      </Empty>
    </Pane>
  );
}
