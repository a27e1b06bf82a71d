import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { FetchedOutput, FetchedOutputs } from '../../shared/contract/tasks.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { TaskOutput, TaskRecord } from '../../shared/domain/task.ts';
import type { BodyHead } from '../../shared/fhir/body-head.ts';
import type { Answer } from '../exchange/answer.ts';
import { header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { makeFolder } from '../store/private-folder.ts';
import { documentsFolder } from '../wire/extract.ts';
import type { Heavy } from '../wire/heavy.ts';
import { type BodyReader, openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { fetchReference } from './fetch-reference.ts';
import { tellExport } from './tell-export.ts';
import { workOnBody } from './work-on-body.ts';

interface Options {
  signal: AbortSignal;
  folder?: string;
}

/** What one output turned out to be, and where it is recorded. `source` is the file of ours that holds it, or the bytes when they are few. */
interface Content {
  source: string | Buffer;
  bytes: number;
  sha256: string;
  contentType: string;
  exchangeId: string;
  pointer: string;
  head?: BodyHead;
}

/** Fetches every output of a Task, each by the way its reference asks for (digest C, Outputs); writes them to a folder where one is named. */
export async function fetchOutputs(
  kit: Kit,
  heavy: Heavy,
  record: TaskRecord,
  partner: Partner,
  options: Options,
): Promise<Reply<FetchedOutputs>> {
  if (options.folder && !kit.ports.capabilities.includes('write-files'))
    return fail('capability-missing', 'This host writes no files.', 'Use task fetch with --out.');
  const outputs: FetchedOutput[] = [];
  const sources = new Map<FetchedOutput, Content['source']>();
  const noted: TaskOutput[] = [];
  for (const output of record.outputs) {
    const content = await contentOf(kit, heavy, record, partner, output, options.signal);
    if (!content.ok) {
      noted.push({ ...output, problem: content.error.message });
      outputs.push(notFetched(output, content.error.message, content.error.next));
      continue;
    }
    const { exchangeId, pointer } = content.value;
    noted.push({ ...output, content: { exchangeId, pointer } });
    const fetched = describe(output, content.value);
    outputs.push(fetched);
    sources.set(fetched, content.value.source);
  }
  store(kit, record, noted);
  if (options.folder) {
    const outcome = `${sources.size} files`;
    const what = `the outputs of Task ${record.taskId}`;
    tellExport(kit.store, { what, to: options.folder, outcome, peer: partner.name });
    const written = await writeAll(options.folder, sources, outputs, record);
    if (!written.ok) return written;
  }
  return ok({ status: record.status, outputs });
}

function store(kit: Kit, record: TaskRecord, outputs: TaskOutput[]): void {
  kit.store.write(() => {
    const current = kit.store.tasks.get(record.id);
    if (current) kit.store.tasks.put({ ...current, outputs });
  });
}

async function contentOf(
  kit: Kit,
  heavy: Heavy,
  record: TaskRecord,
  partner: Partner,
  output: TaskOutput,
  signal: AbortSignal,
): Promise<Reply<Content>> {
  switch (output.kind) {
    case 'contained':
      return contained(kit, heavy, record, output);
    case 'relative':
    case 'absolute':
    case 'foreign': {
      const reply = await fetchReference(kit.door, partner, output.reference, output.kind === 'foreign', signal);
      return reply.ok ? external(kit, reply.value) : reply;
    }
    case 'logical':
      return fail(
        'not-found',
        'The output is named by an identifier alone.',
        'Ask the source for a reference that can be read, or search by that identifier.',
      );
    case 'missing':
      if (output.reference.startsWith('#')) return contained(kit, heavy, record, output); // which says that it is not there
      return fail(
        'not-found',
        'The output has no reference.',
        'Ask the source to complete the Task with a reference to the data.',
        { requirement: 'tdr-3' },
      );
  }
}

/** A contained resource, in the newest answer that brought the Task. */
async function contained(kit: Kit, heavy: Heavy, record: TaskRecord, output: TaskOutput): Promise<Reply<Content>> {
  const exchangeId = record.lastVersion?.exchangeId ?? record.createExchangeId;
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  const folder = documentsFolder(kit.ports.dataFolder);
  const id = output.reference.slice(1);
  const found = await workOnBody(heavy, body.value, 'extractContained', id, folder);
  if (!found)
    return fail(
      'not-found',
      `The Task contains nothing with the id ${id}.`,
      'Ask the source: the output points to a resource that is not there.',
      { exchangeId },
    );
  const { documentId, bytes, sha256, pointer, head } = found;
  const source = path.join(folder, documentId);
  return ok({ source, bytes, sha256, contentType: 'application/fhir+json', exchangeId, pointer, head });
}

async function external(kit: Kit, { exchangeId, headers, head }: Answer): Promise<Reply<Content>> {
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  const contentType = (header(headers, 'content-type') ?? 'application/octet-stream').split(';', 1)[0] as string;
  return ok({
    source: body.value.whole ?? (body.value.file as string),
    bytes: body.value.size,
    sha256: await hashOf(body.value),
    contentType,
    exchangeId,
    pointer: '',
    ...(head ? { head } : {}),
  });
}

async function hashOf({ whole, file }: BodyReader): Promise<string> {
  const hash = createHash('sha256');
  if (whole) return hash.update(whole).digest('hex');
  await pipeline(createReadStream(file as string), hash);
  return hash.digest('hex');
}

function describe(output: TaskOutput, content: Content): FetchedOutput {
  const { contentType, bytes, sha256, exchangeId, pointer, head } = content;
  return {
    reference: output.reference,
    kind: output.kind,
    contentType,
    bytes,
    sha256,
    exchangeId,
    pointer,
    ...(head?.resourceType === undefined ? {} : { resourceType: head.resourceType }),
    ...(head?.resourceType === 'Bundle' ? { entries: head.entries } : {}),
    findings: findingsOf(output),
  };
}

/** The output type of a data request is data-value; another code is tolerated and said. */
function findingsOf(output: TaskOutput): Finding[] {
  if (output.type === undefined || ['data-value', 'questionnaire-response'].includes(output.type)) return [];
  return [
    {
      rule: 'CONF-057',
      severity: 'warning',
      path: `Task.output[${output.index}].type`,
      message: `The output type is ${output.type}; a data request answers with data-value or questionnaire-response.`,
      next: 'Tell the source; the data was fetched all the same.',
    },
  ];
}

const notFetched = (output: TaskOutput, message: string, next: string): FetchedOutput => ({
  reference: output.reference,
  kind: output.kind,
  contentType: '',
  bytes: 0,
  sha256: '',
  exchangeId: '',
  pointer: '',
  findings: [{ rule: 'output', severity: 'error', path: `Task.output[${output.index}].value`, message, next }],
});

const endings = new Map([
  ['application/fhir+json', 'json'],
  ['application/json', 'json'],
  ['application/pdf', 'pdf'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['text/plain', 'txt'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
]);

/** Words of a partner as part of a file's name: nothing in them can lead to another folder. */
const inName = (text: string) => text.replace(/[^A-Za-z0-9.-]+/g, '-').slice(-60);

/** Writes what was fetched to `folder` (0600), and says in each output where it is; an output that failed keeps its number. */
async function writeAll(
  folder: string,
  sources: Map<FetchedOutput, Content['source']>,
  outputs: FetchedOutput[],
  { taskId }: TaskRecord,
): Promise<Reply<null>> {
  try {
    makeFolder(path.resolve(folder));
    for (const [index, output] of outputs.entries()) {
      const source = sources.get(output);
      if (source === undefined) continue;
      const name = [inName(taskId), index + 1, inName(output.reference.replace(/^#/, ''))].join('-');
      const file = path.join(folder, `${name}.${endings.get(output.contentType) ?? 'bin'}`);
      await (typeof source === 'string' ? copyFile(source, file) : writeFile(file, source, { mode: 0o600 }));
      output.file = file;
    }
    return ok(null);
  } catch (error) {
    return fail(
      'file-unwritable',
      `${folder} cannot be written: ${(error as Error).message}.`,
      'Check the folder and the space on the disk.',
    );
  }
}
