/** The kinds of things that leave the app, or were kept from leaving it. */
export type RecordKind =
  | 'openExternal'
  | 'openPath'
  | 'showItemInFolder'
  | 'trashItem'
  | 'openDialog'
  | 'saveDialog'
  | 'messageBox'
  | 'errorBox'
  | 'notification'
  | 'menuPopup'
  | 'devTools'
  | 'navigationDenied'
  | 'navigationUnasked'
  | 'windowOpen'
  | 'networkRefused'
  | 'requestCancelled'
  | 'preloadError';

/** One recorded thing; `detail` is what the app handed over (a URL, a path, the options of a dialog). */
export interface RecordEntry {
  kind: RecordKind;
  detail: unknown;
}

/** Everything recorded since the start, oldest first. Tests read it through `evaluate`. */
export const record: RecordEntry[] = [];

/** Adds an entry to the record. */
export function note(kind: RecordKind, detail: unknown): void {
  record.push({ kind, detail });
}
