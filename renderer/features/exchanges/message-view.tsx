import type { ExchangeMessage, ExchangeSide } from '../../../shared/domain/exchange.ts';
import { Pill } from '../../ui/badge.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatSize } from '../../ui/format.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import { BodyView } from './body-view.tsx';
import style from './exchanges.module.css';

interface Props {
  exchangeId: string;
  side: ExchangeSide;
  message: ExchangeMessage;
}

/** Headers above, body below. */
export function MessageView({ exchangeId, side, message }: Props) {
  if (message.headers.length === 0 && message.bodyBytes === 0) {
    return side === 'response' ? (
      <Empty title="No answer arrived">What went wrong is said above; the request shows what was sent.</Empty>
    ) : (
      <Empty title="Nothing was sent" />
    );
  }
  if (message.bodyBytes === 0) {
    return (
      <>
        <Headers side={side} headers={message.headers} />
        <p className={style.wait}>No body</p>
      </>
    );
  }
  const body = message.binary ? (
    <Empty title={`${formatSize(message.bodyBytes)} of ${message.contentType ?? 'bytes'}`}>
      It is not text. {message.bodyFile && `It lies in ${message.bodyFile}.`}
    </Empty>
  ) : (
    <BodyView exchangeId={exchangeId} side={side} message={message} />
  );
  return (
    <SplitPane name={`headers-${side}`} label="headers" between="row" start={148} min={56} minRest={96}>
      <Headers side={side} headers={message.headers} />
      {body}
    </SplitPane>
  );
}

const masked = '[masked]';

function Headers({ side, headers }: { side: ExchangeSide; headers: ExchangeMessage['headers'] }) {
  // A header may come twice with one value; its place is part of what it is.
  const lines = headers.map(([name, value], place) => ({ key: `${place} ${name}`, name, value }));
  const said = { role: 'group', 'aria-label': `Headers of the ${side}`, tabIndex: 0 };
  return (
    <div {...said} className={`${style.headers} scroll`}>
      <dl>
        {lines.map(({ key, name, value }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              {value.includes(masked) ? (
                <>
                  {value.replace(masked, '').trim()} <Pill secret>masked</Pill>
                </>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
