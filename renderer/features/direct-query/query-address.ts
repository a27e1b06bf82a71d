/** `Type/id` or `Type/id/_history/v` on its own: a read, not a search. */
export const isRead = (query: string): boolean =>
  /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(\/_history\/[A-Za-z0-9.-]{1,64})?$/.test(query);

/** The address a query goes to, for copying. */
export const addressOf = (baseUrl: string, query: string): string => `${baseUrl}/${query}`;
