import { useState } from 'react';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Button } from '../../ui/button.tsx';
import { Pane } from '../../ui/pane.tsx';
import { Progress } from '../../ui/progress.tsx';
import { focusResource } from './focus-resource.ts';
import { HeaderList } from './header-list.tsx';
import { NoAnswer } from './no-answer.tsx';
import { OpenedResource } from './opened-resource.tsx';
import { OutcomeFindings } from './outcome-findings.tsx';
import { PageList } from './page-list.tsx';
import { pageOf, type QueryState } from './query-state.ts';
import { ResultHead, type ResultView } from './result-head.tsx';
import { ResultRows } from './result-rows.tsx';
import type { QueryReceipt } from '../../../shared/contract/queries.ts';
import { Stacked } from './stacked.tsx';
import style from './result.module.css';
import type { DirectQuery } from './use-direct-query.ts';
import { useRowWindows } from './use-row-windows.ts';

/** What came back: progress while it is on the way, the failure, or the answer with the resource that is open. */
export function ResultPane({ query }: { query: DirectQuery }) {
  const { state, operation, connection } = query;
  const page = pageOf(state);
  return (
    <Pane label="Answer">
      {operation && (
        <Progress
          label={'Waiting for the answer'}
          bytes={operation.progress?.bytes}
          totalBytes={operation.progress?.totalBytes}
          isCancelling={operation.cancelling}
          onCancel={query.cancel}
        />
      )}
      {state && connection && state.connectionId !== connection.id && (
        <p className={style.other}>This is the answer of {state.partner}.</p>
      )}
      {state?.failure &&
        (page ? (
          <FailureNote failure={state.failure}>
            <Button size="small" onPress={query.dismiss}>
              Close
            </Button>
          </FailureNote>
        ) : (
          <FailureNote failure={state.failure} onRetry={() => void query.send()} />
        ))}
      {state && page ? (
        <Answer key={state.pages[0]?.exchangeId} query={query} state={state} page={page} />
      ) : (
        !state?.failure && !operation && <NoAnswer query={query} />
      )}
    </Pane>
  );
}

function Answer({ query, state, page }: { query: DirectQuery; state: QueryState; page: QueryReceipt }) {
  const [view, setView] = useState<ResultView>('rows');
  const windows = useRowWindows(page.exchangeId, page.entries);
  const opened = state.opened.at(-1);
  const isBundle = page.resourceType === 'Bundle';
  const [first] = state.opened;

  const rows = (
    <>
      <ResultRows
        receipt={page}
        windows={windows}
        open={first?.exchangeId === page.exchangeId ? first.index : undefined}
        onOpen={query.openRow}
        onEnter={focusResource}
      />
      <OutcomeFindings outcome={page.outcome} />
    </>
  );
  const resource = opened && (
    <div className={style.opened} data-opened>
      <OpenedResource
        opened={opened}
        depth={state.opened.length}
        hasRows={isBundle}
        onBack={query.back}
        onReference={(reference) => void query.follow(reference)}
        onDocument={query.openDocument}
      />
    </div>
  );
  return (
    <>
      <ResultHead
        state={state}
        receipt={page}
        rows={windows.whole()}
        view={view}
        onView={setView}
        onTurn={(relation) => void query.turn(relation)}
      />
      {view === 'pages' && <PageList state={state} onShow={query.showPage} />}
      {view === 'headers' && <HeaderList exchangeId={page.exchangeId} />}
      {view === 'rows' && (isBundle ? <Stacked rows={rows} resource={resource} /> : resource)}
    </>
  );
}
