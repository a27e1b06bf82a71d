/** Things of a document that never changes, keyed by their places in it. */
export const numbered = <T>(list: readonly T[]): { key: string; value: T }[] =>
  list.map((value, place) => ({ key: String(place), value }));
