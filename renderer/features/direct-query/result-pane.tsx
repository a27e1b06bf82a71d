import { useState } from 'react';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Pane } from '../../ui/pane.tsx';
import { Progress } from '../../ui/progress.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { HeaderList } from './header-list.tsx';
import { NoAnswer } from './no-answer.tsx';
import { OpenedResource } from './opened-resource.tsx';
import { OutcomeFindings } from './outcome-findings.tsx';
import { PageList } from './page-list.tsx';
import { pageOf, type QueryState } from './query-state.ts';
import { ResultHead, type ResultView } from './result-head.tsx';
import { ResultRows } from './result-rows.tsx';
import type { QueryReceipt } from '../../../shared/contract/queries.ts';
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
      {state?.failure && (
        <FailureNote failure={state.failure} onRetry={page ? query.dismiss : () => void query.send()} />
      )}
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
      {isBundle && (
        <ResultRows
          receipt={page}
          windows={windows}
          open={first?.exchangeId === page.exchangeId ? first.index : undefined}
          onOpen={query.openRow}
          onEnter={enterResource}
        />
      )}
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
      {view === 'rows' &&
        (resource && isBundle ? (
          <SplitPane name="direct-query.rows" label="rows" between="row" start={232} min={96} minRest={160}>
            <div className={style.rows}>{rows}</div>
            {resource}
          </SplitPane>
        ) : (
          (resource ?? rows)
        ))}
    </>
  );
}

/** From the rows on into the open resource: to its tree or table. */
function enterResource(): void {
  requestAnimationFrame(() => {
    const inside = document.querySelector('[data-opened] :is([role="tree"], [role="grid"], [role="group"][tabindex])');
    if (inside instanceof HTMLElement) inside.focus();
  });
}
