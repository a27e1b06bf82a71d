import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

interface Props {
  /** A filter or the scope leaves some out. */
  isNarrowed: boolean;
  onAdd: () => void;
  onShowAll: () => void;
}

/** What stands in place of Tasks: none was sent yet, or none fits. */
export function NoTasks({ isNarrowed, onAdd, onShowAll }: Props) {
  if (isNarrowed) {
    return (
      <Empty title="No Task fits" actions={<Button onPress={onShowAll}>Show all</Button>}>
        Words are looked for everywhere; kind:, partner:, purpose:, queue:, due: and status: narrow.
      </Empty>
    );
  }
  return (
    <Empty
      icon="task"
      title="No Task yet"
      actions={
        <Button kind="main" icon="plus" onPress={onAdd}>
          Compose the first one
        </Button>
      }
    >
      Ask a provider for what a search would find; the sandbox answers in seconds.
    </Empty>
  );
}
