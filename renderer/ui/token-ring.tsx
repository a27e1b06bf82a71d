import style from './token-ring.module.css';

interface Props {
  /** What is left of it, 0 to 1; undefined where its end is not known. */
  share?: number;
  /** `ok` held, `warn` soon gone, `fail` refused, `idle` none. */
  st: 'ok' | 'warn' | 'fail' | 'idle';
}

const round = 2 * Math.PI * 5;

/** A token as a ring that empties; crossed where it was refused, dashed where there is none. Always beside words. */
export function TokenRing({ share, st }: Props) {
  const held = st === 'ok' || st === 'warn';
  const left = Math.min(1, Math.max(0, share ?? 1)) * round;
  return (
    <svg className={style.ring} data-st={st} viewBox="0 0 14 14" width={14} height={14} aria-hidden>
      <circle cx="7" cy="7" r="5" data-none={st === 'idle' || undefined} />
      {held && <circle cx="7" cy="7" r="5" className={style.left} strokeDasharray={`${left} ${round}`} />}
      {st === 'fail' && <path d="m4.7 9.3 4.6-4.6" className={style.left} />}
    </svg>
  );
}
