import { keepDraft } from '../stores/drafts.ts';
import { goTo } from '../stores/view.ts';
import { draftOf, type SearchDraft } from './search-builder/draft.ts';

/** Everything the direct query screen's builder holds; kept while the page lives. */
export interface QueryDraft {
  search: SearchDraft;
  post: boolean;
  /** How the server shall take what it does not know; '' says nothing about it. */
  prefer: '' | 'strict' | 'lenient';
}

/** Under this name the draft is kept. */
export const queryDraftName = 'direct-query';

const asking = (query: string): QueryDraft => ({ search: draftOf(query), post: false, prefer: '' });

/** What the screen begins with. */
export const firstDraft: QueryDraft = asking('Condition?clinical-status=active');

/** Goes to the direct query screen with this query written down, not yet sent. */
export function startQuery(query: string): void {
  keepDraft(queryDraftName, asking(query));
  goTo('direct-query');
}
