import path from 'node:path';
import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import type { Console } from '../../app/console.ts';
import { rendererFolder } from '../node/product.ts';
import { pageAddress } from './protocol.ts';
import { sendEvents } from './transport.ts';
import { lastPlace, rememberPlace } from './window-place.ts';

/** The page's own ground, so that nothing flashes before it is drawn (`--frame` of the renderer's tokens). */
const ground = () => (nativeTheme.shouldUseDarkColors ? '#0d1013' : '#f1f3f4');

/** A page that fails again within this many milliseconds is not loaded again by itself. */
const patienceMs = 10_000;

/** Loads the page again when its process ends unasked; says so instead when that does not help. */
function recover(window: BrowserWindow): void {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const again = performance.now() - last < patienceMs;
    last = performance.now();
    if (!again) return window.reload();
    dialog.showErrorBox(
      'The window keeps failing',
      `Its process ended twice in a row (${reason}). Nothing stored is lost. Choose View, Reload, or start Switchboard again.`,
    );
  });
}

/** Opens the console's window: sandboxed, isolated, shown when it has something to show. */
export function openWindow(console: Console): BrowserWindow {
  const { maximized, ...bounds } = lastPlace();
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: app.getName(),
    backgroundColor: ground(),
    webPreferences: {
      preload: path.join(rendererFolder, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  rememberPlace(window);
  recover(window);
  sendEvents(console, window);
  const repaint = () => window.setBackgroundColor(ground());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));
  window.once('ready-to-show', () => (maximized ? window.maximize() : window.show()));
  // A load that fails is told by the window itself, which stays.
  window.loadURL(pageAddress).catch((error: unknown) => process.stderr.write(`The page did not load: ${error}\n`));
  return window;
}

/** Brings the console's window to the front. */
export function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
