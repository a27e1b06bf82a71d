// `npm start`: install, build, then open the console: Electron where it can run, else the loopback host.
// Flags: --host=auto|electron|loopback, --check (say which host would run, start none); the rest goes to `switchboard serve`.
import { spawn } from 'node:child_process';
import { at, build, install, pinnedNode, root, say, stop } from './bootstrap.mjs';
import { findElectron } from './find-electron.mjs';

const own = process.argv.slice(2).filter((arg) => arg.startsWith('--host=') || arg === '--check');
const rest = process.argv.slice(2).filter((arg) => !own.includes(arg));
const wanted = own.find((arg) => arg.startsWith('--host='))?.slice('--host='.length) ?? 'auto';
if (!['auto', 'electron', 'loopback'].includes(wanted))
  stop(`--host takes auto, electron or loopback, not "${wanted}".`);

install();
const node = pinnedNode();
const electron = wanted === 'loopback' ? { why: 'the loopback host was asked for' } : findElectron(node, wanted);
if (wanted === 'electron' && !electron.binary) stop(`Electron cannot run here: ${electron.why}.`);
if (own.includes('--check')) {
  say(electron.binary ? 'Electron' : `loopback host: ${electron.why}`);
  process.exit(0);
}
build();

// VS Code terminals export ELECTRON_RUN_AS_NODE; with it Electron would start as plain Node and show nothing.
const { ELECTRON_RUN_AS_NODE: _ignored, ...env } = process.env;
say(electron.binary ? 'opening Electron' : `opening the loopback host: ${electron.why}`);
const child = electron.binary
  ? spawn(electron.binary, [root], { stdio: 'inherit', env })
  : spawn(node, [at('out/bin/switchboard.js'), 'serve', '--words', ...rest], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => stop(error.message));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
