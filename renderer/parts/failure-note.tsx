import type { ReactNode } from 'react';
import type { Failure } from '../../shared/contract/errors.ts';
import { goTo } from '../stores/view.ts';
import { ErrorNote } from '../ui/error-note.tsx';

/** A failure of a command, its exchange one press away. */
export function FailureNote({
  failure,
  onRetry,
  children,
}: {
  failure: Failure;
  onRetry?: () => void;
  children?: ReactNode;
}) {
  return (
    <ErrorNote failure={failure} onRetry={onRetry} onExchange={(id) => goTo('exchanges', id)}>
      {children}
    </ErrorNote>
  );
}
