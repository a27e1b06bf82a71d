import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { preloadWorldScript } from './page-worlds.ts';

/** `webPreferences` of a window. */
export type WebPreferences = Record<string, unknown>;

const secure: Record<string, boolean> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
};
const harmless = new Set(['preload', 'additionalArguments', 'spellcheck', 'devTools', 'backgroundThrottling']);

/** Throws on any setting that leaves the sandbox, and on any the stand-in does not imitate. */
export function checkPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(preferences)) {
    if (harmless.has(name) || value === undefined || secure[name] === value) continue;
    throw new Error(`The electron stand-in has only sandboxed, isolated windows: it refuses ${name}: ${String(value)}`);
  }
}

/** The script of the isolated world for the preload these preferences name; `undefined` when they name none. */
export function readPreload({ preload, additionalArguments = [] }: WebPreferences): string | undefined {
  if (preload === undefined) return undefined;
  const file = String(preload);
  if (!path.isAbsolute(file)) throw new Error(`preload script must have absolute path: ${file}`);
  const script = preloadWorldScript(readFileSync(file, 'utf8'), {
    platform: process.platform,
    arch: process.arch,
    versions: process.versions,
    argv: [process.execPath, ...(additionalArguments as string[])],
  });
  void new Script(script, { filename: file }); // a syntax error (an ES module, say) would stay unseen in the page
  return script;
}
