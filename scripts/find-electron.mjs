// Can Electron run here? Its package downloads the binary on first use, so the answer may cost one bounded try.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at, run, say } from './bootstrap.mjs';

const dayMs = 86_400_000;

/** The Electron binary, or why there is none. Never imports `electron`: that would download while we wait, unbounded. */
export function findElectron(node, wanted) {
  const folder = at('node_modules/electron');
  if (!existsSync(folder)) return { why: 'the electron package is not installed' };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { why: 'there is no display' };
  if (process.platform === 'linux' && process.getuid?.() === 0 && wanted !== 'electron')
    return { why: "Chromium's sandbox does not run as root" };
  const present = locate(folder);
  if (present) return { binary: present };
  const failed = at('node_modules/.electron-unavailable');
  const recent = existsSync(failed) && Date.now() - statSync(failed).mtimeMs < dayMs;
  if (recent && wanted !== 'electron')
    return { why: 'its download failed within the last day; --host=electron tries again' };
  say('downloading Electron, for at most 180 s');
  const result = run(node, [path.join(folder, 'install.js')], { timeout: 180_000, killSignal: 'SIGKILL' });
  const binary = result.status === 0 ? locate(folder) : undefined;
  if (binary) return { binary };
  writeFileSync(failed, new Date().toISOString());
  return { why: result.error?.code === 'ETIMEDOUT' ? 'its download took too long' : 'its download failed' };
}

function locate(folder) {
  const pointer = path.join(folder, 'path.txt');
  if (!existsSync(pointer)) return undefined;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const binary = path.join(dist, readFileSync(pointer, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}
