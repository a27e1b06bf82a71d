import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitterNamed, refuseUnknown } from './refuse.ts';
import { protocol } from './schemes.ts';
import type { WebContents } from './web-contents.ts';

type RequestHandler = (
  contents: WebContents | null,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void;
type CheckHandler = (contents: WebContents | null, permission: string, origin: string, details: object) => boolean;
type DeviceHandler = (details: object) => boolean;

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

async function fetchFile(input: string | URL | Request): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.protocol !== 'file:') throw new Error(`The electron stand-in fetches files only, not ${url.href}`);
  const body = await readFile(fileURLToPath(url));
  const type = types[path.extname(url.pathname)] ?? 'application/octet-stream';
  return new Response(body, { headers: { 'content-type': type } });
}

type BeforeRequest = (
  details: { url: string; method: string },
  callback: (answer: { cancel?: boolean }) => void,
) => void;

/** What `session.webRequest` is: the app may cancel a request before it is made. */
export class WebRequest {
  private listener: BeforeRequest | null = null;

  onBeforeRequest(listener: BeforeRequest | null): void {
    this.listener = listener;
  }

  /** Whether the app cancels this request. */
  cancels(url: string, method: string): Promise<boolean> {
    const { listener } = this;
    if (!listener) return Promise.resolve(false);
    return new Promise((resolve) => listener({ url, method }, ({ cancel = false }) => resolve(cancel)));
  }
}

/** The one session: permissions, requests, and the scheme handlers. */
export class Session extends emitterNamed('session') {
  readonly protocol = protocol;
  readonly fetch = fetchFile;
  readonly webRequest = refuseUnknown('webRequest', new WebRequest());
  private requestHandler: RequestHandler | null = null;
  private checkHandler: CheckHandler | null = null;

  /** What `setDevicePermissionHandler` registered; tests call it to see devices refused. */
  deviceHandler: DeviceHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.requestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.checkHandler = handler;
  }

  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    this.deviceHandler = handler;
  }

  /** The app's answer to a permission request. Electron grants every request when there is no handler. */
  askPermission(contents: WebContents | null, permission: string, details: object): Promise<boolean> {
    const handler = this.requestHandler;
    if (!handler) return Promise.resolve(true);
    return new Promise((resolve) => handler(contents, permission, resolve, details));
  }

  /** The app's answer to a permission check; also granted when there is no handler. */
  checkPermission(contents: WebContents | null, permission: string, origin: string): boolean {
    return this.checkHandler?.(contents, permission, origin, { requestingUrl: origin, isMainFrame: true }) ?? true;
  }
}

const defaultSession = new Session();

/** Sessions: only the default one. */
export const session = refuseUnknown('session', { defaultSession });

/** `net`: reads files, as apps do inside `protocol.handle`. */
export const net = refuseUnknown('net', { fetch: fetchFile, isOnline: () => true });
