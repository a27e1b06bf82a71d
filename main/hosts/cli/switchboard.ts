#!/usr/bin/env node
// The package's bin. It parses and runs on Node 20 with built-ins only: an older Node gets as far as --version and --help, and
// hands everything else to the pinned Node. Nothing that can wait is loaded before those are answered.
import { readFileSync } from 'node:fs';
import { helpFor } from './help.ts';

const args = process.argv.slice(2);
const fromSource = import.meta.url.endsWith('.ts');

/** package.json stands beside out/, two folders above the built bin. */
function version(): string {
  const manifest = new URL(fromSource ? '../../../package.json' : '../../package.json', import.meta.url);
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

const help = helpFor(args);
if (args[0] === '--version') process.stdout.write(`${version()}\n`);
else if (help !== undefined) process.stdout.write(help);
else if (Number(process.versions.node.split('.')[0]) < 24) {
  const { runPinned } = await import('./run-pinned.ts');
  runPinned(import.meta.url, args);
} else {
  const { cacheCompiledCode } = await import('./compile-cache.ts');
  cacheCompiledCode();
  const entry = new URL(fromSource ? './entry.ts' : '../main/cli.js', import.meta.url);
  await import(/* @vite-ignore */ entry.href);
}
