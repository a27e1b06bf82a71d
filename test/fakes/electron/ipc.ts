import { decode, encode } from './codec.ts';
import { createEvent } from './event.ts';
import type { MainMessage, PreloadMessage } from './page-worlds.ts';
import { emitterNamed } from './refuse.ts';
import type { WebContents } from './web-contents.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;

/** What `ipcMain` is. */
export class IpcMain extends emitterNamed('ipcMain') {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** Runs the handler of a channel; rejects as Electron does when there is none. */
  async invoke(channel: string, event: object, args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...args);
  }
}

/** The main side of ipc. */
export const ipcMain = new IpcMain();

/** Takes in a message of a preload. Gives what to deliver back; `undefined` for one-way messages. */
export async function receiveFromPreload(
  contents: WebContents,
  message: PreloadMessage,
): Promise<MainMessage | undefined> {
  const { channel, id } = message;
  const args = decode(message.args) as unknown[];
  const sender = { sender: contents, senderFrame: contents.mainFrame, processId: 1, frameId: 1 };
  if (message.kind === 'send') {
    const reply = (to: string, ...values: unknown[]) => contents.send(to, ...values);
    ipcMain.emit(channel, createEvent({ ...sender, reply }), ...args);
    return undefined;
  }
  try {
    const value = await ipcMain.invoke(channel, createEvent(sender), args);
    return { kind: 'reply', id, value: encode(structuredClone(value)) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return { kind: 'failure', id, message: `Error invoking remote method '${channel}': ${error}` };
  }
}
