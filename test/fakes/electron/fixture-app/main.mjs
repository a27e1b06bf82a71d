// A small app for testing the stand-in itself: one window, one scheme, every door closed that the product closes too.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, net, protocol, session, shell } from 'electron';

const folder = import.meta.dirname;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; connect-src 'self'; frame-src app:";

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
if (!app.requestSingleInstanceLock()) app.quit();

async function serve(request) {
  const { pathname } = new URL(request.url);
  if (pathname === '/echo') {
    return Response.json({ url: request.url, referrer: request.headers.get('referer'), body: await request.text() });
  }
  if (pathname === '/moved') return Response.redirect('app://fixture/index.html');
  const found = await net.fetch(`file://${path.join(folder, pathname)}`);
  const headers = new Headers(found.headers);
  // Not on scripts: a worker would take the policy over, and the test wants to see the stand-in refuse, not the policy.
  if (pathname.endsWith('.html')) headers.set('content-security-policy', policy);
  return new Response(found.body, { headers });
}

function answerCalls() {
  ipcMain.handle('echo', (event, ...args) => ({ args, from: event.senderFrame.origin }));
  ipcMain.handle('describe', (_event, value) => Object.prototype.toString.call(value));
  ipcMain.handle('fail', () => {
    throw new TypeError('no such task');
  });
  ipcMain.handle('give-function', () => () => 1);
  ipcMain.handle('read', () => readFile(path.join(folder, 'page.js')));
  ipcMain.on('ping', (event, value) => event.reply('pushed', { pong: value }));
}

function main() {
  protocol.handle('app', serve);
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  answerCalls();
  const window = new BrowserWindow({
    width: 900,
    height: 700,
    show: false,
    webPreferences: { preload: path.join(folder, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  window.once('ready-to-show', () => window.show());
  return window.loadURL('app://fixture/index.html');
}

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https:')) void shell.openExternal(url);
    return { action: 'deny' };
  });
});
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(main);
