import { useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { type Action, useActions } from '../../stores/actions.ts';
import { select } from '../../stores/view.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { copyText, CopyButton } from '../../ui/copy-button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { formatMoment, formatWhen } from '../../ui/format.ts';
import { PaneHead, Spring } from '../../ui/pane.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { curlOf } from './curl.ts';
import { ExchangeFacts } from './exchange-facts.tsx';
import style from './exchanges.module.css';
import { MessageView } from './message-view.tsx';
import { useDetail } from './use-detail.ts';

const toList = () => select('exchanges', undefined);

interface Props {
  id: string;
  /** Once it is deleted, or cannot be read; back to the list of exchanges where left out. */
  onGone?: () => void;
}

/** One exchange in full. */
export function ExchangeDetailView({ id, onGone = toList }: Props) {
  const { detail, failure } = useDetail(id);
  if (failure) {
    return (
      <FailureNote failure={failure}>
        <Button size="small" onPress={onGone}>
          Back to the list
        </Button>
      </FailureNote>
    );
  }
  return detail ? <Detail detail={detail} onGone={onGone} /> : null;
}

function Detail({ detail, onGone }: { detail: ExchangeDetail; onGone: () => void }) {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [side, setSide] = useState('response');
  const { id, approach, status, request, response } = detail;
  const curl = () => curlOf(detail);

  const actions = useMemo(
    (): Action[] => [
      {
        id: 'exchange.curl',
        title: `Copy exchange #${id} as curl`,
        group: 'Run',
        keys: 'c',
        run: () => void copyText(curlOf(detail)),
      },
      {
        id: 'exchange.delete',
        title: `Delete exchange #${id}`,
        group: 'Run',
        keys: 'Delete',
        run: () => setAsking(true),
      },
    ],
    [id, detail],
  );
  useActions(actions);

  const remove = async () => {
    const reply = await call('exchanges.delete', { id });
    if (!reply.ok) return setFailure(reply.error);
    onGone();
  };
  return (
    <div className={style.detail} data-approach={approach}>
      <PaneHead title={<span className={`${style.number} mono`}>#{id}</span>} level={2}>
        <Badge approach={approach} />
        <time className={style.at} dateTime={detail.at} title={formatMoment(detail.at)}>
          {formatWhen(detail.at)}
        </time>
        <Spring />
        <CopyButton words label="Copy as curl" keys="c" text={curl} />
        <Button icon="trash" keys="Delete" onPress={() => setAsking(true)}>
          Delete
        </Button>
      </PaneHead>
      {failure && <FailureNote failure={failure} />}
      <ExchangeFacts exchange={detail} />
      <Tabs
        label="Messages"
        selected={side}
        onSelect={setSide}
        items={[
          {
            id: 'response',
            label: 'Response',
            note: status ?? 'none',
            content: <MessageView key={id} exchangeId={id} side="response" message={response} />,
          },
          {
            id: 'request',
            label: 'Request',
            note: detail.method,
            content: <MessageView key={id} exchangeId={id} side="request" message={request} />,
          },
        ]}
      />
      <Confirm
        title={`Delete exchange #${id}?`}
        isOpen={asking}
        onClose={() => setAsking(false)}
        verb="Delete"
        onConfirm={() => void remove()}
      >
        <p>
          Its headers and bodies are removed from the data folder. A Task or push that came of it stays, without this
          record.
        </p>
      </Confirm>
    </div>
  );
}
