import type { z } from 'zod';

declare const answer: unique symbol;

/**
 * One command: the schema its input must pass, the type of its answer (carried in the type only), and whether it changes anything.
 * Reads may be repeated freely; writes answer with a receipt, and what they changed arrives as changes.
 */
export interface CommandDefinition<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly kind: 'read' | 'write';
  readonly input: Input;
  readonly [answer]?: Output;
}

/** What a caller of a command may pass; defaults may be left out. */
export type InputOf<D> = D extends CommandDefinition<infer I, unknown> ? z.input<I> : never;
/** What its handler gets. */
export type ParsedOf<D> = D extends CommandDefinition<infer I, unknown> ? z.output<I> : never;
/** What it answers. */
export type OutputOf<D> = D extends CommandDefinition<z.ZodType, infer O> ? O : never;

/** `read<Answer>()(schema)`: the answer's type first, because TypeScript cannot infer the second of two type arguments. */
export const read =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): CommandDefinition<Input, Output> => ({ kind: 'read', input });

/** `write<Receipt>()(schema)`, in the same way. */
export const write =
  <Output>() =>
  <Input extends z.ZodType>(input: Input): CommandDefinition<Input, Output> => ({ kind: 'write', input });
