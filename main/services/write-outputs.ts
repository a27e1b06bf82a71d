import path from 'node:path';
import type { Reply } from '../../shared/contract/errors.ts';
import type { FetchedOutputs } from '../../shared/contract/tasks.ts';
import type { TaskRecord } from '../../shared/domain/task.ts';
import type { Listed } from './follow-documents.ts';
import { endingOf, fillFolder, inName } from './write-folder.ts';

/**
 * Writes what was fetched to `folder` (0600), and says in each output where it is; beside it `manifest.json`, which tells what came from
 * where, and `SHA256SUMS`, which `sha256sum -c` reads. An output that failed keeps its number.
 */
export const writeOutputs = (
  folder: string,
  list: readonly Listed[],
  record: TaskRecord,
  fetched: FetchedOutputs,
  at: string,
): Promise<Reply<Pick<FetchedOutputs, 'manifest' | 'sums'>>> =>
  fillFolder(folder, async (filled) => {
    for (const [index, { output, content }] of list.entries()) {
      if (!content) continue;
      const stem = [inName(record.taskId), index + 1, inName(output.reference.replace(/^#/, ''))].join('-');
      const name = `${stem}.${endingOf(output.contentType)}`;
      output.file = await filled.add({ name, source: content.source, sha256: output.sha256 });
    }
    return filled.finish(manifestOf(record, fetched, at));
  });

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
