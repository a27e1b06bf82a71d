import { formatDuration, formatMoment, formatSize, formatTime } from './format.ts';

/** Clock time of an instant; day and time in full for those who ask. */
export function Time({ at, millis }: { at: string; millis?: boolean }) {
  return (
    <time dateTime={at} title={formatMoment(at)} className="mono">
      {formatTime(at, millis)}
    </time>
  );
}

/** A size in the one unit of its column; exact bytes for those who ask. */
export const Size = ({ bytes }: { bytes: number }) => <span title={`${bytes} bytes`}>{formatSize(bytes)}</span>;

/** A duration. */
export const Duration = ({ ms }: { ms: number }) => <span>{formatDuration(ms)}</span>;
