import { ok, type Reply } from '../../../../shared/contract/errors.ts';
import type { InboxDownload } from '../../../../shared/contract/inbox.ts';
import { call } from '../../../api/call.ts';
import { saveBytes } from '../../../parts/document-viewer/forms.ts';
import { readDocument } from '../../../parts/document-viewer/load-document.ts';
import { type ZippedFile, zipFiles } from '../../../parts/zip-files.ts';

/** Hands a push with everything about it to the browser as one archive; fails as a command does. */
export async function downloadPush(id: string, raw: boolean): Promise<Reply<InboxDownload>> {
  const reply = await call('inbox.download', { id, raw });
  if (!reply.ok) return reply;
  const name = `push-${id}${raw ? '' : '-redacted'}`;
  const files: ZippedFile[] = [];
  for (const { file, bytes, sha256, documentId } of reply.value.files) {
    const read = await readDocument(
      { documentId, bytes, sha256, sniffedType: '' },
      () => {},
      () => false,
    );
    if (read && !read.ok) return read;
    if (read) files.push({ name: `${name}/${file}`, bytes: read.value.bytes });
  }
  const archive = new Uint8Array(await zipFiles(files, new Date()).arrayBuffer());
  saveBytes(archive, 'application/zip', `${name}.zip`);
  return ok(reply.value);
}
