import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { TaskOutput, TaskRecord } from '../../shared/domain/task.ts';
import { type Survey, surveyResource } from '../../shared/fhir/survey.ts';
import { header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { readTaskResource } from '../exchange/tasks.ts';
import { documentsFolder } from '../wire/extract.ts';
import type { Heavy } from '../wire/heavy.ts';
import { hashOf, openBody } from './bodies.ts';
import { type Fetched, fetchReference } from './fetch-reference.ts';
import type { Kit } from './kit.ts';
import { readAnswer, workOnBody } from './work-on-body.ts';

/** What one output, or a document of one, turned out to be, and where it is recorded. */
export interface Content {
  /** The file of ours that holds it, or the bytes when they are few. */
  source: string | Buffer;
  bytes: number;
  sha256: string;
  contentType: string;
  exchangeId: string;
  pointer: string;
  /** The URL it came from; absent for what stood in another resource. */
  url?: string;
  /** What it holds, where it is FHIR JSON. */
  survey?: Survey;
  entries?: number;
  /** True where the bytes came inside a Binary resource. */
  unwrapped?: boolean;
}

/** What fetching needs. */
export interface Means {
  kit: Kit;
  heavy: Heavy;
  partner: Partner;
  signal: AbortSignal;
}

/** The content of an output, by the way its reference asks for (digest C, Outputs). */
export async function contentOf(means: Means, record: TaskRecord, output: TaskOutput): Promise<Reply<Content>> {
  switch (output.kind) {
    case 'contained':
      return contained(means, record, output);
    case 'relative':
    case 'absolute':
    case 'foreign': {
      const { kit, partner, signal } = means;
      const reply = await fetchReference(kit.door, partner, output.reference, { signal });
      return reply.ok ? fetchedContent(means, reply.value) : reply;
    }
    case 'logical':
      return fail(
        'not-found',
        'The output is named by an identifier alone.',
        'Ask the source for a reference that can be read, or search by that identifier.',
      );
    case 'missing':
      if (output.reference.startsWith('#')) return contained(means, record, output); // which says that it is not there
      return fail(
        'not-found',
        'The output has no reference.',
        'Ask the source to complete the Task with a reference to the data.',
        { requirement: 'tdr-3' },
      );
  }
}

/** A contained resource, in the newest answer that brought the Task; the Task is read again where that was deleted. */
async function contained(means: Means, record: TaskRecord, output: TaskOutput): Promise<Reply<Content>> {
  const { kit, heavy } = means;
  const version = record.lastVersion;
  const kept = { exchangeId: version?.exchangeId ?? record.createExchangeId, within: version?.pointer ?? '' };
  const place = kit.store.exchanges.get(kept.exchangeId) ? ok(kept) : await readAgain(means, record);
  if (!place.ok) return place;
  const { exchangeId, within } = place.value;
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  const folder = documentsFolder(kit.ports.dataFolder);
  const id = output.reference.slice(1);
  const found = await workOnBody(heavy, body.value, 'extractContained', id, folder, within);
  if (!found)
    return fail(
      'not-found',
      `The Task contains nothing with the id ${id}.`,
      'Ask the source: the output points to a resource that is not there.',
      { exchangeId },
    );
  const { documentId, bytes, sha256, pointer, head } = found;
  const survey = await workOnBody(heavy, body.value, 'survey', pointer);
  return ok({
    source: path.join(folder, documentId),
    bytes,
    sha256,
    contentType: 'application/fhir+json',
    exchangeId,
    pointer,
    survey,
    ...(head.resourceType === 'Bundle' ? { entries: head.entries } : {}),
  });
}

async function readAgain({ kit, partner, signal }: Means, { taskId }: TaskRecord) {
  const note = 'read for its contained outputs';
  const reply = await readTaskResource(kit.door, partner, taskId, undefined, { note, signal });
  return reply.ok ? ok({ exchangeId: reply.value.exchangeId, within: '' }) : reply;
}

/** The content of a fetched answer: its bytes, or those inside a Binary resource. */
export async function fetchedContent(means: Means, fetched: Fetched): Promise<Reply<Content>> {
  const { kit, heavy } = means;
  const { exchangeId, headers, head, url, resource } = fetched;
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  if (head?.resourceType === 'Binary') {
    const inside = await insideOf(means, exchangeId, '/data');
    if (inside) return ok({ ...inside, url, unwrapped: true });
  }
  const contentType = (header(headers, 'content-type') ?? 'application/octet-stream').split(';', 1)[0] as string;
  const survey = !head?.resourceType
    ? ok(undefined)
    : resource === undefined
      ? await readAnswer(heavy, body.value, exchangeId, 'survey', '')
      : ok(surveyResource(resource));
  if (!survey.ok) return survey;
  return ok({
    source: body.value.whole ?? (body.value.file as string),
    bytes: body.value.size,
    sha256: await hashOf(body.value),
    contentType: contentType.trim().toLowerCase(),
    exchangeId,
    pointer: '',
    url,
    ...(survey.value ? { survey: survey.value } : {}),
    ...(head?.resourceType === 'Bundle' ? { entries: head.entries } : {}),
  });
}

/** Bytes that stand as base64 at a JSON pointer of a recorded answer; undefined where nothing is there. */
export async function insideOf(
  { kit, heavy }: Means,
  exchangeId: string,
  pointer: string,
): Promise<Content | undefined> {
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return undefined;
  const folder = documentsFolder(kit.ports.dataFolder);
  const found = await readAnswer(heavy, body.value, exchangeId, 'extract', pointer, folder);
  if (!found.ok || !found.value) return undefined;
  const { documentId, bytes, sha256, declaredType, sniffedType } = found.value;
  const source = path.join(folder, documentId);
  return { source, bytes, sha256, contentType: declaredType ?? sniffedType, exchangeId, pointer };
}
