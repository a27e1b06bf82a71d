import type { ConsoleEvent } from './events.ts';
import type { Reply } from './errors.ts';

/** What a host gives the renderer: two functions, the same over the preload and over HTTP. */
export interface Bridge {
  /** Runs a command by name; the answer is data, an unknown name included. */
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Hears events until the returned function is called. */
  listen(hear: (event: ConsoleEvent) => void): () => void;
}

/** The name under which the preload puts the bridge on the page's window. */
export const bridgeName = 'switchboard';
/** IPC channels between preload and main: one for calls, one for events. */
export const callChannel = 'switchboard:call';
export const eventChannel = 'switchboard:event';
