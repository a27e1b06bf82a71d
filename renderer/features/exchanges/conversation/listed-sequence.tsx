import type { Exchange } from '../../../../shared/domain/exchange.ts';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { SequenceView } from './sequence-view.tsx';
import { useConversation } from './use-conversation.ts';

interface Props {
  /** Newest first. */
  rows: readonly Exchange[];
  selected: string | undefined;
  onSelect: (exchangeId: string) => void;
}

/** As many of the newest are drawn; a longer conversation is drawn around a Task. */
const most = 200;

/** The exchanges of a list as a sequence between all who took part. */
export function ListedSequence({ rows, selected, onSelect }: Props) {
  const shown = rows.slice(0, most);
  // An answer that came later changes its record, not its number.
  const { conversation, failure } = useConversation({ exchangeIds: shown.map(({ id }) => id) }, shown[0]);
  if (failure) return <FailureNote failure={failure} />;
  if (!conversation) return null;
  const leftOut = conversation.leftOut + rows.length - shown.length;
  return <SequenceView conversation={{ ...conversation, leftOut }} selected={selected} onSelect={onSelect} />;
}
