import { app } from './app.ts';
import { profile, startChromium } from './chromium.ts';
import electron from './electron.ts';
import { createEvent } from './event.ts';
import { dialogAnswers } from './outside.ts';
import { record } from './record.ts';
import type { WebContents } from './web-contents.ts';

const { session, webContents } = electron;

function firstContents(): WebContents | null {
  return webContents.getAllWebContents()[0] ?? null;
}

/** What a test can read and do beyond Electron's API, as `standIn` beside the modules in `evaluate`. */
const standIn = {
  record,
  dialogAnswers,
  /** The app's answer to a permission request of its first window. */
  askPermission: (permission: string, details: object = {}) =>
    session.defaultSession.askPermission(firstContents(), permission, details),
  /** The app's answer to a permission check for an origin. */
  checkPermission: (permission: string, origin: string) =>
    session.defaultSession.checkPermission(firstContents(), permission, origin),
  /** Offers the first window a `<webview>`; gives whether the app let it attach. */
  attachWebview(src: string): boolean {
    const event = createEvent({});
    firstContents()?.emit('will-attach-webview', event, {}, { src });
    return !event.defaultPrevented;
  },
  /** Plays the start of a second instance. */
  startSecondInstance: (argv: string[]) => app.emit('second-instance', createEvent({}), argv, process.cwd(), null),
  /** The process id of Chromium. */
  chromiumPid: async () => (await startChromium()).pid,
};

/** The first argument of every function given to `evaluate`. */
export type StandInElectron = typeof electron & { standIn: typeof standIn };

/** A function's text to run in main, by the test's side of the child process channel. */
export interface EvaluateRequest {
  id: number;
  source: string;
  arg: unknown;
}

/** The answer to it. */
export type EvaluateReply = { id: number; value: unknown } | { id: number; error: Error };

/** Runs a function's text with the modules and its argument, and sends back what it gave. */
export async function answerEvaluate({ id, source, arg }: EvaluateRequest): Promise<void> {
  const send = (reply: EvaluateReply) => process.send?.(reply);
  try {
    const run = new Function('electron', 'arg', `return (${source})(electron, arg)`);
    send({ id, value: await run({ ...electron, standIn }, arg) });
  } catch (error) {
    send({ id, error: error instanceof Error ? error : new Error(String(error)) });
  }
}

/** Tells the test where to attach, once there is a window. */
export interface WindowNotice {
  endpoint: string;
  /** The throw-away folder, for the test to remove when main cannot. */
  profile: string;
}

/** Sends the notice; without a test on the other side, prints the endpoint. */
export async function announceWindow(): Promise<void> {
  const { endpoint } = await startChromium();
  const notice: WindowNotice = { endpoint, profile };
  if (process.send) process.send(notice);
  else console.error(`stand-in: DevTools protocol at ${endpoint}`);
}
