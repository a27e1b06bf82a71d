import module from 'node:module';
import os from 'node:os';
import path from 'node:path';

/** The person's cache folder, by the platform's custom. Not the shared temporary folder: what lies here is run. */
function cacheFolder(): string {
  const home = os.homedir();
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Caches', 'Switchboard');
  if (process.platform === 'win32')
    return path.join(LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'Switchboard', 'Cache');
  return path.join(XDG_CACHE_HOME || path.join(home, '.cache'), 'switchboard');
}

/** Lets Node keep compiled code between starts. Where it cannot be kept, starting is slower and nothing else. */
export function cacheCompiledCode(): void {
  module.enableCompileCache(path.join(cacheFolder(), 'compiled'));
}
