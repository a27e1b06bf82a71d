import { useCallback, useState } from 'react';
import { sniff } from '../../../../shared/fhir/sniff.ts';
import { readCda } from '../../../parts/document-viewer/cda.ts';
import { decodeText } from '../../../parts/document-viewer/decode-text.ts';
import { hexOf } from '../../../parts/document-viewer/hex.ts';
import type { LoadedDocument } from '../../../parts/document-viewer/load-document.ts';
import type { BytesSay } from './claims.ts';

async function readBytes({ bytes }: LoadedDocument): Promise<BytesSay> {
  const sha1 = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)));
  if (sniff(bytes).form !== 'c-cda') return { sha1, size: bytes.length };
  const cda = readCda(decodeText(bytes).text);
  if ('problem' in cda) return { sha1, size: bytes.length };
  const { code, serviceDate, ids } = cda;
  return {
    sha1,
    size: bytes.length,
    header: { ids, ...(code && { code }), ...(serviceDate && { date: serviceDate }) },
  };
}

/** What the bytes of the attachment in sight say, and the way to tell it that they are loaded. */
export function useBytesSay(): [BytesSay | undefined, (document: LoadedDocument) => void] {
  const [said, setSaid] = useState<BytesSay>();
  const hear = useCallback((document: LoadedDocument) => void readBytes(document).then(setSaid), []);
  return [said, hear];
}
