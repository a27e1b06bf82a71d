import type { CdexVersion } from '../../domain/connection.ts';
import type { CommonDataRequest, TaskRequest } from '../../domain/task-request.ts';

/** An organisation or practitioner as known to us: business identifier `SYSTEM|VALUE`, reference, or both. */
export interface Identified {
  identifier?: string | undefined;
  reference?: string | undefined;
  display?: string | undefined;
}

/** What a Task needs that the request does not say. */
export interface BuildContext {
  cdexVersion: CdexVersion;
  /** ISO instant it is written. */
  now: string;
  /** Who asks and who is asked, where the request names nobody. */
  requester?: Identified | undefined;
  owner?: Identified | undefined;
  /** Where attachments go and how they are found again, where the request does not say. Tracking id as `SYSTEM|VALUE`. */
  payerUrl?: string | undefined;
  trackingId?: string | undefined;
}

/** A request of one of some kinds, in whatever state a form has it: any member may be missing. */
export type Unfinished<T> = { [K in keyof T]?: T[K] | undefined };

/** A data request of any kind, as a form has it: what only one kind has stands beside the rest. */
export type UnfinishedDataRequest = Unfinished<CommonDataRequest> & {
  kind?: TaskRequest['kind'] | undefined;
  query?: string | undefined;
  code?: string | undefined;
  text?: string | undefined;
  questionnaire?: string | undefined;
  title?: string | undefined;
};
