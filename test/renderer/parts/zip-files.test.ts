import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { zipFiles } from '../../../renderer/parts/zip-files.ts';

it('makes an archive whose names, sizes and checksums are as the format wants them', async () => {
  const bytes = new TextEncoder().encode('A note, twice: né');
  const made = zipFiles(
    [
      { name: 'push-1/note.txt', bytes },
      { name: 'push-1/empty.bin', bytes: new Uint8Array(0) },
    ],
    new Date(2026, 10, 22, 10, 2, 12),
  );
  const view = new DataView(await made.arrayBuffer());
  expect(view.getUint32(0, true)).toBe(0x04034b50);
  expect(view.getUint32(14, true)).toBe(crc32(bytes));
  expect(view.getUint32(18, true)).toBe(bytes.length);
  const nameLength = view.getUint16(26, true);
  expect(new Uint8Array(view.buffer, 30 + nameLength, bytes.length)).toEqual(bytes);
  const end = view.byteLength - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  expect(view.getUint16(end + 10, true)).toBe(2);
  expect(view.getUint32(view.getUint32(end + 16, true), true)).toBe(0x02014b50);
});
