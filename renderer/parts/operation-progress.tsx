import { cancelOperation, type Operation } from '../stores/operations.ts';
import { Progress } from '../ui/progress.tsx';

interface Props {
  operation: Operation;
  /** What is going on, until the console says it itself. */
  label: string;
  /** Shows the address that is spoken to, too. */
  withAddress?: boolean;
}

/** How far something under way is, and the way to stop it. */
export function OperationProgress({ operation, label, withAddress = false }: Props) {
  const { operationId, progress, cancelling } = operation;
  return (
    <Progress
      label={progress?.label ?? label}
      bytes={progress?.bytes}
      totalBytes={progress?.totalBytes}
      pages={progress?.pages}
      note={withAddress ? progress?.url : undefined}
      isCancelling={cancelling}
      onCancel={() => void cancelOperation(operationId)}
    />
  );
}
