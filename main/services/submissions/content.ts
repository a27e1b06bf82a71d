import { createHash } from 'node:crypto';
import type { SubmissionRequest } from '../../../shared/domain/submission.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import type { Partner } from '../../exchange/partner.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import type { Slot } from './slots.ts';

/** What one attachment carries, ready to be put into Parameters. */
export interface Content {
  /** With the marks of its slots where bytes will stand. */
  resource: JsonObject;
  slots: Slot[];
  contentType: string;
  /** Size and hash of the document, or of the resource where it carries none. */
  bytes: number;
  sha256: string;
  title?: string;
  findings: Finding[];
}

/** What making contents needs. */
export interface Means {
  kit: Kit;
  heavy: Heavy;
  signal: AbortSignal;
  request: SubmissionRequest;
  /** The server we work for, where a content does not name its own. */
  source?: Partner | undefined;
  /** ISO instant it is composed. */
  now: string;
}

/** A resource that travels as it is. */
export function contentOf(resource: JsonObject, findings: Finding[] = [], slots: Slot[] = []): Content {
  const json = Buffer.from(JSON.stringify(resource));
  return {
    resource,
    slots,
    contentType: 'application/fhir+json',
    bytes: json.length,
    sha256: createHash('sha256').update(json).digest('hex'),
    findings,
  };
}
