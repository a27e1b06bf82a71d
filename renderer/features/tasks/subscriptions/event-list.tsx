import { useState } from 'react';
import type { SubscriptionEvent } from '../../../../shared/domain/subscription.ts';
import { ExchangeLink } from '../../../parts/exchange-link.tsx';
import { Button } from '../../../ui/button.tsx';
import { elideUuids, formatMoment, formatWhen } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { IconName } from '../../../ui/icons.tsx';
import style from './subscription-detail.module.css';

const glyphs: Record<SubscriptionEvent['type'], IconName> = {
  handshake: 'connections',
  heartbeat: 'check-up',
  event: 'bell',
  gap: 'unchecked',
  duplicate: 'copy',
  error: 'fail',
  status: 'refresh',
};

const words: Record<SubscriptionEvent['type'], string> = {
  handshake: 'Handshake',
  heartbeat: 'Heartbeat',
  event: 'Event',
  gap: 'Missing',
  duplicate: 'Came again',
  error: 'Error',
  status: 'Status',
};

const marks: Partial<Record<SubscriptionEvent['type'], string>> = { gap: 'warn', error: 'fail' };

const numbers = ({ number, to }: SubscriptionEvent): string =>
  number === undefined ? '' : to !== undefined && to !== number ? ` ${number} to ${to}` : ` ${number}`;

/** Shown at first; a busy subscription tells thousands. */
const few = 50;

/** What a subscription told, newest first, each with its exchange. */
export function EventList({ events }: { events: readonly SubscriptionEvent[] }) {
  const [shown, setShown] = useState(few);
  if (events.length === 0) return <p className="muted">Nothing yet.</p>;
  const newest = events.slice(-shown).reverse();
  return (
    <>
      <ol className={style.events}>
        {newest.map((event) => (
          <li key={event.seq ?? `${event.at} ${event.type} ${event.number}`} data-st={marks[event.type]}>
            <time dateTime={event.at} title={formatMoment(event.at)}>
              {formatWhen(event.at)}
            </time>
            <Icon name={glyphs[event.type]} />
            <div>
              <p>
                {words[event.type]}
                {numbers(event)}
                {event.focus.length > 0 && (
                  <>
                    {' '}
                    <code title={event.focus.join(', ')}>{elideUuids(event.focus.join(', '))}</code>
                  </>
                )}
              </p>
              {event.message && <small>{event.message}</small>}
            </div>
            {event.exchangeId ? <ExchangeLink id={event.exchangeId} /> : <span />}
          </li>
        ))}
      </ol>
      {events.length > shown && (
        <Button size="small" kind="bare" onPress={() => setShown(shown * 4)}>
          Show earlier ones
        </Button>
      )}
    </>
  );
}
