import type { Finding } from './finding.ts';

/** The system of tracking ids that are made here. */
const ownTrackingSystem = 'urn:switchboard:tracking';

/** A tracking id for a value nobody used before: in the system of the one before (`SYSTEM|VALUE`), or in ours where that has none or '' was. */
export function trackingIdAfter(before: string, value: string): string {
  const system = before.slice(0, Math.max(0, before.indexOf('|')));
  return `${system || ownTrackingSystem}|${value}`;
}

/** Where the content of an attachment comes from. */
export type ContentSource =
  /** A file of this machine (capability environment). */
  | { from: 'file'; path: string; contentType?: string | undefined }
  /** A file brought in pieces through `uploads`. */
  | { from: 'upload'; uploadId: string; contentType?: string | undefined }
  /** A resource of the partner we work for, such as DocumentReference/1; a document it points at comes with it. */
  | { from: 'reference'; reference: string; connection?: string | undefined }
  /** Every match of a FHIR search there, as one searchset Bundle. */
  | { from: 'query'; query: string; connection?: string | undefined }
  /** A FHIR document: a Composition made over these resources of that partner. */
  | { from: 'document'; references: string[]; title?: string | undefined; connection?: string | undefined }
  /** A questionnaire that was filled in here: our id of the form. */
  | { from: 'form'; formId: string }
  /** A resource as it is. */
  | { from: 'resource'; resource: Record<string, unknown> }
  /** Nothing yet: what was asked for and is still to be chosen. Cannot be sent. */
  | { from: 'unchosen' };

/** One thing to submit. */
export interface AttachmentWish {
  /** LOINC, `SYSTEM|CODE`, or words alone; a questionnaire's response needs none. */
  code?: string | undefined;
  title?: string | undefined;
  /** Line numbers of the claim; none means all of it. */
  lineItems?: string[] | undefined;
  content: ContentSource;
}

/** Something that could answer what was asked for. */
export interface ContentProposal {
  content: ContentSource;
  title: string;
  /** ISO date or instant it is of. */
  at?: string;
  /** Why it fits, in a sentence. */
  says: string;
}

/** One thing a Task asks for. */
export interface AskedAttachment {
  /** As of AttachmentWish; absent for a questionnaire. */
  code?: string;
  /** Canonical URL of a questionnaire. */
  questionnaire?: string;
  title?: string;
  lineItems?: string[];
  /** The likeliest first. */
  proposals: ContentProposal[];
}

/** What a person wants to submit (CDex $submit-attachment). Identifiers are `SYSTEM|VALUE`. */
export interface SubmissionRequest {
  attachTo: 'claim' | 'preauthorization';
  /** The payer's when it was asked for, our own otherwise; a fresh one when left out. */
  trackingId?: string | undefined;
  /** Prior authorization that was asked for, from the continuous build on. */
  adminRef?: string | undefined;
  payerId?: string | undefined;
  organizationId?: string | undefined;
  providerId?: string | undefined;
  memberId?: string | undefined;
  /** YYYY-MM-DD; a claim needs it (CONF-012). */
  serviceDate?: string | undefined;
  attachments: AttachmentWish[];
  /** False when more will follow. */
  final: boolean;
}

/** What a try at sending came to: accepted, accepted and held (CONF-021), refused for good, or worth another try. */
export type SubmissionResult = 'accepted' | 'held' | 'refused' | 'too-large' | 'may-retry' | 'cancelled';

/** One try. */
export interface SubmissionAttempt {
  /** ISO instant. */
  at: string;
  exchangeId?: string;
  httpStatus: number | null;
  result: SubmissionResult;
  /** What was answered, or why nothing was, in a sentence. */
  says: string;
  /** Which submission of several it belongs to, from 1, where it was split. */
  part?: number;
}

/** One attachment as it went out. */
export interface SentAttachment {
  code?: string;
  title?: string;
  contentType: string;
  /** Decoded size. */
  bytes: number;
  /** Lower-case hex of the decoded bytes. */
  sha256: string;
}

/** A submission of ours: a draft, or one that was sent. The files themselves are not part of it. */
export interface SubmissionRecord {
  id: string;
  connectionId?: string;
  partner: string;
  /** Full URL of the operation; absent until it is known. */
  to?: string;
  /** Who said that it goes there; absent until it is known. */
  target?: SubmissionTarget;
  /** Our id of the received Task it answers. */
  taskId?: string;
  title: string;
  request: SubmissionRequest;
  state: 'draft' | 'sending' | 'accepted' | 'held' | 'refused' | 'failed';
  /** Oldest first. */
  attempts: SubmissionAttempt[];
  findings: Finding[];
  /** What went out, in the order of the request; absent until it was sent. */
  sent?: SentAttachment[];
  /** Id of the process that sends it, while it does. */
  sentBy?: number;
  /** ISO instants. */
  createdAt: string;
  updatedAt: string;
}

/** Where a submission would go and who said so. */
export interface SubmissionTarget {
  /** Full URL of the operation. */
  url: string;
  source: 'given' | 'payer-url' | 'davinci-configuration' | 'base';
  /** In a sentence. */
  says: string;
  /** Name of the connection it lies at, whose credentials are not sent along: a Task named the address, and nobody that connection. */
  withheld?: string;
  exchangeId?: string;
}
