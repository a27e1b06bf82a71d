import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Ports } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { sweepUploads } from '../services/uploads.ts';
import { documentsFolder } from '../wire/extract.ts';

/** What is younger may still be on its way into a record, in milliseconds. */
const graceMs = 3_600_000;
/** Documents taken out of bodies can be taken out again; they are kept this long since they were last taken out, in milliseconds. */
const documentMs = 7 * 86_400_000;

/** The command line keeps a result beside the records while it prints it; one this old (milliseconds) is of a process that was killed. */
const resultMs = 86_400_000;

/**
 * Removes what nothing names any more: bodies whose process died before it wrote their record, documents nobody opened lately, files
 * that were brought in and not sent within a day, and results whose command line was killed while it printed them.
 */
export async function sweep({ dataFolder, clock }: Ports, store: Store): Promise<void> {
  const named = store.exchanges.files();
  await removeOld(store.bodies.folder, clock.now() - graceMs, (name) => !named.has(name));
  await removeOld(documentsFolder(dataFolder), clock.now() - documentMs, () => true);
  await sweepUploads(dataFolder, clock.now());
  await removeOld(dataFolder, clock.now() - resultMs, (name) => name.startsWith('query-'));
}

async function removeOld(folder: string, before: number, may: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(may)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && found.mtimeMs < before) await rm(file, { recursive: true, force: true });
  }
}
