// node run.ts <entry>: runs the main process of an Electron app, as built, on the stand-in instead of Electron.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { removeChromium } from './chromium.ts';
import { announceWindow, answerEvaluate, type EvaluateRequest } from './control.ts';
import { createEvent } from './event.ts';
import { becomeReady } from './readiness.ts';

/** The exit code for an entry that waits at its top level for something that only comes after it. */
const deadlock = 70;
const patienceMs = 20_000;

const url = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main' ? { url, shortCircuit: true } : next(specifier, context),
});

const { version } = JSON.parse(
  readFileSync(new URL('../../../node_modules/electron/package.json', import.meta.url), 'utf8'),
);
Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: version, chrome: 'stand-in' } });
Object.defineProperty(process, 'type', { value: 'browser' });

let evaluated = false;
function reportDeadlock(): void {
  console.error(
    'The entry never finished evaluating: Electron emits ready only afterwards, so a top-level await on it hangs',
  );
  process.exitCode = deadlock;
}
process.on('exit', () => {
  if (!evaluated && process.exitCode === 13) reportDeadlock(); // 13: nothing left to wait for, an await still open
  removeChromium();
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
process.on('disconnect', () => {
  app.quit();
  setTimeout(() => process.exit(1), 2000).unref(); // the test is gone: an app that refuses to quit ends all the same
});
process.on('message', (request) => void answerEvaluate(request as EvaluateRequest));
app.once('browser-window-created', () => void announceWindow());
// The channel to the test must not keep a deadlocked entry alive.
process.channel?.unref();

const stuck = setTimeout(() => {
  reportDeadlock();
  process.exit();
}, patienceMs).unref();
await import(pathToFileURL(path.resolve(process.argv[2] ?? '')).href);
evaluated = true;
clearTimeout(stuck);
process.channel?.ref();
becomeReady();
app.emit('will-finish-launching');
app.emit('ready', createEvent({}), {});
