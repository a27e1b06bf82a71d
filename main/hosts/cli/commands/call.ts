import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { jsonFault } from '../../../../shared/fhir/json.ts';
import type { Command, Surface } from '../command.ts';
import { jsonDocument } from '../printing.ts';
import { misused, refuse } from '../refusal.ts';

async function readInput(source: string, surface: Surface): Promise<string> {
  if (source === '-') return text(surface.input);
  try {
    return await readFile(path.resolve(source), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(
      'file-unreadable',
      `The input cannot be read: ${reason}.`,
      'Check the path, or give --input - for stdin.',
    );
  }
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    return refuse('invalid-json', `The input is not JSON: ${jsonFault(error)}.`, 'Give one JSON value.');
  }
}

/** `call NAME --input FILE|-`: any command of the contract, by its name; prints the value it answers. */
export const call: Command = {
  words: ['NAME'],
  options: { input: { type: 'text' } },
  async run(given, session) {
    const source =
      given.text('input') ?? misused('call needs its input.', 'Give --input FILE, or --input - for stdin.');
    const input = parse(await readInput(source, session.surface));
    await session.print(jsonDocument(await session.ask(given.word('NAME'), input)));
    return 0;
  },
};
