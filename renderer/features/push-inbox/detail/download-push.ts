import { ok, type Reply } from '../../../../shared/contract/errors.ts';
import type { InboxDownload } from '../../../../shared/contract/inbox.ts';
import { sniffType } from '../../../../shared/fhir/sniff.ts';
import { call } from '../../../api/call.ts';
import { saveBytes } from '../../../parts/document-viewer/forms.ts';
import { readDocument } from '../../../parts/document-viewer/load-document.ts';

/** Hands a push with everything about it to the browser, file by file; fails as a command does. */
export async function downloadPush(id: string, raw: boolean): Promise<Reply<InboxDownload>> {
  const reply = await call('inbox.download', { id, raw });
  if (!reply.ok) return reply;
  for (const { file, bytes, sha256, documentId } of reply.value.files) {
    const info = { documentId, bytes, sha256, sniffedType: '' };
    const read = await readDocument(
      info,
      () => {},
      () => false,
    );
    if (read && !read.ok) return read;
    if (read) saveBytes(read.value.bytes, sniffType(read.value.bytes), `push-${id}-${file.replaceAll('/', '-')}`);
  }
  return ok(reply.value);
}
