import type { TokenExplanation } from '../../../shared/domain/token-explanation.ts';
import { formatTime } from '../../ui/format.ts';

type Clock = NonNullable<TokenExplanation['clock']>;

/** Where the clocks stand on a ruler, in percent of its width, and what is to be said of them. */
export interface ClockPlan {
  /** The assertion's window. */
  window?: { from: number; to: number; fromWords: string; toWords: string };
  now: number;
  partner?: number;
  /** Our time and theirs, a few words. */
  nowWords: string;
  /** Whether the clocks explain a refusal. */
  verdict: string;
  isOff: boolean;
}

/** Servers forgive about half a minute; beyond that a difference is worth a look. */
const forgiven = 30;
const edge = 6;

const skewWords = (seconds: number | undefined): string => {
  if (seconds === undefined) return 'they sent no Date header';
  if (seconds === 0) return 'their Date header says the same';
  return `their Date header ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}`;
};

/** The ruler of an attempt. `skewSeconds` is how far the partner is ahead of us. */
export function clockPlan(clock: Clock): ClockPlan {
  const { now, partner, skewSeconds, issuedAt, expiresAt } = clock;
  const instants = [now, partner, issuedAt, expiresAt].filter((at) => at !== undefined).map((at) => Date.parse(at));
  const first = Math.min(...instants);
  const span = Math.max(1, Math.max(...instants) - first);
  const at = (iso: string) => edge + ((Date.parse(iso) - first) / span) * (100 - 2 * edge);
  const isOff = Math.abs(skewSeconds ?? 0) > forgiven;
  return {
    ...(issuedAt && expiresAt
      ? {
          window: {
            from: at(issuedAt),
            to: at(expiresAt),
            fromWords: `iat ${formatTime(issuedAt)}`,
            toWords: `exp ${formatTime(expiresAt)}`,
          },
        }
      : {}),
    now: at(now),
    partner: partner === undefined ? undefined : at(partner),
    nowWords: `now ${formatTime(now)}, ${skewWords(skewSeconds)}`,
    verdict: isOff
      ? 'far enough apart for a refusal'
      : skewSeconds === undefined
        ? 'ours alone'
        : 'a refusal is often only this; not today',
    isOff,
  };
}
