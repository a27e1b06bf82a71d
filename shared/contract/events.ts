import type { Change } from '../domain/change.ts';

/** Progress of something under way; not journalled, may be missed. `done` ends it. */
export interface Progress {
  /** The operation's id, given by the caller as `operationId` or made by the command. */
  operationId: string;
  /** What is going on, for people. */
  label: string;
  method?: string;
  url?: string;
  /** Decoded bytes so far. */
  bytes?: number;
  /** Expected bytes, where the partner said. */
  totalBytes?: number;
  pages?: number;
  /** Entries of the audit trail so far. */
  entries?: number;
  done: boolean;
}

/** What the hosts push without being asked. `change` carries the journal; a reader that holds seq n ignores all up to n. */
export type ConsoleEvent =
  | { type: 'change'; change: Change }
  | { type: 'progress'; progress: Progress }
  /** The journal moved further than this stream can tell; read the records again. */
  | { type: 'resync'; seq: number };
