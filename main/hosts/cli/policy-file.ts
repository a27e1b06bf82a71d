import path from 'node:path';
import type { Given as Handed } from '../../../shared/contract/given.ts';
import type { Surface } from './command.ts';
import { readInput } from './read-json.ts';
import { misused } from './refusal.ts';

/** A policy file by its name, or `-` for stdin, as commands of the contract take it. */
export async function policyGiven(source: string, surface: Surface): Promise<Handed> {
  if (source !== '-') return { file: path.resolve(source) };
  const value = await readInput(source, surface);
  return value === '' ? misused('Nothing came on stdin.', 'Give a list of rules, or [] for none.') : { value };
}
