import style from './cord.module.css';

interface Props {
  /** Which plug is filled: the payer's is always left, the provider's right. */
  us: 'payer' | 'provider';
  /** `cut` is drawn cut: the line failed. `open`: not tried. */
  state: 'ok' | 'cut' | 'open';
}

/** The line between us and the partner. */
export function Cord({ us, state }: Props) {
  const st = state === 'ok' ? 'ok' : state === 'cut' ? 'fail' : 'idle';
  return (
    <svg className={style.cord} data-st={st} viewBox="0 0 56 16" width={56} height={16} aria-hidden>
      {state === 'ok' && <path d="M12.5 8h31" />}
      {state === 'open' && <path d="M13 8h30" strokeDasharray="3 4" />}
      {state === 'cut' && <path d="M12.5 8h10M33.5 8h10M25.5 5.5l5 5m0-5-5 5" />}
      <circle cx="8" cy="8" r="4.5" data-us={us === 'payer' || undefined} />
      <circle cx="48" cy="8" r="4.5" data-us={us === 'provider' || undefined} />
    </svg>
  );
}
