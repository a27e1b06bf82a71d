import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import style from './error-note.module.css';
import { Icon } from './icon.tsx';
import { RuleChip } from './rule-chip.tsx';

interface Props {
  /** The failure as data; the contract's `Failure` fits. */
  failure: {
    code: string;
    message: string;
    next: string;
    requirement?: string;
    httpStatus?: number;
    exchangeId?: string;
    details?: string[];
  };
  /** Leads to the record that shows it; without it the number is only named. */
  onExchange?: (exchangeId: string) => void;
  onRetry?: () => void;
  children?: ReactNode;
}

/** A failure: what happened, where, what to do next, and the record of it. Spoken when it appears. */
export function ErrorNote({ failure, onExchange, onRetry, children }: Props) {
  const { message, next, requirement, httpStatus, exchangeId, details, code } = failure;
  return (
    <div className={style.note} role="alert" data-st="fail">
      <Icon name="fail" />
      <div className={style.words}>
        <p className={style.message} data-long={message.length > 160 || undefined}>
          {message}
        </p>
        {details && details.length > 0 && (
          <ul className={style.details}>
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
        <p className={style.next}>
          <span>Next:</span> {next}
        </p>
        <p className={style.tail}>
          {requirement && <RuleChip rule={requirement} />}
          {httpStatus !== undefined && <code>{httpStatus}</code>}
          <code>{code}</code>
          {exchangeId && onExchange && (
            <Button kind="bare" size="small" onPress={() => onExchange(exchangeId)} label={`Exchange ${exchangeId}`}>
              <u>#{exchangeId}</u>
            </Button>
          )}
          {onRetry && (
            <Button size="small" icon="refresh" onPress={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </p>
      </div>
    </div>
  );
}
