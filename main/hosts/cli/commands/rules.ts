import { requirementSentence, requirements } from '../../../../shared/cdex/requirements.ts';
import { nearest } from '../../../../shared/fhir/nearest.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

/** `rules [RULE]`: what the requirements and rules demand that findings name. */
export const rules: Command = {
  words: ['RULE?'],
  options: {},
  async run(given, session) {
    const typed = given.word('RULE');
    const all = typed ? [[typed, requirementSentence(typed) ?? unknown(typed)] as const] : Object.entries(requirements);
    const list = all.map(([rule, says]) => ({ rule, says }));
    const rows = list.map(({ rule, says }) => [rule, says]);
    await session.print(session.json ? jsonDocument(list) : table(['RULE', 'SAYS'], rows));
    return 0;
  },
};

function unknown(rule: string): never {
  const meant = nearest(rule, Object.keys(requirements));
  return misused(
    `No finding names a rule ${JSON.stringify(rule)}.`,
    meant ? `Did you mean ${meant}?` : 'List them with switchboard rules.',
  );
}
