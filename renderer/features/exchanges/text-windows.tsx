import { type ReactNode, useEffect, useState } from 'react';
import type { BodyWindow } from '../../../shared/contract/exchanges.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { ExchangeMessage, ExchangeSide } from '../../../shared/domain/exchange.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Button } from '../../ui/button.tsx';
import { formatSize } from '../../ui/format.ts';
import { Spring } from '../../ui/pane.tsx';
import style from './exchanges.module.css';

interface Props {
  exchangeId: string;
  side: ExchangeSide;
  message: ExchangeMessage;
  head: ReactNode;
}

/** Bytes read at a time: enough for several screens, quick to draw. */
const windowBytes = 65_536;

/** A body of any size as text, one window at a time; the rest stays in main. */
export function TextWindows({ exchangeId, side, message, head }: Props) {
  const [offset, setOffset] = useState(0);
  const [window, setWindow] = useState<BodyWindow>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let left = false;
    void call('exchanges.body', { id: exchangeId, side, offset, length: windowBytes }).then((reply) => {
      if (left) return;
      if (reply.ok) setWindow(reply.value);
      else setFailure(reply.error);
    });
    return () => {
      left = true;
    };
  }, [exchangeId, side, offset]);
  const total = window?.total ?? message.bodyBytes;
  const last = Math.max(0, Math.floor((total - 1) / windowBytes) * windowBytes);
  const said = { role: 'group', 'aria-label': `Text of the ${side} body`, tabIndex: 0 };
  return (
    <div className={style.text}>
      <div className={style.bar}>
        {head}
        <Spring />
        {last > 0 && (
          <>
            <span className="muted">
              {formatSize(offset)} to {formatSize(Math.min(total, offset + windowBytes))} of {formatSize(total)}
            </span>
            <Button size="small" isDisabled={offset === 0} onPress={() => setOffset(0)}>
              First
            </Button>
            <Button size="small" isDisabled={offset === 0} onPress={() => setOffset(offset - windowBytes)}>
              Previous
            </Button>
            <Button size="small" isDisabled={offset >= last} onPress={() => setOffset(offset + windowBytes)}>
              Next
            </Button>
            <Button size="small" isDisabled={offset >= last} onPress={() => setOffset(last)}>
              Last
            </Button>
          </>
        )}
      </div>
      {failure ? (
        <FailureNote failure={failure} />
      ) : (
        <div {...said} className={`${style.plain} scroll`}>
          <pre>{window?.text}</pre>
        </div>
      )}
    </div>
  );
}
