import type { Failure } from '../../../shared/contract/errors.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../failure-note.tsx';

interface Props {
  failure: Failure;
  /** Sends it again, anyway where the rules held it back. */
  onSend: (anyway?: boolean) => void;
}

/** Why it was not sent: tried again, or sent anyway where only rules held it back. */
export function SendFailure({ failure, onSend }: Props) {
  const isHeldBack = failure.code === 'rules-failed';
  return (
    <FailureNote failure={failure} onRetry={isHeldBack ? undefined : () => onSend()}>
      {isHeldBack && (
        <Button size="small" icon="send" onPress={() => onSend(true)}>
          Send anyway
        </Button>
      )}
    </FailureNote>
  );
}
