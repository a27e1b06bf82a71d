import { call } from '../../api/call.ts';
import { useConnectionInUse } from '../../stores/connection-in-use.ts';
import { useDraft } from '../../stores/drafts.ts';
import { cancelOperation, runOperation, useOperation } from '../../stores/operations.ts';
import { queryOf, type SearchDraft } from '../../parts/search-builder/draft.ts';
import { firstDraft, type QueryDraft, queryDraftName } from '../../parts/query-draft.ts';
import { isRead } from './query-address.ts';
import { answered, hasPage, type Opened, pageOf, type QueryState, withPage } from './query-state.ts';

/** Under this name the answer is kept while the page lives. */
const stateName = 'direct-query answer';
const operationName = 'direct-query';

/** The screen's state and everything that can be done with it. */
export function useDirectQuery() {
  const connection = useConnectionInUse();
  const [draft, setDraft] = useDraft<QueryDraft>(queryDraftName, firstDraft);
  const [state, setState] = useDraft<QueryState | undefined>(stateName, undefined);
  const operation = useOperation(operationName);

  const send = async (search: SearchDraft = draft.search): Promise<void> => {
    if (!connection || operation) return;
    const partner = { connection: connection.id };
    const query = queryOf(search);
    const asked = { connectionId: connection.id, partner: connection.name, query };
    const reply = await runOperation(operationName, (operationId) =>
      isRead(query)
        ? call('queries.read', { partner, reference: query, operationId })
        : call('queries.search', {
            partner,
            query,
            post: draft.post,
            ...(draft.prefer && { prefer: draft.prefer }),
            operationId,
          }),
    );
    if (reply.ok) setState(answered(asked, reply.value));
    // Stopped by hand: what was there before stays.
    else if (reply.error.code !== 'cancelled')
      setState({ ...asked, pages: [], at: 0, opened: [], failure: reply.error });
  };

  const turn = async (relation: 'next' | 'previous'): Promise<void> => {
    const page = pageOf(state);
    if (!state || !page || operation || !hasPage(state, relation)) return;
    const at = state.at + (relation === 'next' ? 1 : -1);
    if (at >= 0 && at < state.pages.length) return setState({ ...state, at, opened: [], failure: undefined });
    const reply = await runOperation(operationName, (operationId) =>
      call('queries.page', { exchangeId: page.exchangeId, relation, operationId }),
    );
    setState((now) => {
      if (now !== state) return now;
      return reply.ok ? withPage(state, relation, reply.value) : { ...state, failure: reply.error };
    });
  };

  /** Reads what a reference leads to and opens it over what is open. */
  const follow = async (reference: string): Promise<void> => {
    if (!state || operation) return;
    const reply = await runOperation(operationName, (operationId) =>
      call('queries.read', { partner: { connection: state.connectionId }, reference, operationId }),
    );
    setState((now) => {
      if (!now || now.pages !== state.pages) return now;
      return reply.ok
        ? { ...now, failure: undefined, opened: [...now.opened, { exchangeId: reply.value.exchangeId }] }
        : { ...now, failure: reply.error };
    });
  };

  return {
    connection,
    draft,
    setDraft,
    setSearch: (search: SearchDraft) => setDraft((now) => ({ ...now, search })),
    state,
    operation,
    send,
    turn,
    follow,
    cancel: () => {
      if (operation) void cancelOperation(operation.operationId);
    },
    /** Opens an entry of the page shown. */
    openRow: (index: number) =>
      setState((now) => {
        const page = pageOf(now);
        return now && page ? { ...now, failure: undefined, opened: [{ exchangeId: page.exchangeId, index }] } : now;
      }),
    /** Opens a document over the resource it stands in. */
    openDocument: (exchangeId: string, document: Opened['document']) =>
      setState((now) => now && { ...now, opened: [...now.opened, { exchangeId, document }] }),
    /** To what was open before; shuts the resource where nothing was. */
    back: () => setState((now) => now && { ...now, opened: now.opened.slice(0, -1) }),
    /** Shows a page received before. */
    showPage: (at: number) => setState((now) => now && { ...now, at, opened: [], failure: undefined }),
    dismiss: () => setState((now) => now && { ...now, failure: undefined }),
  };
}

/** What `useDirectQuery` gives. */
export type DirectQuery = ReturnType<typeof useDirectQuery>;
