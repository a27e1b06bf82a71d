import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Push, PushStory } from '../../../../shared/domain/push.ts';
import type { TaskDetail } from '../../../../shared/domain/task.ts';
import { createRedactor, type Pseudonyms, type Redactor } from '../../../../shared/fhir/redact.ts';
import { documentsFolder } from '../../../wire/extract.ts';
import type { Heavy } from '../../../wire/heavy.ts';
import { type BodyReader, hashOf, openBody } from '../../bodies.ts';
import type { Kit } from '../../kit.ts';
import { workOnBody } from '../../work-on-body.ts';
import { endingOf, type FileToWrite, inName } from '../../write-folder.ts';
import { storyOf } from '../story.ts';
import { plainType, redactExchange, redactPush, redactStory, redactTask, redactWords } from './redact-records.ts';

/** One file of an export, and what it is. */
export interface Piece extends FileToWrite {
  bytes: number;
  says: string;
}

/** What an export is made with. */
export interface ExportMeans {
  kit: Kit;
  heavy: Heavy;
}

/** Everything about a push as files: as it came when `raw`, else without what names people. Contents of documents are only in the former. */
export async function piecesOf(means: ExportMeans, push: Push, raw: boolean): Promise<Piece[]> {
  const { store } = means.kit;
  const task = push.match?.taskId === undefined ? undefined : store.tasks.detail(push.match.taskId);
  const story = storyOf(store, push);
  const exchange = store.exchanges.detail(push.exchangeId);
  const hidden = raw ? undefined : await hide(means, push, task, story);
  const redactor = hidden?.redactor;
  const shownStory = redactor ? redactStory(story, redactor) : story;
  const shownPush = redactor ? redactPush(push, redactor) : push;
  const pieces = [
    jsonPiece('push.json', shownPush, 'The push as it is recorded.'),
    jsonPiece('findings.json', shownPush.findings, 'What the rules said about it when it came.'),
    jsonPiece(
      'story.json',
      { thread: shownStory.thread, timeline: shownStory.timeline, repeats: shownStory.repeats },
      'What happened around it, oldest first.',
    ),
  ];
  if (exchange) {
    const { request, response, ...record } = redactor ? redactExchange(exchange, redactor) : exchange;
    const heads = { ...record, request: request.headers, response: response.headers };
    pieces.push(jsonPiece('exchange.json', heads, 'How it travelled: times, sizes and headers, secrets masked.'));
    pieces.push(...(await answerPiece(means, push, redactor)));
  }
  if (task)
    pieces.push(
      jsonPiece(
        'task.json',
        redactor ? redactTask(task, redactor) : task,
        'The request it belongs to, with its versions.',
      ),
    );
  if (hidden) return [...pieces, ...hidden.pieces];
  return [...pieces, ...(await rawPieces(means, push, task))];
}

interface Hidden {
  redactor: Redactor;
  pieces: Piece[];
}

/** The bodies without what names people, and a redactor that has seen all that was in them. */
async function hide(means: ExportMeans, push: Push, task: TaskDetail | undefined, story: PushStory): Promise<Hidden> {
  // First the records, so that what they hold too is known by the same pseudonym in a body of any size.
  const first = createRedactor();
  redactPush(push, first);
  if (task) redactTask(task, first);
  redactStory(story, first);
  const notes = push.attachments.map(({ pointer, contentType, bytes, sha256 }): [string, string] => [
    pointer,
    `[${first.member(plainType(contentType), 'contentType', '')}, ${bytes} bytes, SHA-256 ${sha256}]`,
  ]);
  const pieces: Piece[] = [];
  let known = first.known();
  const body = await openBody(means.kit, push.exchangeId, 'request');
  if (body.ok && body.value.size > 0) {
    // Of what is no submission and no notification the whole is a document.
    const isWhole = push.kind !== 'submission' && push.kind !== 'notification';
    const done = isWhole ? undefined : await redacted(means, body.value, known, notes);
    known = done?.known ?? known;
    pieces.push(
      done?.piece('request.json', 'What was sent, without what names people.') ?? (await notePiece(body.value)),
    );
  }
  const asked = task && (await requestBody(means, task));
  const done = asked && (await redacted(means, asked, known, []));
  if (done) pieces.push(done.piece('task-resource.json', 'The request as it was sent, without what names people.'));
  return { redactor: createRedactor(done?.known ?? known), pieces };
}

