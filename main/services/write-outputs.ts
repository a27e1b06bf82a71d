import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { FetchedOutputs } from '../../shared/contract/tasks.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import { makeFolder } from '../store/private-folder.ts';
import type { Listed } from './follow-documents.ts';
import type { Content } from './output-content.ts';

const endings = new Map([
  ['application/fhir+json', 'json'],
  ['application/json', 'json'],
  ['application/pdf', 'pdf'],
  ['application/rtf', 'rtf'],
  ['application/zip', 'zip'],
  ['text/html', 'html'],
  ['text/xml', 'xml'],
  ['application/xml', 'xml'],
  ['application/fhir+xml', 'xml'],
  ['application/hl7-cda+xml', 'xml'],
  ['text/plain', 'txt'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/tiff', 'tiff'],
]);

/** Words of a partner as part of a file's name: nothing in them can lead to another folder. */
const inName = (text: string) =>
  text
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .slice(-100)
    .replace(/^-/, '');

/** Of a media type, whatever parameters it has. */
const endingOf = (contentType: string) =>
  endings.get((contentType.split(';', 1)[0] as string).trim().toLowerCase()) ?? 'bin';

/** Names tried for one file before it is given up. */
const mostNames = 1_000;

/** Does something with a name nobody has yet in the folder: `a.json`, then `a-2.json` and so on. What is there is never written over. */
async function underFreeName(folder: string, name: string, put: (file: string) => Promise<void>): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let number = 1; ; number += 1) {
    const file = path.join(folder, number === 1 ? name : `${stem}-${number}${ext}`);
    try {
      await put(file);
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= mostNames) throw error;
    }
  }
}

const place = (source: Content['source']) => (file: string) =>
  typeof source === 'string'
    ? copyFile(source, file, constants.COPYFILE_EXCL)
    : writeFile(file, source, { mode: 0o600, flag: 'wx' });

/**
 * Writes what was fetched to `folder` (0600), and says in each output where it is; beside it `manifest.json`, which tells what came from
 * where, and `SHA256SUMS`, which `sha256sum -c` reads. An output that failed keeps its number.
 */
export async function writeOutputs(
  folder: string,
  list: readonly Listed[],
  record: TaskRecord,
  fetched: FetchedOutputs,
  at: string,
): Promise<Reply<Pick<FetchedOutputs, 'manifest' | 'sums'>>> {
  const sums: [sha256: string, name: string][] = [];
  try {
    makeFolder(path.resolve(folder));
    for (const [index, { output, content }] of list.entries()) {
      if (!content) continue;
      const name = [inName(record.taskId), index + 1, inName(output.reference.replace(/^#/, ''))].join('-');
      const full = `${name}.${endingOf(output.contentType)}`;
      output.file = await underFreeName(folder, full, place(content.source));
      sums.push([output.sha256, path.basename(output.file)]);
    }
    const text = `${JSON.stringify(manifestOf(record, fetched, at), null, 2)}\n`;
    const manifest = await underFreeName(folder, 'manifest.json', place(Buffer.from(text)));
    sums.push([createHash('sha256').update(text).digest('hex'), path.basename(manifest)]);
    const lines = sums.map(([sha256, name]) => `${sha256}  ${name}\n`).join('');
    return ok({ manifest, sums: await underFreeName(folder, 'SHA256SUMS', place(Buffer.from(lines))) });
  } catch (error) {
    return fail(
      'file-unwritable',
      `${folder} cannot be written: ${(error as Error).message}.`,
      'Check the folder and the space on the disk.',
    );
  }
}

/** What the folder holds, for whoever finds it: the Task, and each output with its file, hash and origin. */
function manifestOf(record: TaskRecord, { status, outputs, findings }: FetchedOutputs, fetchedAt: string) {
  const { taskId, baseUrl, partner, code, asked, member, claim, statusReason } = record;
  return {
    fetchedAt,
    task: { id: taskId, url: `${baseUrl}/Task/${taskId}`, partner, status, statusReason, code, asked, member, claim },
    findings,
    outputs: outputs.map(({ file, ...output }) => ({ ...(file ? { file: path.basename(file) } : {}), ...output })),
  };
}
