import type { Push } from '../../../shared/domain/push.ts';
import { useRecord } from '../../stores/records.ts';
import { Elided } from '../../ui/elided.tsx';
import { Facts } from '../../ui/facts.tsx';
import { formatDuration, formatTime } from '../../ui/format.ts';
import { Part } from '../../ui/pane.tsx';
import style from './push-detail.module.css';

const after = (push: Push, at: string): string => formatDuration(Math.max(0, Date.parse(at) - Date.parse(push.at)));

/** What was answered, and why, in a sentence. */
function sentence({ answered, answeredAt, storedAt, kind, final }: Push): string {
  if (answered === null) return 'No answer was given; the sender will try again.';
  if (answered >= 400) return 'Refused, and kept all the same, so that it can be looked at.';
  const order = answeredAt !== undefined && answeredAt >= storedAt ? 'Stored before it was answered.' : '';
  if (kind !== 'submission') return order;
  return final === false
    ? `${order} Final is false: more will follow under this tracking id.`
    : `${order} Nothing more is announced under this tracking id.`;
}

/** The three questions of every push: when did it arrive, when was it safe, what was answered. */
export function Answered({ push }: { push: Push }) {
  const { at, storedAt, answeredAt, answered } = push;
  const exchange = useRecord('exchange', push.exchangeId);
  return (
    <Part title="Answered">
      <div className={style.times}>
        <Facts
          shape="list"
          facts={[
            ['Sent to', exchange && <SentTo key="to" method={exchange.method} url={exchange.url} />],
            [
              'Received',
              <span key="at" className="mono">
                {formatTime(at, true)}
              </span>,
            ],
            [
              'Stored',
              <span key="stored" className="mono">
                {formatTime(storedAt, true)} <em>{after(push, storedAt)}</em>
              </span>,
            ],
            [
              'Answered',
              answeredAt ? (
                <span key="answered" className="mono">
                  <b>{answered ?? 'none'}</b> {formatTime(answeredAt, true)} <em>{after(push, answeredAt)}</em>
                </span>
              ) : (
                'not yet'
              ),
            ],
          ]}
        />
      </div>
      <p className={style.sentence}>{sentence(push)}</p>
    </Part>
  );
}

/** Method and path, as the sender chose them. */
function SentTo({ method, url }: { method: string; url: string }) {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return (
    <span className="mono">
      {method} <Elided text={path} tail={10} />
    </span>
  );
}
