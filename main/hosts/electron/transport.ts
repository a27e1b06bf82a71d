import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import { callChannel, eventChannel } from '../../../shared/contract/bridge.ts';
import { fail } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import { pageOrigin } from './protocol.ts';

/** Whether a message comes from the console's page itself: the main frame, on our origin. A frame that is gone has no origin. */
function isOurs(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === pageOrigin;
}

/** Passes the calls of our page on to the console. Whoever else asks is answered `origin-refused`. */
export function answerCalls(console: Console): void {
  ipcMain.handle(callChannel, (event, name: unknown, input: unknown) =>
    isOurs(event.senderFrame)
      ? console.dispatch(String(name), input)
      : fail('origin-refused', 'Only the console’s own page may ask.', 'Use the console’s window.'),
  );
}

/** Tells a window everything the console tells, until it is closed. */
export function sendEvents(console: Console, window: BrowserWindow): void {
  const contents = window.webContents; // a closed window no longer answers for it
  const stop = console.listen((event) => {
    if (!contents.isDestroyed()) contents.send(eventChannel, event);
  });
  window.once('closed', stop);
}
