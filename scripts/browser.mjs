// The browser the tests drive: one that is there, else Debian's package when we may install it, else a clear refusal.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run, say, stop } from './bootstrap.mjs';

const usual = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
    .map((name) => process.env[name])
    .filter(Boolean)
    .flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

const found = () => [process.env.CHROMIUM, ...(usual[process.platform] ?? [])].find((file) => file && existsSync(file));

/** The path of a Chromium, installed first where this is Debian and we are root; exits 1 with advice otherwise. */
export function ensureBrowser() {
  const present = found();
  if (present) return present;
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debian) {
    say('installing the chromium package for the browser tests');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], { env });
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    const installed = found();
    if (installed && spawnSync(installed, ['--version']).status === 0) return installed;
  }
  return stop(
    'The browser tests need Chromium or Chrome and found none. Install one ' +
      '(Debian: apt-get install chromium; macOS, Windows: Google Chrome), or set CHROMIUM to its path, and run npm test again.',
  );
}
