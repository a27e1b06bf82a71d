import type { Store } from '../store/store.ts';

/** One export: what of whom went to which file or folder, and how much of it. */
export interface Export {
  /** A few words; may name patients, and so is left out of a redacted trail. */
  what: string;
  /** Absolute path, or `a download` where a page hands it to its browser. */
  to: string;
  /** `3 keys`. */
  outcome: string;
  /** The partner whose data it is. */
  peer?: string;
}

/** Tells the audit trail of an export. Called before its file appears: an export nobody was told of must not exist. */
export function tellExport(store: Store, { what, to, outcome, peer }: Export): void {
  const request = `export ${what} to ${to}`;
  store.write(() => store.audit.add({ action: 'export', request, outcome, ...(peer === undefined ? {} : { peer }) }));
}
