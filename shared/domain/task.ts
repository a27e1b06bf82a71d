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

/** Whose Task it is: one we sent, or one a partner sent to the server we work for (the provider's work queue). */
export const taskSides = ['sent', 'received'] as const;
/** One of the two. */
export type TaskSide = (typeof taskSides)[number];

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
  /** JSON pointer to the Task in the answer of that exchange; left out where the answer is the Task. */
  pointer?: string;
  /** True when the guide's state figure has no such step (it is shown, never refused). */
  offFigure?: boolean;
  /** True when it leads out of a final status: the source reopened the Task (CONF-060). */
  reopened?: boolean;
  /** True when it passed between two reads and was learned from the server's history. */
  byHistory?: boolean;
  /** True where the id is our own count because the server tells none, or one twice: versions may have passed unseen before it. */
  counted?: boolean;
}

/** A poll and what came of it: a new version, the same one (200 or 304), or a failure. */
export interface TaskPoll {
  at: string;
  exchangeId?: string;
  result: 'new-version' | 'unchanged' | 'failed';
  /** Why it failed, or what was odd about an answer that was of use all the same. */
  problem?: string;
  /** What to do about that. */
  next?: string;
  /** ISO instant before which the partner wants no further request (Retry-After). */
  retryAt?: string;
  /** What made us ask, where it was not the schedule: a person, a notification, or our own change of the Task. */
  by?: 'hand' | 'notification' | 'change';
  /** How many Tasks were asked for in the same request, where more than one. */
  together?: number;
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
  /** The exchanges that fetched what lies behind it: documents it points to, and its Provenance. */
  behind?: string[];
  problem?: string;
}

/** What lists show of a Task, and what plans its next poll. Versions and polls are kept apart: see TaskDetail. */
export interface TaskRecord {
  /** Ours. */
  id: string;
  side: TaskSide;
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
  requester?: string;
  /** The tracking id of an attachment request, `SYSTEM|VALUE`. */
  trackingId?: string;
  /** The administrative reference number of an attachment request, `SYSTEM|VALUE`, from the continuous build on. */
  adminRef?: string;
  /** Of an attachment request: whether what is asked for may come in several submissions (absent in it means no). */
  multipleSubmits?: boolean;
  /** ISO date or instant. */
  due?: string;
  /** Codes of the purposes of use. */
  purposes?: string[];
  /** Codes of the work queue tags. */
  workQueues?: string[];
  /** Whether signed data are asked for. */
  signature?: boolean;
  /** Why it cannot be acted on: a modifier extension we do not know, in a sentence. */
  modifier?: string;
  status: string;
  businessStatus?: string;
  statusReason?: string;
  createdAt: string;
  updatedAt: string;
  versionCount: number;
  lastVersion?: TaskVersion;
  pollCount: number;
  lastPoll?: TaskPoll;
  /** ISO instant of the last poll by the schedule; polls for another reason leave the plan as it is. */
  lastPlannedPollAt?: string;
  profile: PollingProfile;
  /** A pace in milliseconds that overrides the profile; a debugging aid, shown as such. */
  everyMs?: number;
  /** ISO instant of the next poll by itself; absent when none is planned. */
  nextPollAt?: string;
  /** ISO instant the partner said it is gone (404 or 410); nothing is asked any more. */
  goneAt?: string;
  outputs: TaskOutput[];
  /** The exchange that created it, or first brought it. */
  createExchangeId: string;
  /** ETag of the last version read, for If-None-Match. */
  etag?: string;
  /** Our id of the subscription whose notifications wake it. */
  subscriptionId?: string;
  /** Of a received one: the rule that was applied to it last. */
  ruled?: AppliedRule;
}

/** A rule of a work queue that was applied to a version of a Task; no rule is applied to the same version twice. */
export interface AppliedRule {
  versionId: string;
  /** Name of the rule. */
  rule: string;
  /** ISO instant it was begun. */
  at: string;
  /** True once it came to an end, well or with a problem. */
  done?: boolean;
  problem?: string;
}

/** A Task whole: with every version we saw and the polls that are kept, oldest first. */
export interface TaskDetail extends TaskRecord {
  versions: TaskVersion[];
  polls: TaskPoll[];
}

/** One difference between two versions of a Task. Values are JSON texts, long ones elided. */
export interface VersionChange {
  /** FHIRPath-like place, such as Task.output[0].valueReference. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  before?: string;
  after?: string;
}

/** The guide's three ends, and the two of FHIR R4 Task that it leaves out. */
const finals: readonly string[] = ['rejected', 'failed', 'completed', 'cancelled', 'entered-in-error'];

/** Whether polling stops here (CONF-062); the guide allows a source to reopen it later (CONF-060). */
export const isFinal = (status: string): boolean => finals.includes(status);

/** Whether the Task ended without the data. */
export const endedBadly = (status: string): boolean => isFinal(status) && status !== 'completed';

/** Whether attachments are asked for, to be pushed to us. */
export const asksForAttachments = ({ code }: Pick<TaskRecord, 'code'>): boolean =>
  code.startsWith('attachment-request');
