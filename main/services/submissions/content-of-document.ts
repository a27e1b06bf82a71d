import { randomUUID } from 'node:crypto';
import { buildDocument, type Located, referencesIn } from '../../../shared/cdex/build-document.ts';
import { warning } from '../../../shared/cdex/findings.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import { parseIdentifier } from '../../../shared/fhir/identifier.ts';
import type { JsonObject } from '../../../shared/fhir/json.ts';
import { resolveReference } from '../../../shared/fhir/reference.ts';
import type { Partner } from '../../exchange/partner.ts';
import { type Content, contentOf, type Means } from './content.ts';
import { readSource } from './content-of-reference.ts';
import { inlineDocument } from './inline-document.ts';
import { measure, piecesOf, type Slot } from './slots.ts';
import { whoseAt, whoseFindings } from './whose.ts';

/** Resources that come along because chosen ones refer to them; what they refer to in turn comes along too, this many steps. */
const mostSupporting = 200;
const mostSteps = 2;

/** What a document is made of while it is gathered. */
interface Gathered {
  slots: Slot[];
  findings: Finding[];
  /** By URL: the references among them are made to fit. */
  chosen: Map<string, JsonObject>;
  supporting: Map<string, JsonObject>;
}

/** What was asked for as a document. */
export interface WishedDocument {
  partner: Partner;
  references: readonly string[];
  title?: string | undefined;
}

const urlOf = (reference: string, partner: Partner): string =>
  (resolveReference(reference, partner.baseUrl)[0] ?? reference).replace(/\/_history\/[^/]+$/, '');

/** A FHIR document over resources of the server we work for, with what they refer to there, and documents inline. */
export async function contentOfDocument(
  means: Means,
  wish: AttachmentWish,
  { partner, references, title }: WishedDocument,
  path: string,
): Promise<Reply<Content>> {
  const gathered: Gathered = { slots: [], findings: [], chosen: new Map(), supporting: new Map() };
  const whose = await whoseAt(means, partner);
  for (const reference of references) {
    const read = await readSource(means, partner, reference);
    if (!read.ok) return read;
    const found = whoseFindings(whose, partner, read.value, path);
    // Said once of a server: the next resource is compared no better.
    gathered.findings.push(...found.filter(({ message }) => gathered.findings.every((one) => one.message !== message)));
    gathered.chosen.set(urlOf(reference, partner), read.value);
  }
  if (gathered.chosen.size === 0)
    return fail('invalid-input', 'A document is made over resources, and none is chosen.', 'Choose some.');
  await bringAlong(means, partner, gathered, path);
  const inlined = await inlineAll(means, partner, gathered, path);
  if (!inlined.ok) return inlined;
  const { request, now } = means;
  const name = title ?? wish.title ?? 'Medical records';
  const bundle = buildDocument({
    chosen: located(gathered.chosen),
    supporting: located(gathered.supporting),
    title: name,
    code: wish.code,
    subject: request.memberId ? parseIdentifier(request.memberId) : undefined,
    author: [request.providerId, request.organizationId].flatMap((text) => (text && parseIdentifier(text)) || []),
    now,
    ids: [`urn:uuid:${randomUUID()}`, `urn:uuid:${randomUUID()}`],
  }) as unknown as JsonObject;
  const size = await measure(piecesOf(JSON.stringify(bundle), gathered.slots));
  return ok({ ...contentOf(bundle, gathered.findings, gathered.slots), ...size, title: name });
}

const located = (list: ReadonlyMap<string, JsonObject>): Located[] =>
  [...list].map(([url, resource]) => ({ url, resource }));

/** Reads what the chosen resources refer to. What cannot be read is named: the document still stands, with a hole in it. */
async function bringAlong(means: Means, partner: Partner, gathered: Gathered, path: string): Promise<void> {
  const { chosen, supporting, findings } = gathered;
  let next = [...chosen.values()];
  for (let step = 0; step < mostSteps && next.length > 0; step += 1) {
    const wanted = new Set(next.flatMap((resource) => referencesIn(resource, partner.baseUrl)));
    next = [];
    for (const reference of wanted) {
      const url = urlOf(reference, partner);
      // A Binary goes into the document that names it.
      if (chosen.has(url) || supporting.has(url) || /\/Binary\//.test(url) || means.signal.aborted) continue;
      if (supporting.size >= mostSupporting) {
        const message = `More than ${mostSupporting} resources are referred to; the others were left out.`;
        findings.push(warning('document-references', path, message, 'Choose fewer.'));
        return;
      }
      const read = await readSource(means, partner, reference);
      if (read.ok) {
        supporting.set(url, read.value);
        next.push(read.value);
      } else {
        const message = `${reference}, which the document refers to, cannot be read: ${read.error.message}`;
        findings.push(warning('document-references', path, message, 'See that the payer can do without it.'));
      }
    }
  }
}

/** Puts the bytes of documents into the DocumentReferences among the chosen. */
async function inlineAll(means: Means, partner: Partner, gathered: Gathered, path: string): Promise<Reply<null>> {
  for (const [url, resource] of gathered.chosen) {
    if (resource.resourceType !== 'DocumentReference') continue;
    const inlined = await inlineDocument(means, partner, resource, path);
    if (!inlined.ok) return inlined;
    gathered.slots.push(...inlined.value.slots);
    gathered.findings.push(...inlined.value.findings);
    // Inside the document its patient and its authors are at hand, so only its content is replaced.
    gathered.chosen.set(url, { ...resource, content: inlined.value.resource.content });
  }
  return ok(null);
}