async function redacted({ kit, heavy }: ExportMeans, body: BodyReader, known: Pseudonyms, notes: [string, string][]) {
  const folder = documentsFolder(kit.ports.dataFolder);
  try {
    const { document, known: now } = await workOnBody(heavy, body, 'redact', known, notes, folder);
    const { sha256, bytes } = document;
    const source = path.join(folder, document.documentId);
    return { known: now, piece: (name: string, says: string): Piece => ({ name, source, sha256, bytes, says }) };
  } catch {
    return undefined; // no JSON: nothing of it can be shown
  }
}

/** The Task as it went out, of one we sent; else as it was first read. */
async function requestBody({ kit }: ExportMeans, task: TaskDetail): Promise<BodyReader | undefined> {
  const { direction, method } = kit.store.exchanges.get(task.createExchangeId) ?? {};
  const side = direction === 'out' && method === 'POST' ? 'request' : 'response';
  const body = await openBody(kit, task.createExchangeId, side);
  return body.ok && body.value.size > 0 ? body.value : undefined;
}

async function rawPieces(means: ExportMeans, push: Push, task: TaskDetail | undefined): Promise<Piece[]> {
  const pieces: Piece[] = [];
  const body = await openBody(means.kit, push.exchangeId, 'request');
  if (body.ok && body.value.size > 0) {
    const ending = push.kind === 'unexpected' ? 'bin' : 'json';
    pieces.push(await bodyPiece(`request.${ending}`, body.value, 'What was sent, byte for byte.'));
    for (const { index, pointer, code, contentType, url } of push.attachments) {
      if (url) continue; // it was not sent along
      const folder = documentsFolder(means.kit.ports.dataFolder);
      const found = await workOnBody(means.heavy, body.value, 'extract', pointer, folder);
      if (!found) continue;
      const ending = endingOf(found.sniffedType === 'application/octet-stream' ? contentType : found.sniffedType);
      const name = `attachment-${[index + 1, ...(code ? [inName(code)] : [])].join('-')}.${ending}`;
      const source = path.join(folder, found.documentId);
      pieces.push({ name, source, sha256: found.sha256, bytes: found.bytes, says: `Attachment ${index + 1}.` });
    }
  }
  const asked = task && (await requestBody(means, task));
  if (asked) pieces.push(await bodyPiece('task-resource.json', asked, 'The request as it was sent.'));
  return pieces;
}

async function answerPiece(
  { kit }: ExportMeans,
  { exchangeId }: Push,
  redactor: Redactor | undefined,
): Promise<Piece[]> {
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok || !body.value.whole || body.value.size === 0) return [];
  const says = 'What it was answered with.';
  if (!redactor) return [await bodyPiece('answer.json', body.value, says)];
  try {
    return [jsonPiece('answer.json', redactWords(JSON.parse(body.value.whole.toString('utf8')), redactor), says)];
  } catch {
    return [];
  }
}

async function bodyPiece(name: string, body: BodyReader, says: string): Promise<Piece> {
  const { file, whole = Buffer.alloc(0), size: bytes } = body;
  return { name, source: file ?? whole, sha256: await hashOf(body), bytes, says };
}

/** What stands for a body of which nothing can be shown. */
async function notePiece(body: BodyReader): Promise<Piece> {
  const leftOut = { bytes: body.size, sha256: await hashOf(body) };
  return jsonPiece('request.json', { leftOut }, 'Size and hash of what was sent; its content is left out.');
}

const jsonPiece = (name: string, value: unknown, says: string): Piece =>
  bytesPiece(name, Buffer.from(`${JSON.stringify(value, null, 2)}\n`), says);

function bytesPiece(name: string, source: Buffer, says: string): Piece {
  return { name, source, bytes: source.length, sha256: createHash('sha256').update(source).digest('hex'), says };
}
