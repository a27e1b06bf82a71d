import { useState } from 'react';
import type { Failure } from '../../../shared/contract/errors.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { chooseConnection } from '../../stores/connection-in-use.ts';
import { recordsOf, useRecord, useRecords, useTable } from '../../stores/records.ts';
import { goTo } from '../../stores/view.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import type { DirectQuery } from './use-direct-query.ts';

/** Before the first answer: what to do next, against the sandbox where there is no partner yet. */
export function NoAnswer({ query }: { query: DirectQuery }) {
  const { connection } = query;
  const sandbox = useRecord('role', 'sandbox');
  const [failure, setFailure] = useState<Failure>();
  useTable('connection');
  const provider = recordsOf(useRecords.getState(), 'connection').find(({ origin }) => origin === 'sandbox-provider');

  const start = async () => {
    const reply = await call('sandbox.start', {});
    setFailure(reply.ok ? undefined : reply.error);
  };
  if (connection) {
    return (
      <Empty
        icon="direct-query"
        title="Nothing has been asked yet"
        actions={
          <Button kind="main" keys="Mod+Enter" onPress={() => void query.send()}>
            Send this query
          </Button>
        }
      >
        Build a search on the left, write it in the line above, or take a starting point by its number. The answer comes
        here.
      </Empty>
    );
  }
  return (
    <>
      {failure && <FailureNote failure={failure} onRetry={() => void start()} />}
      <Empty
        icon="connections"
        title="No partner to ask"
        actions={
          <>
            {provider && sandbox?.running ? (
              <Button kind="main" onPress={() => void chooseConnection(provider.id)}>
                Ask {provider.name}
              </Button>
            ) : (
              <Button kind="main" onPress={() => void start()}>
                Start the sandbox
              </Button>
            )}
            <Button icon="plus" onPress={() => goTo('connections', 'new')}>
              Add a connection
            </Button>
          </>
        }
      >
        Choose a connection in the bar above, or ask the sandbox: a provider with records written for trying things out.
      </Empty>
    </>
  );
}
