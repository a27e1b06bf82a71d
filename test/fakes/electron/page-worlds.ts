import { connectWorlds } from './bridge.ts';
import { decode, encode, type Wire } from './codec.ts';
import { refuseUnknown } from './refuse.ts';

/** The name of the isolated world preload scripts run in, and of the one binding only that world has. */
export const preloadWorld = 'Electron Isolated Context';
export const bindingName = 'standInPost';

/** What a preload sends to main through the binding, as JSON. */
export interface PreloadMessage {
  kind: 'invoke' | 'send' | 'preloadError';
  channel: string;
  id: number;
  args: Wire;
}

/** What main delivers to the preload: the reply to an invoke, or a message on a channel. */
export type MainMessage =
  | { kind: 'reply'; id: number; value: Wire }
  | { kind: 'failure'; id: number; message: string }
  | { kind: 'message'; channel: string; args: Wire };

/** What `process` shows a sandboxed preload. */
export interface PreloadFacts {
  platform: string;
  arch: string;
  versions: Record<string, string | undefined>;
  argv: string[];
}

type Preload = (require: (id: string) => object, module: object, exports: object, process: object) => void;

declare function standInPost(payload: string): void;

/** Runs in the page's own world: defines what the preload exposes. Subframes get nothing, as by default in Electron. */
function runPageWorld(): void {
  if (window.top !== window) return;
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    for (const entry of Object.values(value)) freeze(entry);
    return ArrayBuffer.isView(value) ? value : Object.freeze(value);
  };
  connectWorlds('page', 'preload').on('expose', (exposed) => {
    const { key, api } = exposed as { key: string; api: unknown };
    Object.defineProperty(window, key, { value: freeze(api), enumerable: true });
  });
}

/** Runs in the isolated world: gives the preload its `electron` and carries ipc over the binding. */
function runPreloadWorld(preload: Preload, facts: PreloadFacts): void {
  if (window.top !== window) return;
  type Listener = (event: object, ...args: unknown[]) => void;
  const link = connectWorlds('preload', 'page');
  const exposed = new Set<string>();
  const listeners = new Map<string, Listener[]>();
  const replies = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;

  const post = (kind: PreloadMessage['kind'], channel: string, args: unknown[]) => {
    // Refuses what Electron refuses (functions, symbols, DOM nodes) with the same DataCloneError.
    const copy = structuredClone(args);
    count += 1;
    standInPost(JSON.stringify({ kind, channel, id: count, args: encode(copy) }));
    return count;
  };
  const listenersOf = (channel: string) => listeners.get(channel) ?? [];
  const ipcRenderer = refuseUnknown('ipcRenderer', {
    invoke(channel: string, ...args: unknown[]) {
      return new Promise((resolve, reject) => replies.set(post('invoke', channel, args), { resolve, reject }));
    },
    send: (channel: string, ...args: unknown[]) => void post('send', channel, args),
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...listenersOf(channel), listener]);
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      listeners.set(
        channel,
        listenersOf(channel).filter((each) => each !== listener),
      );
      return ipcRenderer;
    },
    once(channel: string, listener: Listener) {
      const first: Listener = (...args) => {
        ipcRenderer.off(channel, first);
        listener(...args);
      };
      return ipcRenderer.on(channel, first);
    },
    addListener: (channel: string, listener: Listener): object => ipcRenderer.on(channel, listener),
    removeListener: (channel: string, listener: Listener): object => ipcRenderer.off(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  });
  const deliver = (message: MainMessage) => {
    if (message.kind === 'message') {
      const args = decode(message.args) as unknown[];
      for (const listener of listenersOf(message.channel)) {
        try {
          listener({ sender: ipcRenderer, ports: [] }, ...args);
        } catch (error) {
          reportError(error); // seen in the console, as an uncaught error of the preload is
        }
      }
      return;
    }
    const waiting = replies.get(message.id);
    replies.delete(message.id);
    if (message.kind === 'reply') waiting?.resolve(decode(message.value));
    else waiting?.reject(new Error(message.message));
  };
  Object.assign(globalThis, { standInDeliver: deliver });

  const contextBridge = refuseUnknown('contextBridge', {
    exposeInMainWorld(key: string, api: unknown) {
      if (exposed.has(key)) throw new Error('Cannot bind an API on top of an existing property on the window object');
      exposed.add(key);
      link.tell('expose', { key, api });
    },
  });
  const electron = refuseUnknown('electron (in a preload)', { contextBridge, ipcRenderer });
  const require = (id: string) => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`); // a sandboxed preload has no file system to load from
  };
  const process = { ...facts, type: 'renderer', sandboxed: true, contextIsolated: true, isMainFrame: true, env: {} };
  try {
    const module = { exports: {} };
    preload(require, module, module.exports, refuseUnknown('process (in a preload)', process));
  } catch (error) {
    post('preloadError', '', [String(error instanceof Error ? error.stack : error)]);
  }
}

/** The script for the page's world. */
export function pageWorldScript(): string {
  return `(() => {\n${connectWorlds}\n(${runPageWorld})();\n})()`;
}

/** The script for the isolated world around the text of a CommonJS preload. */
export function preloadWorldScript(preload: string, facts: PreloadFacts): string {
  const helpers = [refuseUnknown, encode, decode, connectWorlds].join('\n');
  const body = `function (require, module, exports, process) {\n${preload}\n}`;
  return `(() => {\n${helpers}\n(${runPreloadWorld})(${body}, ${JSON.stringify(facts)});\n})()`;
}
