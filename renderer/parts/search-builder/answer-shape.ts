import { isSent, rowFor, type SearchDraft, withRow } from './draft.ts';

/** One included relation: the row it stands in, as written, and `iterate` where it carries that. */
export interface Include {
  key: string;
  text: string;
  modifier?: string;
}

const find = (draft: SearchDraft, name: string) => draft.params.find((row) => row.param.name === name && isSent(row));

/** Everything included by `_include` or `_revinclude`, in order. */
export const includesOf = (draft: SearchDraft, name: '_include' | '_revinclude'): Include[] =>
  draft.params
    .filter((row) => row.param.name === name && isSent(row))
    .flatMap(({ key, param: { modifier, values } }) =>
      values.map(({ prefix = '', text }) => ({ key, text: prefix + text, ...(modifier && { modifier }) })),
    );

/** The draft with one more relation included, as a parameter of its own: servers read repeated ones more surely than lists. */
export const withInclude = (draft: SearchDraft, name: '_include' | '_revinclude', text: string): SearchDraft => ({
  ...draft,
  params: [...draft.params, rowFor({ name, values: [{ text }] })],
});

/** The draft without a relation; its parameter goes with its last value. */
export const withoutInclude = (draft: SearchDraft, key: string, text: string): SearchDraft =>
  withRow(draft, key, (row) => {
    const values = row.param.values.filter(({ prefix = '', text: one }) => prefix + one !== text);
    return values.length > 0 ? { ...row, param: { ...row.param, values } } : undefined;
  });

/** How the matches are ordered: first key, whether downwards, and the further keys as written. `name` is empty where it is not said. */
export function sortOf(draft: SearchDraft): { name: string; down: boolean; rest: string[] } {
  const [first = '', ...rest] = find(draft, '_sort')?.param.values.map(({ prefix = '', text }) => prefix + text) ?? [];
  const down = first.startsWith('-');
  return { name: down ? first.slice(1) : first, down, rest };
}

function withValues(draft: SearchDraft, name: string, texts: readonly string[]): SearchDraft {
  const row = find(draft, name);
  const values = texts.map((text) => ({ text }));
  if (row) {
    return withRow(draft, row.key, (one) =>
      values.length > 0 ? { ...one, param: { ...one.param, values } } : undefined,
    );
  }
  return values.length > 0 ? { ...draft, params: [...draft.params, rowFor({ name, values })] } : draft;
}

/** The draft ordered by a parameter; an empty name leaves the order to the source. */
export const withSort = (draft: SearchDraft, name: string, down: boolean, rest: readonly string[] = []): SearchDraft =>
  withValues(draft, '_sort', name === '' ? [] : [`${down ? '-' : ''}${name}`, ...rest]);

/** Matches a page as written; empty where the source decides. */
export const countOf = (draft: SearchDraft): string =>
  find(draft, '_count')
    ?.param.values.map(({ prefix = '', text }) => prefix + text)
    .join(',') ?? '';

/** The draft with that many matches a page; empty leaves it to the source. */
export const withCount = (draft: SearchDraft, count: string): SearchDraft =>
  withValues(draft, '_count', count === '' ? [] : [count]);
