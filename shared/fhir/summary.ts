/** One Bundle entry as a table row. */
export interface BundleRow {
  index: number;
  /** match, include, outcome, or '' where the Bundle does not say. */
  mode: string;
  resourceType: string;
  id: string;
  /** What the resource says, in one line; the field's own display words. */
  title: string;
  /** Its main code. */
  code?: string;
  status?: string;
  /** Its main date as written. */
  date?: string;
  bytes: number;
}
