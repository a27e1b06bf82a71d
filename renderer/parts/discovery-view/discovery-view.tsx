import { useCallback, useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { OperationProgress } from '../operation-progress.tsx';
import { ReadAgain } from '../read-again.tsx';
import { runOperation, useOperation } from '../../stores/operations.ts';
import { useRecord } from '../../stores/records.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatWhen } from '../../ui/format.ts';
import { Part } from '../../ui/pane.tsx';
import { FailureNote } from '../failure-note.tsx';
import { DocumentView } from './document-view.tsx';
import { shownDocuments } from './documents.ts';

/** What a partner publishes about how to be let in: four documents, read on demand and kept. */
export function DiscoveryPart({ connectionId }: { connectionId: string }) {
  const discovery = useRecord('discovery', connectionId);
  const name = `discover ${connectionId}`;
  const operation = useOperation(name);
  const [failure, setFailure] = useState<Failure>();
  const read = useCallback(async () => {
    setFailure(undefined);
    const reply = await runOperation(name, (operationId) =>
      call('connections.discover', { connection: connectionId, refresh: true, operationId }),
    );
    if (!reply.ok) setFailure(reply.error);
  }, [connectionId, name]);
  return (
    <>
      {operation && <OperationProgress operation={operation} label="Reading what the partner publishes" withAddress />}
      {failure && <FailureNote failure={failure} onRetry={() => void read()} />}
      {discovery ? (
        <Part
          title="Discovery"
          actions={
            <ReadAgain verb="Read again" isBusy={operation !== undefined} onPress={() => void read()}>
              read {formatWhen(discovery.at)}
            </ReadAgain>
          }
        >
          <ul>
            {shownDocuments(discovery).map((shown) => (
              <DocumentView key={shown.id} shown={shown} />
            ))}
          </ul>
        </Part>
      ) : (
        !operation &&
        !failure && (
          <Empty
            title="Nothing was read yet"
            actions={
              <Button icon="refresh" onPress={() => void read()}>
                Read now
              </Button>
            }
          >
            Four documents say how a partner lets us in; each is read without credentials.
          </Empty>
        )
      )}
    </>
  );
}
