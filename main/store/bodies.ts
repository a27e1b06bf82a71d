import { randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFolderFlush } from './folder-flush.ts';
import { privateFolder } from './private-folder.ts';

/** Large bodies, one file each (0600), named by chance; the exchange that owns one names it. */
export interface Bodies {
  folder: string;
  /** A new file to write to; `name` is what the exchange keeps. `flush`: it is on the disk before it closes. */
  create(flush?: boolean): { name: string; stream: WriteStream };
  /** Brings the names of new files to the disk; resolves once a file that was flushed is found there after a power cut. */
  settle(): Promise<void>;
  /** A new file with these bytes; answers its name. `flush`: it is on the disk, and its name. */
  save(bytes: Uint8Array, flush?: boolean): Promise<string>;
  path(name: string): string;
  /** Bytes offset..offset+length, fewer at the end; undefined when the file is gone. */
  read(name: string, offset: number, length: number): Promise<Buffer | undefined>;
  size(name: string): Promise<number | undefined>;
  remove(name: string): Promise<void>;
}

/** How much may wait to be written, in bytes: what waits goes in one write. */
const highWaterMark = 524_288;

/** The bodies of a data folder, in its folder `bodies`. */
export function createBodies(dataFolder: string): Bodies {
  const folder = path.join(dataFolder, 'bodies');
  const settle = createFolderFlush(folder);
  const place = (name: string) => path.join(folder, path.basename(name));
  return {
    folder,
    path: place,
    settle,
    create(flush = false) {
      privateFolder(folder);
      const name = randomUUID();
      return { name, stream: createWriteStream(place(name), { mode: 0o600, flush, highWaterMark }) };
    },
    async save(bytes, flush = false) {
      privateFolder(folder);
      const name = randomUUID();
      try {
        await writeFile(place(name), bytes, { mode: 0o600, flush });
        if (flush) await settle();
      } catch (error) {
        await rm(place(name), { force: true }).catch(() => undefined);
        throw error;
      }
      return name;
    },
    async read(name, offset, length) {
      const handle = await open(place(name)).catch(() => undefined);
      if (!handle) return undefined;
      try {
        const buffer = Buffer.alloc(length);
        const { bytesRead } = await handle.read(buffer, 0, length, offset);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    size: (name) =>
      stat(place(name)).then(
        ({ size }) => size,
        () => undefined,
      ),
    remove: (name) => rm(place(name), { force: true }),
  };
}
