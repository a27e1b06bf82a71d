import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Canaries } from './canary.ts';

/** What a search found: `place: canary`. */
export type Findings = string[];

/** Searches every file below a folder, the database's log and whatever else included; `spare` leaves files out by their path in it. */
export function searchFolder(
  canaries: Canaries,
  folder: string,
  spare: (file: string) => boolean = () => false,
): Findings {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !spare(file))
    .flatMap((file) => canaries.foundIn(readFileSync(path.join(folder, file))).map((name) => `${file}: ${name}`));
}

/** Chromium cuts strings in heap snapshots off after 1024 characters unless it is started with this. */
export const wholeStrings = '--js-flags=--heap-snapshot-string-limit=100000000';

/** Everything the page's JavaScript heap holds after a collection, as the text of a snapshot. */
export async function heapOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const chunks: Buffer[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(Buffer.from(chunk)));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return Buffer.concat(chunks);
}

/** Everything the page shows, holds in its fields or has stored. */
export function surfaceOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const roots: (Document | ShadowRoot)[] = [document];
    const pieces: unknown[] = [
      document.title,
      location.href,
      history.state,
      { ...sessionStorage },
      { ...localStorage },
    ];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
          pieces.push(element.value, element.defaultValue);
        }
      }
      pieces.push(root instanceof Document ? root.documentElement.outerHTML : root.innerHTML);
    }
    for (const { name = '' } of await indexedDB.databases()) pieces.push(name);
    for (const name of await caches.keys()) pieces.push(name);
    pieces.push(performance.getEntries().map(({ name }) => name));
    return JSON.stringify(pieces);
  });
}
