import { useMemo, useRef } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { layOut } from '../../../parts/sequence-diagram/layout.ts';
import { SequenceDrawing } from '../../../parts/sequence-diagram/sequence-drawing.tsx';
import { SequenceHeads } from '../../../parts/sequence-diagram/sequence-heads.tsx';
import { SequenceSteps } from '../../../parts/sequence-diagram/sequence-steps.tsx';
import { useWidth } from '../../../parts/sequence-diagram/use-width.ts';
import { formatNumberOf } from '../../../ui/format.ts';
import style from './conversation.module.css';

interface Props {
  conversation: Conversation;
  selected: string | undefined;
  onSelect: (exchangeId: string) => void;
}

/** A drawing narrower than this cannot be read; it scrolls sideways. */
const narrowest = 620;

/** The sequence of a conversation as wide as its pane, and below it what is not in it. */
export function SequenceView({ conversation, selected, onSelect }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const layout = useMemo(() => layOut(conversation, Math.max(narrowest, width)), [conversation, width]);
  return (
    <div ref={place} className={`${style.sequence} scroll`}>
      {width > 0 && (
        <>
          <SequenceHeads layout={layout} />
          <div className={style.board}>
            <SequenceSteps
              layout={layout}
              label={`Sequence of ${conversation.title}`}
              selected={selected}
              onSelect={onSelect}
            />
            <SequenceDrawing layout={layout} selected={selected} />
          </div>
          <p className={style.foot}>
            {footOf(
              conversation,
              layout.rows.some(({ kind }) => kind === 'wait'),
            )}
          </p>
        </>
      )}
    </div>
  );
}

/** What a reader should know of what is not drawn. */
function footOf({ leftOut, missing, entries }: Conversation, hasWaits: boolean): string {
  const said = [
    hasWaits && 'Waits are folded to one height.',
    leftOut > 0 && `${formatNumberOf(leftOut, 'exchange')} are left out, the drawing would be too long.`,
    missing > 0 && `${formatNumberOf(missing, 'exchange')} of it ${missing === 1 ? 'was' : 'were'} deleted.`,
    entries.length === 0 && 'None of its exchanges is recorded any more.',
  ];
  return said.filter(Boolean).join(' ');
}
