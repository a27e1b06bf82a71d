import type { Capability } from '../../../shared/contract/capabilities.ts';
import type { Failure, Reply } from '../../../shared/contract/errors.ts';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';

/** A built host on a data folder of its own, as the contract suite speaks to it. */
export interface Host {
  name: 'loopback' | 'cli' | 'electron';
  capabilities: readonly Capability[];
  dataFolder: string;
  /** The file its settings are kept in. */
  settingsFile: string;
  /** An environment variable it was started with, and what it holds. */
  secret: { name: string; value: string };
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Sends text where JSON is expected; absent where the host takes values only. */
  callText?(name: string, text: string): Promise<Reply<unknown>>;
  /** Hears events. A host that does not stay has another beside it on the same folder, and that one is heard. */
  listen(): Promise<Hearing>;
  /** The addresses it opened outside so far. */
  openedLinks(): Promise<string[]>;
  /** Ends it and starts it again on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What is heard since `listen`. */
export interface Hearing {
  events(): Promise<readonly ConsoleEvent[]>;
  stop(): Promise<void>;
}

const patienceMs = 10_000;

/** Waits until something is there. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits for an event. */
export function heard(hearing: Hearing, what: string, wanted: (event: ConsoleEvent) => boolean): Promise<ConsoleEvent> {
  return until(what, async () => (await hearing.events()).find(wanted));
}

/** Runs a command that must succeed, and answers its value. */
export async function get<T>(host: Host, name: string, input: unknown = {}): Promise<T> {
  const reply = await host.call(name, input);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.error)}`);
  return reply.value as T;
}

/** Runs a command that must fail, and answers its failure, which must say what to do. */
export async function refused(host: Host, name: string, input: unknown = {}): Promise<Failure> {
  const reply = await host.call(name, input);
  if (reply.ok) throw new Error(`${name} succeeded: ${JSON.stringify(reply.value)}`);
  if (!reply.error.message.endsWith('.') && !reply.error.message.endsWith('?'))
    throw new Error(`not a sentence: ${reply.error.message}`);
  if (reply.error.next.length === 0) throw new Error(`${reply.error.code} names no next step`);
  return reply.error;
}

/** Runs a command that succeeds where the host can do this, and elsewhere is refused as a missing capability. */
export async function ifCan<T>(
  host: Host,
  capability: Capability,
  name: string,
  input: unknown = {},
): Promise<T | undefined> {
  if (host.capabilities.includes(capability)) return get<T>(host, name, input);
  const failure = await refused(host, name, input);
  if (failure.code !== 'capability-missing') throw new Error(`${name}: ${JSON.stringify(failure)}`);
  return undefined;
}
