import { ProgressBar } from 'react-aria-components';
import { Button } from './button.tsx';
import { formatSize } from './format.ts';
import style from './progress.module.css';

interface Props {
  /** What is going on. */
  label: string;
  bytes?: number;
  totalBytes?: number;
  pages?: number;
  /** The address or what else is worth a line. */
  note?: string;
  onCancel?: () => void;
  isCancelling?: boolean;
}

/** Long work: what, how far where that is known, and the way to stop it. */
export function Progress({ label, bytes, totalBytes, pages, note, onCancel, isCancelling }: Props) {
  const share = bytes !== undefined && totalBytes ? Math.min(100, (bytes / totalBytes) * 100) : undefined;
  const facts = [
    bytes !== undefined && (totalBytes ? `${formatSize(bytes)} of ${formatSize(totalBytes)}` : formatSize(bytes)),
    pages !== undefined && `page ${pages}`,
  ].filter(Boolean);
  return (
    <div className={style.progress}>
      <ProgressBar
        aria-label={label}
        value={share ?? 0}
        isIndeterminate={share === undefined}
        className={style.bar ?? ''}
      >
        <i className={style.fill} data-open={share === undefined || undefined} style={{ width: `${share ?? 30}%` }} />
      </ProgressBar>
      <p role="status">
        <b>{label}</b> <span>{facts.join(', ')}</span>
      </p>
      {onCancel && (
        <Button size="small" keys="Escape" onPress={onCancel} isDisabled={isCancelling}>
          {isCancelling ? 'Stopping' : 'Stop'}
        </Button>
      )}
      {note && <p className={style.note}>{note}</p>}
    </div>
  );
}
