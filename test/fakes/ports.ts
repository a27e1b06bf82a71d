import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Console } from '../../main/app/console.ts';
import { createConsole } from '../../main/app/create-console.ts';
import { makeNodePorts } from '../../main/hosts/node-ports.ts';
import type { Ports } from '../../main/ports.ts';
import { capabilities } from '../../shared/contract/capabilities.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../shared/contract/commands.ts';
import type { Failure, Reply } from '../../shared/contract/errors.ts';

const cleanups: (() => unknown)[] = [];

/** Runs after the test, the last one first. */
export const cleanUp = (work: () => unknown): void => {
  cleanups.push(work);
};

afterEach(async () => {
  for (const work of cleanups.splice(0).reverse()) await work();
});

/** A folder that is gone after the test. */
export function throwAwayFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-'));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ports of a Node host with every capability, on a throw-away folder; `environment` may be replaced. */
export function testPorts(changes: Partial<Ports> = {}): Ports & { logged: string[] } {
  const logged: string[] = [];
  const made = unwrap(
    makeNodePorts({
      host: 'loopback',
      capabilities,
      log: (line) => logged.push(line),
      dataFolder: changes.dataFolder ?? path.join(throwAwayFolder(), 'data'),
    }),
  );
  return { ...made, ...changes, logged };
}

/** A console under test: commands by name, with the value or the failure asserted. */
export interface TestConsole {
  console: Console;
  ports: Ports & { logged: string[] };
  /** The value of a command; throws with the failure when there is one. */
  run<K extends CommandName>(name: K, input: CommandInput<K>): Promise<CommandOutput<K>>;
  /** The failure of a command; throws when it succeeded. */
  refused<K extends CommandName>(name: K, input: CommandInput<K>): Promise<Failure>;
  close(): Promise<void>;
}

/** Opens a console that is closed after the test. */
export function openConsole(changes: Partial<Ports> = {}): TestConsole {
  const ports = testPorts(changes);
  const console = unwrap(createConsole(ports));
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= console.close();
    return closing;
  };
  cleanUp(close);
  return {
    console,
    ports,
    close,
    run: async (name, input) => unwrap(await console.dispatch(name, input)) as never,
    refused: async (name, input) => failure(await console.dispatch(name, input)),
  };
}

/** The value of a reply. */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new Error(`${reply.error.code}: ${reply.error.message} ${reply.error.details?.join('; ') ?? ''}`);
}

/** The failure of a reply. */
export function failure(reply: Reply<unknown>): Failure {
  if (!reply.ok) return reply.error;
  throw new Error(`Succeeded with ${JSON.stringify(reply.value)?.slice(0, 500)}`);
}

/** Waits until `condition` gives something; fails after `ms`. */
export async function until<T>(condition: () => T | Promise<T>, ms = 20_000): Promise<NonNullable<T>> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error('Nothing came in time.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
