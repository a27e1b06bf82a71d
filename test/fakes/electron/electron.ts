import { app } from './app.ts';
import { BrowserWindow as StrictWindow } from './browser-window.ts';
import { clipboard, nativeTheme, powerMonitor, screen } from './desktop.ts';
import { ipcMain } from './ipc.ts';
import { Menu } from './menu.ts';
import { dialog, Notification, shell } from './outside.ts';
import { refuseUnknown } from './refuse.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol } from './schemes.ts';
import { net, session } from './session.ts';

/** The window class, refusing unknown statics. */
const BrowserWindow = refuseUnknown('BrowserWindow', StrictWindow);

/** `webContents`: those of the windows; there are no others. */
const webContents = refuseUnknown('webContents', {
  getAllWebContents: () => BrowserWindow.getAllWindows().map((window) => window.webContents),
  fromId: (id: number) => BrowserWindow.fromId(id)?.webContents,
});

const electron = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  webContents,
};

/** The module as a main process sees it. A named import of anything else fails when the entry is linked. */
export default refuseUnknown('electron', electron);
export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  webContents,
};
