import {
  formatSearch,
  parameterLabel,
  parseSearch,
  type Search,
  type SearchParameter,
} from '../../../shared/fhir/search.ts';

/** One row of the builder. */
export interface DraftParameter {
  /** Stays with the row while it is moved and edited. */
  key: string;
  /** Off: kept in the builder, not part of the query. */
  on: boolean;
  /** Added by hand and still without a value: not part of the query until it has one. */
  fresh?: true;
  param: SearchParameter;
}

/** A search in the making. The rows keep their order, which is the order in the query. */
export interface SearchDraft {
  type: string;
  params: readonly DraftParameter[];
  /** Findings (by `findingId`) a person has seen and wants to send anyway. */
  accepted: readonly string[];
}

let made = 0;

/** A row for a parameter. */
export function rowFor(param: SearchParameter, fresh = false): DraftParameter {
  made += 1;
  return { key: `p${made}`, on: true, param, ...(fresh && { fresh }) };
}

/** A draft of a query text. */
export function draftOf(text: string): SearchDraft {
  const { type, params } = parseSearch(text);
  return { type, params: params.map((param) => rowFor(param)), accepted: [] };
}

/** Whether a row is part of the query. */
export const isSent = ({ on, fresh, param }: DraftParameter): boolean => on && !fresh && param.name !== '';

/** What the draft asks, without rows that are off or empty. */
const searchOf = ({ type, params }: SearchDraft): Search => ({
  type,
  params: params.filter(isSent).map(({ param }) => param),
});

/** The query text: `Type?name=value&...`. */
export const queryOf = (draft: SearchDraft): string => formatSearch(searchOf(draft));

const textOf = (param: SearchParameter): string => formatSearch({ type: '', params: [param] });

/** For each parsed parameter the row it was before: the same text first, then the same name, then the same place. */
function matchRows(
  params: readonly SearchParameter[],
  rows: readonly DraftParameter[],
): (DraftParameter | undefined)[] {
  const free = new Set(rows);
  const found = new Map<number, DraftParameter>();
  const match = (fits: (param: SearchParameter, row: DraftParameter, at: number) => boolean) => {
    params.forEach((param, at) => {
      const row = found.has(at) ? undefined : rows.find((one) => free.has(one) && fits(param, one, at));
      if (!row) return;
      found.set(at, row);
      free.delete(row);
    });
  };
  match((param, row) => textOf(param) === textOf(row.param));
  match((param, row) => parameterLabel(param) === parameterLabel(row.param));
  match((_, row, at) => rows[at] === row && params.length === rows.length);
  return params.map((_, at) => found.get(at));
}

/**
 * The draft after its text was edited. Rows that are still in the text keep their key; rows that are off or empty are not in the text
 * and stay behind the row they stood behind.
 */
export function withText(draft: SearchDraft, text: string): SearchDraft {
  const search = parseSearch(text);
  const before = matchRows(search.params, draft.params.filter(isSent));
  const params = search.params.map((param, at): DraftParameter => {
    const row = before[at];
    return row ? { key: row.key, on: true, param } : rowFor(param);
  });
  let anchor = -1;
  for (const row of draft.params) {
    const at = params.findIndex(({ key }) => key === row.key);
    if (at >= 0) anchor = at;
    else if (!isSent(row)) {
      anchor += 1;
      params.splice(anchor, 0, row);
    }
  }
  return { ...draft, type: search.type, params };
}

/** The draft with one row changed; `undefined` takes the row out. */
export function withRow(
  draft: SearchDraft,
  key: string,
  change: (row: DraftParameter) => DraftParameter | undefined,
): SearchDraft {
  return { ...draft, params: draft.params.flatMap((row) => (row.key === key ? (change(row) ?? []) : row)) };
}

/** A row with another parameter; one without a value is not sent. */
export function withParam({ key, on }: DraftParameter, param: SearchParameter): DraftParameter {
  const empty = param.values.every(({ prefix, text }) => !prefix && text === '');
  return { key, on, param, ...(empty && { fresh: true }) };
}

/** The draft with one more row, and that row. */
export function withNewRow(draft: SearchDraft, param: SearchParameter): [SearchDraft, DraftParameter] {
  const row = rowFor(param, param.values.length === 0);
  return [{ ...draft, params: [...draft.params, row] }, row];
}
