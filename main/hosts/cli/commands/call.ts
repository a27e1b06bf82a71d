import type { Command } from '../command.ts';
import { jsonDocument } from '../printing.ts';
import { readJson } from '../read-json.ts';
import { misused } from '../refusal.ts';

/** `call NAME --input FILE|-`: any command of the contract, by its name; prints the value it answers. */
export const call: Command = {
  words: ['NAME'],
  options: { input: { type: 'text' } },
  async run(given, session) {
    const source =
      given.text('input') ?? misused('call needs its input.', 'Give --input FILE, or --input - for stdin.');
    const input = await readJson(source, session.surface);
    await session.print(jsonDocument(await session.ask(given.word('NAME'), input)));
    return 0;
  },
};
