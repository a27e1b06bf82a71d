import type { Session, WebContents } from 'electron';
import { isPage } from './protocol.ts';

/** What a page may load at all: its own scheme, developer tools, and what it made itself. */
const local = /^(app|devtools|blob|data):/;

/**
 * Closes a session: no permission is granted, no device is handed out, and nothing is loaded from elsewhere. The page's policy says
 * the same; this holds even where a page has escaped it.
 */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !local.test(url) }));
}

/** Keeps a page where it is: it may load itself again and nothing else, opens no windows and holds no webviews. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isPage(url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Links that lead outside go through the command links.open, where their address is checked.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
