import { useNow } from '../../stores/now.ts';
import { formatCountdown } from '../../ui/format.ts';
import style from './countdown.module.css';

/** Time left until an instant, over a bar of the share of the wait that is left. Both in milliseconds since 1970. */
export function Countdown({ until, since }: { until: number; since: number }) {
  const now = useNow(1_000);
  const left = Math.max(0, until - now);
  const share = Math.min(1, left / Math.max(1, until - since));
  return (
    <span className={style.countdown}>
      <span className="mono">{formatCountdown(left)}</span>
      <i style={{ width: `${Math.max(4, share * 32)}px` }} />
    </span>
  );
}
