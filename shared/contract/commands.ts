import * as audit from './audit.ts';
import * as connections from './connections.ts';
import type { InputOf, OutputOf, ParsedOf } from './define.ts';
import * as documents from './documents.ts';
import * as exchanges from './exchanges.ts';
import * as inbox from './inbox.ts';
import * as host from './host.ts';
import * as keys from './keys.ts';
import * as patients from './patients.ts';
import * as queries from './queries.ts';
import * as questionnaires from './questionnaires.ts';
import * as receiver from './receiver.ts';
import * as sandbox from './sandbox.ts';
import * as submissions from './submissions.ts';
import * as subscriptions from './subscriptions.ts';
import * as tasks from './tasks.ts';
import * as tokens from './tokens.ts';
import * as vault from './vault.ts';
import * as work from './work.ts';

/** Every command of the product, by family. A host adds none and hides none. */
export const commands = {
  ...host.commands,
  ...connections.commands,
  ...queries.commands,
  ...tasks.commands,
  ...patients.commands,
  ...subscriptions.commands,
  ...work.commands,
  ...questionnaires.commands,
  ...receiver.commands,
  ...inbox.commands,
  ...submissions.commands,
  ...documents.commands,
  ...exchanges.commands,
  ...sandbox.commands,
  ...vault.commands,
  ...keys.commands,
  ...tokens.commands,
  ...audit.commands,
};

/** Their definitions, by name. */
export type Commands = typeof commands;
/** The name of a command: its family, a dot, what it does. */
export type CommandName = keyof Commands;
/** What a caller may pass; defaults may be left out. */
export type CommandInput<K extends CommandName> = InputOf<Commands[K]>;
/** What a handler gets: parsed, defaults filled in. */
export type CommandParsed<K extends CommandName> = ParsedOf<Commands[K]>;
/** What it answers when all goes well. */
export type CommandOutput<K extends CommandName> = OutputOf<Commands[K]>;

/** The names of all commands. */
export const commandNames = Object.keys(commands) as CommandName[];

/** Whether a name from outside is a command. */
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name);
