/** The seven statuses a CDex Task can have (HRex hrex-task-status; requirement CONF-059). */
export const taskStatuses = [
  'requested',
  'accepted',
  'rejected',
  'in-progress',
  'on-hold',
  'completed',
  'failed',
] as const;
/** One of the seven. */
export type TaskStatus = (typeof taskStatuses)[number];

/** How often a Task is read by itself: the guide's (CONF-062), HRex's, a debug pace, or only by hand. */
export const pollingProfiles = ['cdex', 'hrex', 'debug', 'manual'] as const;
/** One of these. */
export type PollingProfile = (typeof pollingProfiles)[number];

/** One version of a Task as we learned it. */
export interface TaskVersion {
  versionId: string;
  /** As the partner wrote it; may be outside the seven. */
  status: string;
  businessStatus?: string;
  statusReason?: string;
  /** ISO instant: meta.lastUpdated where given, else when we read it. */
  at: string;
  /** ISO instant we learned of it. */
  seenAt: string;
  exchangeId: string;
  /** True when the guide's state figure has no such step (it is shown, never refused). */
  offFigure?: boolean;
}

/** A poll and what came of it: a new version, the same one (200 or 304), or a failure. */
export interface TaskPoll {
  at: string;
  exchangeId?: string;
  result: 'new-version' | 'unchanged' | 'failed';
  problem?: string;
  /** ISO instant before which the partner wants no further request (Retry-After). */
  retryAt?: string;
  /** A person asked for it, so it is outside the automatic schedule. */
  byHand?: true;
}

/** A Task output, with the exchange that fetched it once it was fetched. */
export interface TaskOutput {
  index: number;
  /** The output type's code, such as data-value. */
  type?: string;
  reference: string;
  /** How it is given (digest C, Outputs). */
  kind: 'contained' | 'relative' | 'absolute' | 'foreign' | 'logical' | 'missing';
  /** Where the fetched content is: an exchange and a JSON pointer into its answer. */
  content?: { exchangeId: string; pointer: string };
  problem?: string;
}

/** A Task we sent, and everything learned since. */
export interface TaskRecord {
  /** Ours. */
  id: string;
  connectionId?: string;
  partner: string;
  baseUrl: string;
  /** The server's id. */
  taskId: string;
  /** Task.code.coding.code, such as data-request-query. */
  code: string;
  /** What was asked for, in one line. */
  asked: string;
  member?: string;
  claim?: string;
  owner?: string;
  /** ISO date or instant. */
  due?: string;
  status: string;
  businessStatus?: string;
  statusReason?: string;
  createdAt: string;
  updatedAt: string;
  versions: TaskVersion[];
  polls: TaskPoll[];
  profile: PollingProfile;
  /** A pace in milliseconds that overrides the profile; a debugging aid, shown as such. */
  everyMs?: number;
  /** ISO instant of the next poll by itself; absent when none is planned. */
  nextPollAt?: string;
  outputs: TaskOutput[];
  /** The exchange that created it. */
  createExchangeId: string;
  /** ETag of the last version read, for If-None-Match. */
  etag?: string;
}

/** The guide's three ends, and the two of FHIR R4 Task that it leaves out. */
const finals: readonly string[] = ['rejected', 'failed', 'completed', 'cancelled', 'entered-in-error'];

/** Whether polling stops here (CONF-062); the guide allows a source to reopen it later (CONF-060). */
export const isFinal = (status: string): boolean => finals.includes(status);

/** Whether the Task ended without the data. */
export const endedBadly = (status: string): boolean => isFinal(status) && status !== 'completed';
