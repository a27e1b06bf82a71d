import { app, BrowserWindow, nativeTheme, session } from 'electron';
import type { CommandName } from '../../../shared/contract/commands.ts';
import type { Failure } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import { createConsole } from '../../app/create-console.ts';
import type { Ports } from '../../ports.ts';
import { rendererFolder } from '../node/product.ts';
import { makeElectronPorts } from './electron-ports.ts';
import { guardContents, guardSession } from './guards.ts';
import { setMenu } from './menu.ts';
import { serveRenderer } from './protocol.ts';
import { refuseToStart } from './refuse-to-start.ts';
import { answerCalls } from './transport.ts';
import { openWindow, showWindow } from './window.ts';

const refuse = ({ message, next }: Failure) => refuseToStart(`${message}\n\n${next}`);

/** Makes the system's parts of the window (menus, scroll bars, prefers-color-scheme) follow the setting. */
async function followTheme(ports: Ports): Promise<void> {
  const settings = await ports.settings();
  nativeTheme.themeSource = settings.get('theme');
  settings.onDidChange('theme', (theme) => {
    nativeTheme.themeSource = theme ?? 'system';
  });
}

/** Starts what stays. A role that another process plays, or that fails, is said and does not keep the window closed. */
async function startRoles(console: Console, log: Ports['log']): Promise<void> {
  for (const name of ['receiver.start', 'sandbox.start'] satisfies CommandName[]) {
    const started = await console.dispatch(name, {});
    if (!started.ok) log(`${started.error.message} ${started.error.next}`);
  }
}

/** Closes the console before the app ends: Electron waits for nobody, so the end is put off once and then asked for again. */
function closeAtEnd(console: Console, log: Ports['log']): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void console
      .close()
      .catch((error: unknown) => log(`Closing failed: ${String(error)}`))
      .then(() => {
        state = 'closed';
        app.quit();
      });
  });
}

/** Opens the console and its window, once Electron is ready. */
export async function openDesktop(): Promise<void> {
  const ports = makeElectronPorts();
  const opened = ports.ok ? createConsole(ports.value) : ports;
  if (!ports.ok || !opened.ok) return opened.ok ? undefined : refuse(opened.error);
  const console = opened.value;
  const { log } = ports.value;

  closeAtEnd(console, log);
  await followTheme(ports.value);
  guardSession(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(console);
  });
  setMenu();
  serveRenderer(rendererFolder);
  answerCalls(console);
  openWindow(console);
  await startRoles(console, log);
}
