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

const idOf = (exchangeId: string): string => `message-${exchangeId}`;

/** The lines of the drawing as a list under it: what it says in words, and what is chosen by pointer and keys. */
export function SequenceSteps({ layout: { rows, tookX }, label, selected, onSelect }: Props) {
  const messages = rows.flatMap((row) => (row.kind === 'message' ? [{ y: row.y, message: row.message }] : []));
  const at = messages.findIndex(({ message }) => message.exchangeId === selected);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: messages.length - 1 }[event.key];
    const next = place === undefined ? undefined : messages[Math.min(messages.length - 1, Math.max(0, place))];
    if (!next) return;
    const { exchangeId } = next.message;
    onSelect(exchangeId);
    document.getElementById(idOf(exchangeId))?.scrollIntoView({ block: 'nearest' });
    event.preventDefault();
    event.stopPropagation();
  };
  const said = {
    role: 'listbox',
    'aria-label': label,
    'aria-activedescendant': selected === undefined ? undefined : idOf(selected),
    'data-primary-grid': true,
    tabIndex: 0,
    onKeyDown: press,
  } as const;
  const beside = rows.flatMap((row) => (row.kind === 'note' ? [{ y: row.y, says: row.note.says }] : []));
  return (
    <>
      <div {...said} className={style.steps} style={{ width: tookX }}>
        {messages.map(({ y, message }) => {
          const { exchangeId, outcome } = message;
          const option = {
            role: 'option',
            id: idOf(exchangeId),
            'aria-selected': exchangeId === selected,
            'aria-label': messageWords(message),
            title: messageWords(message),
            'data-st': outcome === 'ok' ? undefined : 'fail',
            onClick: () => onSelect(exchangeId),
          } as const;
          return <div key={exchangeId} {...option} style={{ top: y, height: messageHeight - 2 }} />;
        })}
      </div>
      {beside.length > 0 && (
        <ul className="hidden" aria-label="Beside the exchanges">
          {beside.map(({ y, says }) => (
            <li key={y}>{says}</li>
          ))}
        </ul>
      )}
    </>
  );
}
