import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { jsonFault } from '../../../shared/fhir/json.ts';
import type { Surface } from './command.ts';
import { refuse } from './refusal.ts';

/** The text of a file, or of stdin for `-`. Throws `Refusal` (file-unreadable). */
export async function readInput(source: string, surface: Surface): Promise<string> {
  if (source === '-') return text(surface.input);
  try {
    return await readFile(path.resolve(source), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse('file-unreadable', `The input cannot be read: ${reason}.`, 'Check the path, or give - for stdin.');
  }
}

/** One JSON value. Throws `Refusal` (invalid-json), which says where it goes wrong and quotes nothing. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    return refuse('invalid-json', `The input is not JSON: ${jsonFault(error)}.`, 'Give one JSON value.');
  }
}

/** One JSON value out of a file, or of stdin for `-`. */
export const readJson = async (source: string, surface: Surface): Promise<unknown> =>
  parseJson(await readInput(source, surface));
