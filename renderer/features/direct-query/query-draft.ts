import { draftOf, type SearchDraft } from '../../parts/search-builder/draft.ts';

/** Everything the builder holds; kept while the page lives. */
export interface QueryDraft {
  search: SearchDraft;
  post: boolean;
  /** How the server shall take what it does not know; '' says nothing about it. */
  prefer: '' | 'strict' | 'lenient';
}

/** What the screen begins with. */
export const firstDraft: QueryDraft = { search: draftOf('Condition?clinical-status=active'), post: false, prefer: '' };

/** `Type/id` or `Type/id/_history/v` on its own: a read, not a search. */
export const isRead = (query: string): boolean =>
  /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(\/_history\/[A-Za-z0-9.-]{1,64})?$/.test(query);

/** The address a query goes to, for copying. */
export const addressOf = (baseUrl: string, query: string): string => `${baseUrl}/${query}`;
