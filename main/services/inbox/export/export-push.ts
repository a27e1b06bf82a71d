import path from 'node:path';
import { fail, ok, type Reply } from '../../../../shared/contract/errors.ts';
import type { InboxDownload, InboxExport } from '../../../../shared/contract/inbox.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import { documentsFolder, keepDocument } from '../../../wire/extract.ts';
import { openBody } from '../../bodies.ts';
import { tellExport } from '../../tell-export.ts';
import { workOnBody } from '../../work-on-body.ts';
import { fillFolder } from '../../write-folder.ts';
import { keptByRedaction } from './kept-by-redaction.ts';
import { type ExportMeans, type Piece, piecesOf } from './pieces.ts';

const tell = ({ kit }: ExportMeans, push: Push, raw: boolean, to: string, count: number) =>
  tellExport(kit.store, {
    what: `push ${push.id}${raw ? ' as it came' : ', redacted'}`,
    to,
    outcome: `${count} files`,
    ...(push.sender ? { peer: push.sender } : {}),
  });

/** Writes a push with everything about it into a folder (0700, files 0600), with a manifest and hashes; redacted unless `raw`. */
export async function exportPush(
  means: ExportMeans,
  push: Push,
  folder: string,
  raw: boolean,
): Promise<Reply<InboxExport>> {
  const { kit } = means;
  if (!kit.ports.capabilities.includes('write-files'))
    return fail(
      'capability-missing',
      'This host writes no files.',
      'Download it, or use inbox export on the command line.',
    );
  const pieces = await piecesOf(means, push, raw);
  const target = path.resolve(folder);
  tell(means, push, raw, target, pieces.length);
  const exportedAt = new Date(kit.ports.clock.now()).toISOString();
  return fillFolder(
    target,
    async (filled) => {
      const files: InboxExport['files'] = [];
      for (const piece of pieces) {
        const { bytes, sha256, says } = piece;
        files.push({ file: path.basename(await filled.add(piece)), bytes, sha256, says });
      }
      const keeps = raw ? {} : { keeps: keptByRedaction };
      await filled.finish({ exportedAt, push: push.id, redacted: !raw, ...keeps, files });
      return { folder: target, redacted: !raw, files };
    },
    0o700,
  );
}

/** The same files as documents that can be read by windows, for a host that writes none. */
export async function downloadPush(means: ExportMeans, push: Push, raw: boolean): Promise<Reply<InboxDownload>> {
  const pieces = await piecesOf(means, push, raw);
  tell(means, push, raw, 'a download', pieces.length);
  const files: InboxDownload['files'] = [];
  for (const piece of pieces) {
    const { name: file, bytes, sha256, says } = piece;
    files.push({ file, bytes, sha256, says, documentId: await documentOf(means, push, piece) });
  }
  return ok({ redacted: !raw, files });
}

async function documentOf({ kit, heavy }: ExportMeans, push: Push, { source, sha256 }: Piece): Promise<string> {
  const folder = documentsFolder(kit.ports.dataFolder);
  if (typeof source !== 'string') return keepDocument(Buffer.from(source), folder).documentId;
  if (path.dirname(source) === folder) return path.basename(source);
  // Only the request as it came lies elsewhere.
  const body = await openBody(kit, push.exchangeId, 'request');
  const found = body.ok ? await workOnBody(heavy, body.value, 'extract', '', folder) : undefined;
  return found?.documentId ?? sha256;
}
