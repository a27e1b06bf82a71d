import type { Attachment, Binary, DocumentReference, Identifier } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';

async function inline(repository: SandboxRepository, attachment: Attachment): Promise<Attachment> {
  if (attachment.data || !attachment.url) return attachment;
  const reference = attachment.url.replace(/^\//, '');
  const binary = await repository.readReference<Binary>({ reference }).catch(() => undefined);
  if (!binary?.data) return attachment;
  const { url: _, ...rest } = attachment;
  return { ...rest, contentType: attachment.contentType ?? binary.contentType, data: binary.data };
}

/** Without the members that are undefined. */
const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;

/**
 * A document as a payer can take it: the content inside, because the payer cannot reach this server, and the patient by
 * member id, because the payer does not know this server's ids.
 */
export async function inlineDocument(
  repository: SandboxRepository,
  document: DocumentReference,
  memberId: Identifier,
): Promise<DocumentReference> {
  const content = await Promise.all(
    document.content.map(async (one) => ({ ...one, attachment: await inline(repository, one.attachment) })),
  );
  const { identifier, status, docStatus, type, category, date, description, securityLabel } = document;
  return {
    resourceType: 'DocumentReference',
    ...defined({ identifier, docStatus, type, category, date, description, securityLabel }),
    status,
    subject: { identifier: memberId },
    content,
  };
}
