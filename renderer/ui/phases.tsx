import style from './phases.module.css';

/** Milliseconds in each stretch of an exchange, as recorded. */
export interface PhaseTimes {
  token?: number;
  dns?: number;
  connect?: number;
  tls?: number;
  wait?: number;
  body?: number;
}

const order = ['token', 'dns', 'connect', 'tls', 'wait', 'body'] as const;

interface Props {
  phases: PhaseTimes;
  /** Milliseconds the whole width stands for. */
  scale: number;
  /** Total, where stretches are missing. */
  durationMs: number;
}

/** An exchange as one bar: a token got first hatched, set-up grey, wait tinted, body full. What no stretch accounts for is drawn as wait. */
export function PhaseBar({ phases, scale, durationMs }: Props) {
  const known = order.reduce((sum, name) => sum + (phases[name] ?? 0), 0);
  const wait = (phases.wait ?? 0) + Math.max(0, durationMs - known);
  const width = (ms: number) => `${Math.min(100, (ms / Math.max(scale, 1)) * 100)}%`;
  return (
    <span className={style.bar}>
      {order.map((name) => {
        const ms = name === 'wait' ? wait : (phases[name] ?? 0);
        return ms > 0 && <i key={name} className={style[name]} style={{ width: width(ms) }} />;
      })}
    </span>
  );
}
