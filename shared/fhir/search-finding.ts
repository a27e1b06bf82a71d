/** One thing that is doubtful about a search; has the shape of a domain Finding. */
export interface SearchFinding {
  rule: string;
  severity: 'error' | 'warning' | 'information';
  /** The parameter it is about, as it stands in the search. */
  path: string;
  message: string;
  next?: string;
}

/** A finding from its parts. `next` is a sentence that says what to do. */
export const finding = (
  rule: string,
  severity: SearchFinding['severity'],
  path: string,
  message: string,
  next: string,
): SearchFinding => ({ rule, severity, path, message, next });
