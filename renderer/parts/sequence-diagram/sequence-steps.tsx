import type { KeyboardEvent } from 'react';
import type { ConversationMessage } from '../../../shared/domain/conversation.ts';
import { formatDuration } from '../../ui/format.ts';
import { messageHeight, type SequenceLayout } from './layout.ts';
import style from './sequence.module.css';

interface Props {
  layout: SequenceLayout;
  label: string;
  selected: string | undefined;
  onSelect: (exchangeId: string) => void;
}

const messageWords = ({ exchangeId, asks, answers, durationMs }: ConversationMessage): string =>
  `#${exchangeId} ${asks}: ${answers}, ${formatDuration(durationMs)}`;

/** Goes to the message above or below the one that has the focus. */
function step(event: KeyboardEvent<HTMLButtonElement>): void {
  const away = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (away === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...(event.currentTarget.closest('ol')?.querySelectorAll('button') ?? [])];
  const next = all[all.indexOf(event.currentTarget) + away];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

/** The lines of the drawing as a list under it: what it says in words, and what is chosen by pointer and keys. */
export function SequenceSteps({ layout: { rows, tookX }, label, selected, onSelect }: Props) {
  return (
    <ol className={style.steps} aria-label={label} style={{ width: tookX }}>
      {rows.map((row) => {
        const place = { top: row.y, height: messageHeight - 2 };
        if (row.kind === 'message') {
          const { message } = row;
          const { exchangeId, outcome } = message;
          return (
            <li key={exchangeId} style={place}>
              <button
                type="button"
                title={messageWords(message)}
                aria-label={messageWords(message)}
                aria-current={exchangeId === selected || undefined}
                data-st={outcome === 'ok' ? undefined : 'fail'}
                onClick={() => onSelect(exchangeId)}
                onFocus={() => onSelect(exchangeId)}
                onKeyDown={step}
              />
            </li>
          );
        }
        return (
          <li key={`${row.kind} ${row.y}`} className="hidden" style={place}>
            {row.kind === 'wait' ? row.says : row.note.says}
          </li>
        );
      })}
    </ol>
  );
}
