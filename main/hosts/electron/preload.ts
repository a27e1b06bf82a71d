// All a page gets: two functions. It runs sandboxed, so the bundle holds everything but `electron`.
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { type Bridge, bridgeName, callChannel, eventChannel } from '../../../shared/contract/bridge.ts';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';

/** Only data crosses, and in the form it has over HTTP: functions and what is undefined stay behind. */
const plain = (input: unknown): unknown => JSON.parse(JSON.stringify(input ?? {}));

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(callChannel, String(name), plain(input)),
  listen(hear) {
    const pass = (_event: IpcRendererEvent, event: ConsoleEvent) => hear(event);
    ipcRenderer.on(eventChannel, pass);
    return () => void ipcRenderer.off(eventChannel, pass);
  },
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
