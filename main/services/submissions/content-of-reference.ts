import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import { isObject, type JsonObject, textOf, typeOfResource } from '../../../shared/fhir/json.ts';
import { summarise } from '../../../shared/fhir/summary.ts';
import type { Partner } from '../../exchange/partner.ts';
import { fetchReference } from '../fetch-reference.ts';
import { wholeResource } from '../whole-resource.ts';
import { type Content, contentOf, type Means } from './content.ts';
import { documentAround } from './content-of-file.ts';
import { inlineAttachment, inlineDocument } from './inline-document.ts';
import { whoseAt, whoseFindings } from './whose.ts';

/** Reads one resource whole from the server we work for. Fails with `not-fhir` where something else is there. */
export async function readSource(means: Means, partner: Partner, reference: string): Promise<Reply<JsonObject>> {
  const { kit, signal } = means;
  if (!/(^|\/)[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(\/_history\/[^/]+)?$/.test(reference))
    return fail(
      'invalid-input',
      `${JSON.stringify(reference.slice(0, 200))} is no reference to one resource.`,
      'Write it as Type/id or as a URL; a search is another kind of content (--query).',
      { details: ['content.reference: Type/id'] },
    );
  // As FHIR even of a Binary: what it belongs to and its type stand in the resource.
  const reply = await fetchReference(kit.door, partner, reference, {
    signal,
    accept: 'application/fhir+json',
    note: 'content of a submission',
  });
  if (!reply.ok) return reply;
  const resource = await wholeResource(kit, reply.value);
  if (isObject(resource) && typeOfResource(resource)) return ok(resource);
  return fail('not-fhir', `${reference} at ${partner.name} is no FHIR resource.`, 'Name a resource that can be read.', {
    exchangeId: reply.value.exchangeId,
  });
}

/**
 * What a resource of the server we work for is submitted as: a DocumentReference with its documents inside, a Binary as the document of
 * one, everything else as it is.
 */
export async function contentOfReference(
  means: Means,
  wish: AttachmentWish,
  { partner, reference }: { partner: Partner; reference: string },
  path: string,
): Promise<Reply<Content>> {
  if (/(^|\/)Binary\/[^/]+$/.test(reference)) return contentOfBinary(means, wish, partner, reference, path);
  const read = await readSource(means, partner, reference);
  if (!read.ok) return read;
  const findings = whoseFindings(await whoseAt(means, partner), partner, read.value, path);
  const title = wish.title ?? summarise(read.value).title;
  if (read.value.resourceType !== 'DocumentReference') return ok({ ...contentOf(read.value, findings), title });
  const inlined = await inlineDocument(means, partner, read.value, path);
  if (!inlined.ok) return inlined;
  const { resource, slots, first } = inlined.value;
  findings.push(...inlined.value.findings);
  const whole = contentOf(resource, findings, slots);
  if (!first) return ok({ ...whole, title });
  const { attachment, bytes, sha256 } = first;
  return ok({ ...whole, title, bytes, sha256, contentType: textOf(attachment.contentType) ?? whole.contentType });
}

async function contentOfBinary(
  means: Means,
  wish: AttachmentWish,
  partner: Partner,
  reference: string,
  path: string,
): Promise<Reply<Content>> {
  const inlined = await inlineAttachment(means, partner, { url: reference }, path);
  if (!inlined.ok) return inlined;
  if (!inlined.value) return fail('not-found', `${reference} holds nothing.`, 'Name another one.');
  const { attachment, slots, findings, bytes, sha256 } = inlined.value;
  const title = wish.title ?? reference;
  const contentType = textOf(attachment.contentType) ?? 'application/octet-stream';
  const resource = documentAround(means, wish, attachment, title);
  return ok({ resource, slots, findings, bytes, sha256, contentType, title });
}
