import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { FetchedOutput, FetchedOutputs } from '../../shared/contract/tasks.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { TaskOutput, TaskRecord } from '../../shared/domain/task.ts';
import { getPointer } from '../../shared/fhir/pointer.ts';
import type { Answer } from '../exchange/answer.ts';
import { header } from '../exchange/answer.ts';
import type { Partner } from '../exchange/partner.ts';
import { makeFolder } from '../store/private-folder.ts';
import { openBody } from './bodies.ts';
import type { Kit } from './kit.ts';
import { fetchReference } from './fetch-reference.ts';

interface Options {
  signal: AbortSignal;
  folder?: string;
}

/** What one output turned out to be: bytes in hand or in a file of ours, and where they are recorded. */
interface Content {
  bytes: Buffer;
  contentType: string;
  exchangeId: string;
  pointer: string;
  resource?: unknown;
}

/** Fetches every output of a Task, each by the way its reference asks for (digest C, Outputs); writes them to a folder where one is named. */
export async function fetchOutputs(
  kit: Kit,
  record: TaskRecord,
  partner: Partner,
  options: Options,
): Promise<Reply<FetchedOutputs>> {
  if (options.folder && !kit.ports.capabilities.includes('write-files'))
    return fail('capability-missing', 'This host writes no files.', 'Use task fetch with --out.');
  const outputs: FetchedOutput[] = [];
  const noted: TaskOutput[] = [];
  for (const output of record.outputs) {
    const content = await contentOf(kit, record, partner, output, options.signal);
    if (!content.ok) {
      noted.push({ ...output, problem: content.error.message });
      outputs.push(notFetched(output, content.error.message, content.error.next));
      continue;
    }
    const { exchangeId, pointer } = content.value;
    noted.push({ ...output, content: { exchangeId, pointer } });
    outputs.push(describe(output, content.value));
  }
  store(kit, record, noted);
  if (options.folder) {
    const written = await writeAll(kit, options.folder, outputs, record);
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
  record: TaskRecord,
  partner: Partner,
  output: TaskOutput,
  signal: AbortSignal,
): Promise<Reply<Content>> {
  switch (output.kind) {
    case 'contained':
      return contained(kit, record, output);
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
      if (output.reference.startsWith('#')) return contained(kit, record, output); // which says that it is not there
      return fail(
        'not-found',
        'The output has no reference.',
        'Ask the source to complete the Task with a reference to the data.',
        { requirement: 'tdr-3' },
      );
  }
}

/** A contained resource, in the newest answer that brought the Task. */
async function contained(kit: Kit, record: TaskRecord, output: TaskOutput): Promise<Reply<Content>> {
  const exchangeId = record.versions.at(-1)?.exchangeId ?? record.createExchangeId;
  const body = await openBody(kit, exchangeId, 'response');
  if (!body.ok) return body;
  const task: unknown = JSON.parse((await body.value.read(0, body.value.size)).toString('utf8'));
  const list = getPointer(task, '/contained');
  const id = output.reference.slice(1);
  const index = Array.isArray(list) ? list.findIndex((one: { id?: unknown }) => one?.id === id) : -1;
  if (index < 0)
    return fail(
      'not-found',
      `The Task contains nothing with the id ${id}.`,
      'Ask the source: the output points to a resource that is not there.',
      { exchangeId },
    );
  const resource = (list as unknown[])[index];
  return ok({
    bytes: Buffer.from(JSON.stringify(resource, null, 2)),
    contentType: 'application/fhir+json',
    exchangeId,
    pointer: `/contained/${index}`,
    resource,
  });
}

async function external(kit: Kit, answer: Answer): Promise<Reply<Content>> {
  const body = await openBody(kit, answer.exchangeId, 'response');
  if (!body.ok) return body;
  const contentType = (header(answer.headers, 'content-type') ?? 'application/octet-stream').split(';', 1)[0] as string;
  return ok({
    bytes: await body.value.read(0, body.value.size),
    contentType,
    exchangeId: answer.exchangeId,
    pointer: '',
    ...(answer.resource === undefined ? {} : { resource: answer.resource }),
  });
}

function describe(output: TaskOutput, { bytes, contentType, exchangeId, pointer, resource }: Content): FetchedOutput {
  const read = (typeof resource === 'object' && resource !== null ? resource : {}) as {
    resourceType?: unknown;
    entry?: unknown;
  };
  return {
    reference: output.reference,
    kind: output.kind,
    contentType,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    exchangeId,
    pointer,
    ...(typeof read.resourceType === 'string' ? { resourceType: read.resourceType } : {}),
    ...(read.resourceType === 'Bundle' ? { entries: Array.isArray(read.entry) ? read.entry.length : 0 } : {}),
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

const endings: Record<string, string> = {
  'application/fhir+json': 'json',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'text/xml': 'xml',
  'application/xml': 'xml',
  'text/plain': 'txt',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

async function writeAll(kit: Kit, folder: string, outputs: FetchedOutput[], record: TaskRecord): Promise<Reply<null>> {
  try {
    makeFolder(path.resolve(folder));
    for (const [index, output] of outputs.entries()) {
      if (!output.exchangeId) continue;
      const content = await reread(kit, output);
      const name = output.reference
        .replace(/^#/, '')
        .replace(/[^A-Za-z0-9.-]+/g, '-')
        .slice(-60);
      const file = path.join(folder, `${record.taskId}-${index + 1}-${name}.${endings[output.contentType] ?? 'bin'}`);
      await writeFile(file, content, { mode: 0o600 });
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

async function reread(kit: Kit, output: FetchedOutput): Promise<Buffer> {
  const body = await openBody(kit, output.exchangeId, 'response');
  if (!body.ok) throw new Error(body.error.message);
  const bytes = await body.value.read(0, body.value.size);
  return output.pointer === ''
    ? bytes
    : Buffer.from(JSON.stringify(getPointer(JSON.parse(bytes.toString('utf8')), output.pointer), null, 2));
}
