import type { Failure } from '../../shared/contract/errors.ts';
import { call } from '../api/call.ts';
import { saveBytes } from './document-viewer/forms.ts';

/** What is to become a file. */
export interface FileToSave {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  name: string;
  /** The exchange its content came with. */
  exchangeId?: string | undefined;
}

/** No file system takes longer names; the rest of one is not told. */
const longestName = 300;

/**
 * Hands bytes to the browser as a file, once the audit trail was told: an export nobody was told of must not exist. Where it cannot be told,
 * nothing is saved, and the failure is answered.
 */
export async function saveFile({ bytes, type, name, exchangeId }: FileToSave): Promise<Failure | undefined> {
  const told = await call('documents.saving', {
    // The trail takes no signs that cannot be seen, such as those that join letters, and no half of one.
    name: name.slice(0, longestName).replace(/\p{C}/gu, '\u{fffd}'),
    bytes: bytes.length,
    ...(exchangeId === undefined ? {} : { exchangeId }),
  });
  if (!told.ok) return told.error;
  saveBytes(bytes, type, name);
  return undefined;
}
