import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ports } from '../../ports.ts';

/** The folder of package.json: two or three levels above a built file, more above a source file. */
function findRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error(`No package.json above ${import.meta.dirname}.`);
    folder = above;
  }
  return folder;
}

const root = findRoot();
const runsFromSource = import.meta.filename.endsWith('.ts');

/** The product's version, as package.json says it. */
export function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}

/** Absolute folder of the built renderer. */
export const rendererFolder = path.join(root, 'out', 'renderer');

const script = (source: string, built: string) => pathToFileURL(path.join(root, runsFromSource ? source : built));

/** The files a console needs beside its code. Run from source, the workers are the sources too. */
export const assets: Ports['assets'] = {
  sandboxWorker: script('main/sandbox/worker.ts', 'out/main/sandbox.js'),
  heavyWorker: script('main/wire/heavy-worker.ts', 'out/main/heavy.js'),
  definitionsFile: path.join(root, 'out', 'fhir', 'r4.json'),
};
