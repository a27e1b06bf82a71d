import { createHash } from 'node:crypto';
import type { Finding } from '../../shared/domain/finding.ts';
import type { PushAttachment } from '../../shared/domain/push.ts';
import { checkSubmission } from '../../shared/cdex/check-submission.ts';
import type { NotificationReading } from '../../shared/cdex/read-notification.ts';
import { readSubmission } from '../../shared/cdex/read-submission.ts';
import { jsonFault } from '../../shared/fhir/json.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import { sniffType } from '../../shared/fhir/sniff.ts';
import { summarise } from '../../shared/fhir/summary.ts';
import type { Understood } from './understood.ts';
import { understandNotification } from './understand-notification.ts';

/** Where a body was sent to. */
export type Intent = 'submit-attachment' | 'notification' | 'other';

/** Reads a JSON body for what it is; a notification comes with what it says. Pure, so that large bodies can be understood in a worker. */
export function understand(text: string, intent: Intent): Understood & { reading?: NotificationReading } {
  let body: unknown;
  try {
    body = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return unexpected(
      'Not JSON',
      finding('json', `The body is not JSON: ${jsonFault(error)}.`, 'Send whole, well-formed JSON.'),
    );
  }
  const type = (body as { resourceType?: unknown } | null)?.resourceType;
  if (typeof type !== 'string')
    return unexpected(
      'JSON without a resourceType',
      finding('resourceType', 'The body is JSON but no FHIR resource.', 'Send a FHIR resource.'),
    );
  if (intent === 'submit-attachment') return type === 'Parameters' ? submission(body) : wrongResource(type);
  const notification = type === 'Bundle' ? understandNotification(body, intent === 'notification') : undefined;
  if (notification) return notification;
  if (type === 'Bundle') return { kind: 'bundle', title: bundleTitle(body), attachments: [], findings: [] };
  return { kind: 'resource', title: `${type}${titled(body)}`, attachments: [], findings: [] };
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

function submission(body: unknown): Understood {
  const { attachments, final, ...fields } = readSubmission(body);
  return {
    kind: 'submission',
    title: `Submission${final === false ? ', more to follow' : ''}`,
    ...fields,
    ...(final === undefined ? {} : { final }),
    attachments: attachments.map((attachment, index) => describe(body, attachment, index)),
    findings: checkSubmission(body, '2.1'),
  };
}

type Found = ReturnType<typeof readSubmission>['attachments'][number];

/** Puts what the bytes say beside what the metadata says. */
function describe(body: unknown, found: Found, index: number): PushAttachment {
  const content = getPointer(body, found.pointer);
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content, 'base64')
      : Buffer.from(content === undefined ? '' : JSON.stringify(content));
  return {
    ...found,
    index,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(bytes.length > 0 ? { sniffedType: sniffType(bytes) } : {}),
  };
}

function bundleTitle(bundle: unknown): string {
  const { type, entry } = bundle as { type?: unknown; entry?: unknown };
  return `Bundle, ${typeof type === 'string' ? type : 'no type'}, ${Array.isArray(entry) ? entry.length : 0} entries`;
}

function titled(resource: unknown): string {
  const { id, title } = summarise(resource);
  return `${id ? `/${id}` : ''}${title ? `, ${title}` : ''}`;
}
