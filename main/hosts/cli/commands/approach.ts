import { chooseApproach } from '../../../../shared/cdex/choose-approach.ts';
import type { Command } from '../command.ts';
import { jsonDocument } from '../printing.ts';
import { oneOf } from '../request-options.ts';

const known = ['yes', 'no', 'unknown'] as const;
const names = ['started-by', 'patients', 'wanted', 'recorded', 'access', 'person', 'authorization', 'in-one-go'];

/** `approach`: which road fits, by what is known of the data. */
export const approach: Command = {
  words: [],
  options: Object.fromEntries(names.map((name) => [name, { type: 'text' }])),
  async run(given, session) {
    const advice = chooseApproach({
      startedBy: oneOf(given, 'started-by', ['payer', 'provider']),
      patients: oneOf(given, 'patients', ['one', 'many']),
      wanted: oneOf(given, 'wanted', ['data', 'documents', 'answers']),
      recorded: oneOf(given, 'recorded', known),
      access: oneOf(given, 'access', known),
      person: oneOf(given, 'person', known),
      authorization: oneOf(given, 'authorization', known),
      inOneGo: oneOf(given, 'in-one-go', known),
    });
    await session.print(jsonDocument(advice));
    return 0;
  },
};
