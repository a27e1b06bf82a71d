import type { Finding } from './finding.ts';

/** What arrived at the receiver. */
export type PushKind = 'submission' | 'notification' | 'bundle' | 'resource' | 'unexpected';

/** One attachment of a push: what the metadata claims beside what the bytes are. Sizes in bytes. */
export interface PushAttachment {
  index: number;
  /** Code.coding.code of the submission part, or the DocumentReference type. */
  code?: string;
  title?: string;
  /** Type of the resource that carries it. */
  resourceType: string;
  /** As declared; `application/fhir+json` where the content is a resource without an attachment. */
  contentType: string;
  /** As the first bytes say, where they say something. */
  sniffedType?: string;
  /** Decoded size. */
  bytes: number;
  /** Lower-case hex of the decoded bytes. */
  sha256: string;
  /** size and hash as declared by the metadata. */
  declaredBytes?: number;
  declaredSha1?: string;
  lineItems?: string[];
  /** JSON pointer, in the request body of the push's exchange, to the base64 string or the resource. */
  pointer: string;
  /** URL where the content is not inline. */
  url?: string;
}

/** One push, stored before it was answered. */
export interface Push {
  id: string;
  /** ISO instant it had arrived whole. */
  at: string;
  kind: PushKind;
  /** `system|value`. */
  trackingId?: string;
  attachTo?: string;
  memberId?: string;
  payerId?: string;
  providerId?: string;
  organizationId?: string;
  serviceDate?: string;
  /** False only when the sender said more will follow. */
  final?: boolean;
  /** For a notification: handshake, heartbeat, event-notification ... as it says (Subscriptions Backport). */
  notification?: string;
  /** Our id of the subscription it came for, once its secret header proved that. */
  subscriptionId?: string;
  /** What it is, in one line. */
  title: string;
  answered: number | null;
  /** ISO instants of the two questions: stored? answered? */
  storedAt: string;
  answeredAt?: string;
  exchangeId: string;
  attachments: PushAttachment[];
  findings: Finding[];
}
