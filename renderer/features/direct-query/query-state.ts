import type { Failure } from '../../../shared/contract/errors.ts';
import type { QueryReceipt } from '../../../shared/contract/queries.ts';

/** A resource open below the rows: an entry of an answer, or the answer itself; or a document that stands in one. */
export interface Opened {
  exchangeId: string;
  /** Place in the Bundle; the answer itself where left out. */
  index?: number;
  /** What it is called, and the JSON pointer of its base64 in the answer. */
  document?: { name: string; pointer: string };
}

/** What was asked and what has come of it so far. */
export interface QueryState {
  connectionId: string;
  /** Name of the partner when it was asked. */
  partner: string;
  query: string;
  /** Pages received, in order. */
  pages: readonly QueryReceipt[];
  /** Which of them is shown. */
  at: number;
  /** The last thing that failed. */
  failure?: Failure;
  /** What was read below, oldest first; the last is shown. */
  opened: readonly Opened[];
}

/** The page shown. */
export const pageOf = (state: QueryState | undefined): QueryReceipt | undefined => state?.pages[state.at];

/** Whether there is a page in that direction: one received already, or one the server offers. */
export function hasPage(state: QueryState | undefined, relation: 'next' | 'previous'): boolean {
  const page = pageOf(state);
  if (!state || !page) return false;
  return relation === 'next' ? state.at < state.pages.length - 1 || page.hasNext : state.at > 0 || page.hasPrevious;
}

/** The state with a page that came after (or before) the one shown; nothing stays open, its rows are gone. */
export function withPage(state: QueryState, relation: 'next' | 'previous', page: QueryReceipt): QueryState {
  const { failure: _, ...rest } = state;
  return relation === 'next'
    ? { ...rest, pages: [...state.pages, page], at: state.pages.length, opened: [] }
    : { ...rest, pages: [page, ...state.pages], at: 0, opened: [] };
}

/** A first answer. What is no Bundle is opened at once. */
export const answered = (
  asked: Pick<QueryState, 'connectionId' | 'partner' | 'query'>,
  receipt: QueryReceipt,
): QueryState => ({
  ...asked,
  pages: [receipt],
  at: 0,
  opened: receipt.resourceType === 'Bundle' ? [] : [{ exchangeId: receipt.exchangeId }],
});
