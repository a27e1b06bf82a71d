import { readFile } from 'node:fs/promises';
import { documentConcept } from '../../../shared/cdex/build/parts.ts';
import { contentTypeOf } from '../../../shared/cdex/content-type.ts';
import { error, warning } from '../../../shared/cdex/findings.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import type { AttachmentWish } from '../../../shared/domain/submission.ts';
import { parseIdentifier } from '../../../shared/fhir/identifier.ts';
import { isObject, type JsonObject, typeOfResource } from '../../../shared/fhir/json.ts';
import { heldBytes } from '../../wire/body-sink.ts';
import { parseBody } from '../../wire/extract.ts';
import { type Content, contentOf, type Means } from './content.ts';
import { type FileFacts, factsOf } from './file-facts.ts';
import { dataSlot, resourceSlot, unknownType, unseen } from './slots.ts';

/** A file to be sent. */
export interface GivenFile {
  path: string;
  /** What people call it. */
  name: string;
  contentType?: string | undefined;
}

const clinicalNote = {
  coding: [
    { system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category', code: 'clinical-note' },
  ],
};

/**
 * A DocumentReference that carries a document inline (US Core), because the payer cannot reach our server, and names its patient by the
 * member id, because the payer does not know our server's ids.
 */
export function documentAround(
  { request, now }: Pick<Means, 'request' | 'now'>,
  wish: AttachmentWish,
  attachment: JsonObject,
  title: string,
): JsonObject {
  const member = request.memberId === undefined ? undefined : parseIdentifier(request.memberId);
  return {
    resourceType: 'DocumentReference',
    status: 'current',
    type: wish.code ? documentConcept(wish.code, wish.title, 'words') : { text: title },
    category: [clinicalNote],
    ...(member ? { subject: { identifier: member } } : {}),
    date: now,
    description: title,
    content: [{ attachment }],
  };
}

/**
 * What a file is submitted as: the FHIR resource it holds as JSON, else a DocumentReference with its bytes, which are read only when they
 * are sent. `path` is where findings point. Fails with `file-unreadable`.
 */
export async function contentOfFile(
  means: Means,
  wish: AttachmentWish,
  file: GivenFile,
  path: string,
): Promise<Reply<Content>> {
  const facts = await factsOf(file.path, means.signal);
  if (!facts.ok) return facts;
  const { bytes, sniffed } = facts.value;
  const { contentType, findings } = contentTypeOf({ name: file.name, sniffed, given: file.contentType }, path);
  if (bytes === 0)
    findings.push(error('attachment-content', path, `${file.name} is empty.`, 'Choose the file that was meant.'));
  const mayBeResource = /json/.test(sniffed.contentType) && (!file.contentType || /json/.test(file.contentType));
  const held = mayBeResource ? await resourceIn(means, file, facts.value) : ok(undefined);
  if (!held.ok) return held;
  if (held.value)
    return ok({ ...held.value, findings: [...findings, ...misplaced(held.value, file, path)], title: file.name });
  const title = wish.title ?? file.name;
  const { value, slot } = dataSlot({ file: file.path, offset: 0, bytes }, facts.value.look);
  const { sha1, sha256 } = facts.value;
  const attachment = { contentType, data: value, size: bytes, hash: sha1, title: file.name };
  return ok({
    resource: documentAround(means, wish, attachment, title),
    slots: [slot],
    contentType,
    bytes,
    sha256,
    title,
    findings,
  });
}

/** The resource a JSON file holds; undefined where it holds something else. A large one goes as the file has it. */
async function resourceIn({ heavy }: Means, file: GivenFile, facts: FileFacts): Promise<Reply<Content | undefined>> {
  const { bytes, sha256, mark } = facts;
  try {
    if (bytes > heldBytes) {
      const { resourceType, documents } = await heavy.run('survey', file.path, '');
      if (!resourceType) return ok(undefined);
      // What stands for it shows that its documents are there, since the rules look for them.
      const shown =
        documents.length > 0 ? { content: [{ attachment: { contentType: unknownType, data: unseen } }] } : {};
      const source = { file: file.path, offset: mark, bytes: bytes - mark };
      const { resource, slot } = resourceSlot(resourceType, [{ source, as: 'json' }], shown);
      return ok({ resource, slots: [slot], contentType: 'application/fhir+json', bytes, sha256, findings: [] });
    }
    const value = parseBody(await readFile(file.path));
    return ok(isObject(value) && typeOfResource(value) ? contentOf(value) : undefined);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return ok(undefined); // it looks like JSON and is sent as the document it is
    const reason = (thrown as NodeJS.ErrnoException).code ?? (thrown as Error).message;
    return fail('file-unreadable', `${file.name} cannot be read: ${reason}.`, 'Check the path and the permissions.');
  }
}

/** A whole submission, given where one of its contents belongs. */
function misplaced({ resource }: Content, { name }: GivenFile, path: string): Finding[] {
  if (resource.resourceType !== 'Parameters') return [];
  const message = `${name} holds Parameters; if that is a whole submission, it would be wrapped into another one.`;
  return [warning('attachment-content', path, message, 'Send it as it is (--parameters).')];
}
