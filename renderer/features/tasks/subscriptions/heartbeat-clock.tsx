import type { SubscriptionRecord } from '../../../../shared/domain/subscription.ts';
import { useNow } from '../../../stores/now.ts';
import { formatCountdown, formatDuration, formatMoment, formatTime } from '../../../ui/format.ts';
import { heartbeatDue } from './standing.ts';
import style from './subscription-detail.module.css';

/** When a partner was last heard, and when silence becomes news: a bar that fills from one to the other. */
export function HeartbeatClock({ record }: { record: SubscriptionRecord }) {
  const { lastHeardAt, handshakeAt, createdAt, heartbeatSeconds, status } = record;
  const now = useNow(status === 'active' ? 1_000 : 0);
  const heard = lastHeardAt ?? handshakeAt;
  const due = heartbeatDue(record);
  const since = Date.parse(heard ?? createdAt);
  const share = due === undefined ? 0 : Math.min(1, Math.max(0, (now - since) / (due - since)));
  const isMissed = status === 'active' && due !== undefined && due < now;
  return (
    <div className={style.clock} data-st={isMissed ? 'warn' : undefined}>
      <p>
        {heard ? (
          <>
            Last heard <time title={formatMoment(heard)}>{formatTime(heard)}</time>,{' '}
            {formatDuration(Math.max(0, now - since))} ago
          </>
        ) : (
          'Never heard'
        )}
      </p>
      {due === undefined ? (
        <p className="muted">No heartbeat was asked for: silence says nothing.</p>
      ) : (
        <>
          <span className={style.bar} aria-hidden="true">
            <i style={{ width: `${share * 100}%` }} />
          </span>
          <p>
            {isMissed ? (
              <>
                A heartbeat every {formatDuration((heartbeatSeconds ?? 0) * 1_000)} was due at{' '}
                {formatTime(new Date(due).toISOString())} and did not come. Ask $status.
              </>
            ) : status === 'active' ? (
              <>
                missed at {formatTime(new Date(due).toISOString())}, in{' '}
                <span className="mono">{formatCountdown(due - now)}</span>
              </>
            ) : (
              <>a heartbeat every {formatDuration((heartbeatSeconds ?? 0) * 1_000)} was asked for</>
            )}
          </p>
        </>
      )}
    </div>
  );
}
