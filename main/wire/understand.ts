import { hash } from 'node:crypto';
import type { NotificationReading } from '../../shared/cdex/read-notification.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { jsonFault, listOf } from '../../shared/fhir/json.ts';
import { summarise } from '../../shared/fhir/summary.ts';
import { digestOf } from './digest.ts';
import { hashOfFile } from './file-pieces.ts';
import { type ReadBody, readSlim, readWhole } from './read-body.ts';
import { understandNotification } from './understand-notification.ts';
import { understandSubmission } from './understand-submission.ts';
import type { Understood } from './understood.ts';

/** Where a body was sent to. */
export type Intent = 'submit-attachment' | 'notification' | 'other';

/** What was understood; a notification comes with what it says. */
export type UnderstoodBody = Understood & { reading?: NotificationReading };

/** Reads a JSON body for what it is. Never throws: what cannot be read is said. */
export const understand = (body: Buffer, intent: Intent): UnderstoodBody =>
  understandAs(
    intent,
    () => readWhole(body),
    () => hash('sha256', body),
  );

/** The same for a body in a file, of whatever size: no more than a few megabytes of it are held. For workers: it blocks. */
export const understandFile = (file: string, intent: Intent): UnderstoodBody =>
  understandAs(
    intent,
    () => readSlim(file),
    () => hashOfFile(file),
  );

function understandAs(intent: Intent, read: () => ReadBody, ofBody: () => string): UnderstoodBody {
  const understood = tryToUnderstand(intent, read);
  return { ...understood, digest: digestOf(understood, ofBody) };
}

function tryToUnderstand(intent: Intent, read: () => ReadBody): UnderstoodBody {
  try {
    const body = read();
    return body.shown(understandBody(body, intent));
  } catch (error) {
    if (error instanceof SyntaxError)
      return unexpected(
        'Not JSON',
        finding('json', `The body is not JSON: ${jsonFault(error)}.`, 'Send whole, well-formed JSON.'),
      );
    if (error instanceof RangeError) return notUnderstood(); // nested too deep, for a parser or for a reader
    throw error;
  }
}

/** A body that is stored all the same: it is evidence, and the answer must say more than "failed". */
export const notUnderstood = (): Understood =>
  unexpected(
    'Not understood',
    finding('json', 'The body could not be read as FHIR.', 'Send a resource of ordinary depth and size.'),
  );

function understandBody(body: ReadBody, intent: Intent): UnderstoodBody {
  const { value } = body;
  const type = (value as { resourceType?: unknown } | null)?.resourceType;
  if (typeof type !== 'string')
    return unexpected(
      'JSON without a resourceType',
      finding('resourceType', 'The body is JSON but no FHIR resource.', 'Send a FHIR resource.'),
    );
  if (intent === 'submit-attachment') return type === 'Parameters' ? understandSubmission(body) : wrongResource(type);
  const notification = type === 'Bundle' ? understandNotification(value, intent === 'notification') : undefined;
  if (notification) return notification;
  if (type === 'Bundle') return { kind: 'bundle', title: bundleTitle(body), attachments: [], findings: [] };
  return { kind: 'resource', title: `${type}${titled(value)}`, attachments: [], findings: [] };
}

/** What cannot be a push of a known kind, kept with the reason. */
export const unexpected = (title: string, why?: Finding): Understood => ({
  kind: 'unexpected',
  title,
  attachments: [],
  findings: why ? [why] : [],
});

/** A finding of severity error about what was received. */
export const finding = (rule: string, message: string, next: string, path = ''): Finding => ({
  rule,
  severity: 'error',
  path,
  message,
  next,
});

function wrongResource(type: string): Understood {
  return unexpected(
    `${type} sent to $submit-attachment`,
    finding(
      'submit-attachment',
      `$submit-attachment takes a Parameters resource, not ${type}.`,
      'Wrap the content in Parameters as the operation defines.',
      type,
    ),
  );
}

function bundleTitle({ value, lengthOf }: ReadBody): string {
  const { type, entry } = value as { type?: unknown; entry?: unknown };
  return `Bundle, ${typeof type === 'string' ? type : 'no type'}, ${lengthOf('entry', listOf(entry))} entries`;
}

function titled(resource: unknown): string {
  const { id, title } = summarise(resource);
  return `${id ? `/${id}` : ''}${title ? `, ${title}` : ''}`;
}
