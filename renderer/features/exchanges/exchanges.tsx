import { readConversationPlace } from '../../parts/sequence-diagram/place.ts';
import { select, useSelected } from '../../stores/view.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pane } from '../../ui/pane.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { Conversation } from './conversation/conversation.tsx';
import { ExchangeDetailView } from './exchange-detail.tsx';
import { ExchangeList } from './exchange-list.tsx';

/** Every recorded exchange, and one of them in full; or those around one thing as a conversation. */
export function Exchanges() {
  const selected = useSelected('exchanges');
  const place = readConversationPlace(selected);
  if (place) return <Conversation key={`${place.kind} ${place.id}`} place={place} />;
  return (
    <SplitPane name="exchanges" label="list" start={620}>
      <ExchangeList selected={selected} onSelect={(id) => select('exchanges', id)} />
      <Pane label="Exchange">
        {selected ? (
          <ExchangeDetailView id={selected} />
        ) : (
          <Empty icon="exchanges" title="No exchange chosen">
            Choose one to see its times, headers and bodies as they were on the wire.
          </Empty>
        )}
      </Pane>
    </SplitPane>
  );
}
