import { parseArgs } from 'node:util';
import { nearest } from '../../../shared/fhir/nearest.ts';
import { misused } from './refusal.ts';

/** How an option is written. `variadic`: every word after it belongs to it, as far as the next option. */
export interface OptionSpec {
  type: 'text' | 'flag';
  variadic?: boolean;
}

/** Options every command takes. */
const common: Record<string, OptionSpec> = { 'data-dir': { type: 'text' }, json: { type: 'flag' } };

/** One value of an option. */
export interface Typed {
  name: string;
  value: string;
}

/** What was typed, after the command's name. */
export interface Given {
  /** A word by its name in the usage; '' where it may be left out and was. */
  word(name: string): string;
  flag(name: string): boolean;
  /** The last value given for an option. */
  text(name: string): string | undefined;
  /** All values given for an option, in order. */
  texts(name: string): string[];
  /** The values of several options in the order they were typed, for options that belong to the one before them. */
  inOrder(...names: string[]): Typed[];
  /** A whole number within bounds. */
  integer(name: string, least: number, most: number): number | undefined;
  /** A number of seconds, as milliseconds. */
  seconds(name: string): number | undefined;
}

/** What a command takes: the names of its words, `?` at the end of those that may be left out, and its options by name. */
export interface Takes {
  words: readonly string[];
  options: Readonly<Record<string, OptionSpec>>;
}

/** Reads the arguments of a command. Throws `Refusal` (invalid-input) for anything the command does not take. */
export function readArguments(name: string, command: Takes, args: string[]): Given {
  const specs = { ...common, ...command.options };
  const { words, values, order } = collect(name, specs, args);
  const required = command.words.filter((word) => !word.endsWith('?'));
  if (words.length < required.length)
    misused(`${name} needs ${required[words.length]}.`, `Read switchboard ${name} --help.`);
  const extra = words[command.words.length];
  if (extra !== undefined)
    misused(
      `${name} takes no ${shown(JSON.stringify(extra))} here.`,
      `Put quotes around words with spaces; read switchboard ${name} --help.`,
    );
  return givenOf(command.words, words, values, order);
}

/** What was typed, unless it looks like the inside of a key file: messages end up in logs of build servers. */
const shown = (typed: string) => (typed.length <= 80 && !typed.includes('-----') ? typed : 'of this kind');

interface Collected {
  words: string[];
  values: Map<string, string[]>;
  order: Typed[];
}

function collect(name: string, specs: Record<string, OptionSpec>, args: string[]): Collected {
  const options = Object.fromEntries(
    Object.entries(specs).map(([key, { type }]) => [
      key,
      { type: type === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  );
  // Not strict: parseArgs would throw words of its own, and could not propose the option that was meant.
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const words: string[] = [];
  const values = new Map<string, string[]>();
  const order: Typed[] = [];
  const note = (name: string, value: string) => {
    values.set(name, [...(values.get(name) ?? []), value]);
    order.push({ name, value });
  };
  let taking: string | undefined;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') taking = undefined;
    else if (token.kind === 'positional') {
      if (taking === undefined) words.push(token.value);
      else note(taking, token.value);
    } else {
      const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
      if (!spec) return unknownOption(name, token.rawName, Object.keys(specs));
      note(token.name, valueOfOption(token.rawName, spec, token.value, token.inlineValue));
      taking = spec.variadic ? token.name : undefined;
    }
  }
  return { words, values, order };
}

function unknownOption(name: string, typed: string, known: string[]): never {
  const like = nearest(typed.replace(/^-+/, ''), known);
  const next = like ? `Perhaps you mean --${like}.` : `Read switchboard ${name} --help.`;
  return misused(`${name} has no option ${shown(typed)}.`, next);
}

function valueOfOption(
  typed: string,
  spec: OptionSpec,
  value: string | undefined,
  inline: boolean | undefined,
): string {
  if (spec.type === 'flag')
    return value === undefined ? '' : misused(`${typed} takes no value.`, `Write ${typed} alone.`);
  // A value that looks like an option is a forgotten value; `--name=--value` says it is meant.
  if (value === undefined || (!inline && value.startsWith('--')))
    return misused(`${typed} needs a value.`, `Write ${typed} VALUE.`);
  return value;
}

function givenOf(names: readonly string[], words: string[], values: Map<string, string[]>, order: Typed[]): Given {
  const text = (name: string) => values.get(name)?.at(-1);
  return {
    word: (name) => words[names.findIndex((each) => each.replace('?', '') === name)] ?? '',
    flag: (name) => values.has(name),
    text,
    texts: (name) => values.get(name) ?? [],
    inOrder: (...wanted) => order.filter(({ name }) => wanted.includes(name)),
    integer(name, least, most) {
      const typed = text(name);
      if (typed === undefined) return undefined;
      const number = /^\d{1,15}$/.test(typed) ? Number(typed) : Number.NaN;
      if (number >= least && number <= most) return number;
      return misused(
        `--${name} ${JSON.stringify(typed)} is not a whole number from ${least} to ${most}.`,
        `Correct --${name}.`,
      );
    },
    seconds(name) {
      const typed = text(name);
      if (typed === undefined) return undefined;
      const ms = /^\d*\.?\d+$/.test(typed) ? Math.round(Number(typed) * 1000) : 0;
      if (ms >= 1 && ms <= 3_600_000) return ms;
      return misused(
        `--${name} ${JSON.stringify(typed)} is not a number of seconds up to 3600.`,
        `Write --${name} 30, for example.`,
      );
    },
  };
}
