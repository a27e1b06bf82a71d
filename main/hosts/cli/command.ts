import type { Readable, Writable } from 'node:stream';
import type { Capability } from '../../../shared/contract/capabilities.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/contract/commands.ts';
import type { Reply } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import type { Given, Takes } from './arguments.ts';
import type { PassphrasePurpose } from './ask-passphrase.ts';

/** What a console is opened for: by default nothing stays and no port is opened. */
export interface OpenOptions {
  host: 'loopback' | 'cli';
  capabilities: readonly Capability[];
  dataFolder?: string;
  log(line: string): void;
}

/** Where a command line reads, writes and ends; replaced in tests. */
export interface Surface {
  input: Readable;
  output: Writable;
  error: Writable;
  /** Whether a person sees the output as it comes. */
  interactive: boolean;
  /** Aborted when the process is asked to end. */
  ended: AbortSignal;
  openConsole(options: OpenOptions): Promise<Reply<Console>>;
  /** Asks for a passphrase without showing it; undefined where nobody sits at a terminal, or nothing is typed. */
  askPassphrase?(purpose: PassphrasePurpose): Promise<string | undefined>;
}

/** What a running command has: its console, opened when first needed, and its answer channel. */
export interface Session {
  surface: Surface;
  json: boolean;
  /** Whether a command that prints line by line prints JSON: asked for, or read by a program rather than a person. */
  jsonLines: boolean;
  /** Opens the console; later calls get the same one. Throws `Refusal`. */
  open(options?: Partial<OpenOptions>): Promise<Console>;
  /** Runs whatever a name names, and answers its value. Throws `Refusal`: the reply's failure, or `cancelled`. */
  ask(name: string, input: unknown): Promise<unknown>;
  /** Runs a command of the contract. Throws as `ask` does. */
  run<K extends CommandName>(name: K, input: CommandInput<K>): Promise<CommandOutput<K>>;
  /** Writes to stdout: the answer, and nothing else. */
  print(text: string): Promise<void>;
  /** Writes a line to stderr: words for people. */
  say(line: string): void;
}

/** One command of the command line. */
export interface Command extends Takes {
  /** Does it, and answers the exit code. Throws `Refusal`. */
  run(given: Given, session: Session): Promise<number>;
}
