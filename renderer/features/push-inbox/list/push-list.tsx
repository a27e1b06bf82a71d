import { type ReactNode, useMemo } from 'react';
import { FailureNote } from '../../../parts/failure-note.tsx';
import { useFilter } from '../../../stores/view.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { formatCount } from '../../../ui/format.ts';
import { Pane, PaneHead, Spring } from '../../../ui/pane.tsx';
import { FilterField } from '../../../ui/text-field.tsx';
import { PlaceSwitch } from '../place-switch.tsx';
import { readFilter } from './inbox-filter.ts';
import { NarrowInbox } from './narrow-inbox.tsx';
import style from './push-list.module.css';
import { PushRows } from './push-rows.tsx';
import { ReceiverLine } from './receiver-line.tsx';
import { useInbox } from './use-inbox.ts';
import { usePause } from './use-pause.ts';

/** Pause in typing, in milliseconds, after which the list is asked. */
const typingPause = 120;

interface Props {
  selected: string | undefined;
  onSelect: (id: string) => void;
  onSample: () => void;
  /** Starts the receiver. */
  onStart: () => void;
  isBusy: boolean;
  /** What went wrong last. */
  note: ReactNode;
}

/** Pushes, newest first, by day: a list of any length, read as it is scrolled. */
export function PushList({ selected, onSelect, onSample, onStart, isBusy, note }: Props) {
  const [text, setText] = useFilter('push-inbox');
  const typed = usePause(text, typingPause);
  const filter = useMemo(() => readFilter(typed), [typed]);
  const inbox = useInbox(filter);
  const { counts, failure } = inbox;
  return (
    <Pane label="Push inbox">
      <PaneHead title="Push inbox">
        <FilterField label="Filter the inbox" placeholder="tracking, member" value={text} onChange={setText} />
        <IconButton
          icon="send"
          keys="n"
          label="Push a sample from the sandbox"
          isDisabled={isBusy}
          onPress={onSample}
        />
      </PaneHead>
      <PaneHead size="slim">
        <PlaceSwitch place="inbox" />
        <Spring />
        <span className={style.count} role="status">
          {counts && countWords(counts)}
        </span>
        <NarrowInbox text={text} onChange={setText} />
      </PaneHead>
      <ReceiverLine onStart={onStart} isBusy={isBusy} />
      {note}
      {failure && <FailureNote failure={failure} onRetry={inbox.again} />}
      <PushRows
        inbox={inbox}
        selected={selected}
        onSelect={onSelect}
        empty={
          counts ? (
            <Nothing all={counts.all} onSample={onSample} onAll={() => setText('')} isBusy={isBusy} />
          ) : (
            !failure && <p className={style.reading}>Reading the inbox</p>
          )
        }
      />
    </Pane>
  );
}

const countWords = ({ total, all }: { total: number; all: number }): string =>
  total === all ? formatCount(all) : `${formatCount(total)} of ${formatCount(all)}`;

interface NothingProps {
  all: number;
  onSample: () => void;
  onAll: () => void;
  isBusy: boolean;
}

function Nothing({ all, onSample, onAll, isBusy }: NothingProps) {
  return all === 0 ? (
    <Empty
      icon="push"
      title="Nothing has arrived yet"
      actions={
        <Button kind="main" icon="send" isDisabled={isBusy} onPress={onSample}>
          Push a sample
        </Button>
      }
    >
      Give a partner the address above, or let the sandbox’s provider push an attachment to it.
    </Empty>
  ) : (
    <Empty title="Nothing fits the filter" actions={<Button onPress={onAll}>Show all</Button>}>
      Words are looked for in tracking ids, members, titles, senders and claims.
    </Empty>
  );
}
