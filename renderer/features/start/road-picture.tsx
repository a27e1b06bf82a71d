import style from './road-picture.module.css';

/** One message: payer to provider is east. `at` is its height in the picture, `back` an answer. */
export interface Hop {
  way: 'east' | 'west';
  text: string;
  at: number;
  back?: boolean;
}

/** A conversation in miniature: payer left, provider right, filled plug is us; a bead travels where motion is welcome. */
export function RoadPicture({ approach, hops }: { approach: string; hops: readonly Hop[] }) {
  const told = hops.map(({ way, text }) => `${way === 'east' ? 'payer to provider' : 'provider to payer'}: ${text}`);
  return (
    <svg
      className={style.picture}
      data-approach={approach}
      viewBox="0 0 336 148"
      role="img"
      aria-label={told.join('; ')}
    >
      <path className={style.lane} d="M44 22v126M292 22v126" />
      <circle className={style.us} cx="44" cy="16" r="5" />
      <circle className={style.them} cx="292" cy="16" r="5" />
      <text className={style.party} x="56" y="20">
        Payer
      </text>
      <text className={style.party} x="280" y="20" textAnchor="end">
        Provider
      </text>
      {hops.map((hop, index) => (
        <Arrow key={hop.at} hop={hop} delay={index * 1.3} />
      ))}
    </svg>
  );
}

function Arrow({ hop: { way, text, at, back }, delay }: { hop: Hop; delay: number }) {
  const [from, to, tip] = way === 'east' ? [50, 286, -6] : [286, 50, 6];
  return (
    <g className={style.arrow} data-back={back || undefined}>
      <path d={`M${from} ${at}H${to}`} />
      <path className={style.tip} d={`m${to + tip} ${at - 3.5} ${-tip} 3.5 ${tip} 3.5`} />
      <text x="168" y={at - 5} textAnchor="middle">
        {text}
      </text>
      <circle className={style.bead} data-way={way} cx={from} cy={at} r="3" style={{ animationDelay: `${delay}s` }} />
    </g>
  );
}
