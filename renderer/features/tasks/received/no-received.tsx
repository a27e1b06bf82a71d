import type { Connection } from '../../../../shared/domain/connection.ts';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { ByHand } from './by-hand.tsx';

interface Props {
  server: Connection;
  /** A filter or the scope leaves some out. */
  isNarrowed: boolean;
  wasRead: boolean;
  onRefresh: () => void;
  onShowAll: () => void;
}

/** What stands in place of received Tasks: the queue was not read, holds none, or none fits. */
export function NoReceived({ server, isNarrowed, wasRead, onRefresh, onShowAll }: Props) {
  if (isNarrowed) {
    return (
      <Empty title="No Task fits" actions={<Button onPress={onShowAll}>Show all</Button>}>
        Words are looked for everywhere; kind:, purpose:, queue:, due: and status: narrow.
      </Empty>
    );
  }
  return (
    <Empty
      icon="task"
      title={wasRead ? `No Task at ${server.name}` : 'The queue was not read yet'}
      actions={
        <>
          <Button kind={wasRead ? 'plain' : 'main'} icon="refresh" onPress={onRefresh}>
            {wasRead ? 'Read again' : 'Read it'}
          </Button>
          {server.origin === 'sandbox-provider' && <ByHand />}
        </>
      }
    >
      Tasks partners send to a server we work for are answered here. {server.baseUrl}
    </Empty>
  );
}
