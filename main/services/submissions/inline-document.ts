import { warning } from '../../../shared/cdex/findings.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { parseIdentifier } from '../../../shared/fhir/identifier.ts';
import { dig, isObject, type JsonObject, numberOf, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import type { DataLook } from '../../../shared/fhir/look-at-data.ts';
import { sniffLength } from '../../../shared/fhir/sniff.ts';
import type { Partner } from '../../exchange/partner.ts';
import { fetchReference } from '../fetch-reference.ts';
import { type Content as Fetched, fetchedContent } from '../output-content.ts';
import type { Means } from './content.ts';
import { factsOf, lookOf } from './file-facts.ts';
import type { Source } from './pieces.ts';
import { dataSlot, type Slot } from './slots.ts';

/** A document with its bytes inside. */
export interface Inlined {
  attachment: JsonObject;
  slots: Slot[];
  findings: Finding[];
  bytes: number;
  sha256: string;
}

/** Where fetched bytes lie, to be read again when they are sent. */
const sourceIn = ({ source, bytes }: Fetched): Source =>
  typeof source === 'string' ? { file: source, offset: 0, bytes } : source;

const lookAtBuffer = (bytes: Buffer): DataLook => lookOf(bytes.subarray(0, sniffLength), bytes.length);

async function lookAtFile(file: string, signal: AbortSignal): Promise<Reply<DataLook>> {
  const facts = await factsOf(file, signal);
  return facts.ok ? ok(facts.value.look) : facts;
}

/** An attachment that says where its document is, with the document in it instead: the payer cannot reach our server. */
export async function inlineAttachment(
  means: Means,
  partner: Partner,
  attachment: JsonObject,
  path: string,
): Promise<Reply<Inlined | undefined>> {
  const url = textOf(attachment.url);
  if (textOf(attachment.data) || !url) return ok(undefined);
  const { kit, heavy, signal } = means;
  const declared = textOf(attachment.contentType);
  const options = { signal, note: 'document of a submission', accept: declared ? `${declared}, */*;q=0.8` : '*/*' };
  const reply = await fetchReference(kit.door, partner, url, options);
  if (!reply.ok) return reply;
  const fetched = await fetchedContent({ kit, heavy, partner, signal }, reply.value);
  if (!fetched.ok) return fetched;
  const { bytes, sha256, contentType, source } = fetched.value;
  const look = typeof source === 'string' ? await lookAtFile(source, signal) : ok(lookAtBuffer(source));
  if (!look.ok) return look;
  const { value, slot } = dataSlot(sourceIn(fetched.value), look.value);
  const { url: _elsewhere, hash: _stale, ...rest } = attachment;
  const findings: Finding[] = [];
  const size = numberOf(attachment.size);
  if (size !== undefined && size !== bytes) {
    const message = `The document is called ${size} bytes long and has ${bytes}; the size was corrected.`;
    findings.push(warning('content-size', path, message, 'See that it is the right document.'));
  }
  return ok({
    attachment: { ...rest, contentType: declared ?? contentType, data: value, size: bytes },
    slots: [slot],
    findings,
    bytes,
    sha256,
  });
}

/** What of a DocumentReference means something to a payer; ids and references into our server do not. */
const kept = [
  'identifier',
  'status',
  'docStatus',
  'type',
  'category',
  'date',
  'description',
  'securityLabel',
  'language',
] as const;

/** Who wrote it, as far as they are named without a reference into our server. */
const namedOnly = (reference: JsonObject): JsonObject[] => {
  const { type, identifier, display } = reference;
  return identifier || display
    ? [{ ...(type ? { type } : {}), ...(identifier ? { identifier } : {}), ...(display ? { display } : {}) }]
    : [];
};

/**
 * A DocumentReference as a payer can take it: its documents inside, its patient by the member id. `bytes` and `sha256` are those of its
 * first document.
 */
export async function inlineDocument(
  means: Means,
  partner: Partner,
  document: JsonObject,
  path: string,
): Promise<Reply<{ resource: JsonObject; slots: Slot[]; findings: Finding[]; first?: Inlined }>> {
  const slots: Slot[] = [];
  const findings: Finding[] = [];
  const content: JsonObject[] = [];
  let first: Inlined | undefined;
  for (const [index, one] of objectsOf(document.content).entries()) {
    const attachment = isObject(one.attachment) ? one.attachment : {};
    const place = `${path}.content[${index}].attachment`;
    const inlined = await inlineAttachment(means, partner, attachment, place);
    if (!inlined.ok) return inlined;
    if (inlined.value) {
      first ??= inlined.value;
      slots.push(...inlined.value.slots);
      findings.push(...inlined.value.findings);
    }
    content.push({ ...one, attachment: inlined.value?.attachment ?? attachment });
  }
  const member = means.request.memberId === undefined ? undefined : parseIdentifier(means.request.memberId);
  const author = objectsOf(document.author).flatMap(namedOnly);
  const period = dig(document, 'context', 'period');
  const resource = {
    resourceType: 'DocumentReference',
    ...Object.fromEntries(kept.flatMap((name) => (document[name] === undefined ? [] : [[name, document[name]]]))),
    ...(member ? { subject: { identifier: member } } : {}),
    ...(author.length > 0 ? { author } : {}),
    content,
    ...(period ? { context: { period } } : {}),
  };
  return ok({ resource, slots, findings, ...(first ? { first } : {}) });
}
