import { fail, ok, type Reply } from '../../../../shared/contract/errors.ts';
import type { ExportedEntry } from '../../../../shared/domain/audit.ts';
import { call } from '../../../api/call.ts';

interface Options {
  /** With what was requested. */
  raw: boolean;
  /** Told after each piece: entries so far, and how many there will be. */
  onProgress: (entries: number, all: number) => void;
  isStopped: () => boolean;
}

/** The whole trail as a file: one entry a line, oldest first. Read in pieces; fails as a command does, `cancelled` where it was stopped. */
export async function downloadTrail({ raw, onProgress, isStopped }: Options): Promise<Reply<string>> {
  const lines: string[] = [];
  let until: number | undefined;
  for (let from = 1; until === undefined || from <= until; ) {
    if (isStopped()) return fail('cancelled', 'The export was stopped.', 'Export it again.');
    const reply = await call('audit.download', { from, raw, ...(until === undefined ? {} : { until }) });
    if (!reply.ok) return reply;
    const { entries }: { entries: ExportedEntry[] } = reply.value;
    until = reply.value.until;
    for (const entry of entries) lines.push(JSON.stringify(entry));
    onProgress(lines.length, until);
    const last = entries.at(-1)?.seq;
    if (last === undefined) break;
    from = last + 1;
  }
  return ok(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}
