import type { Exchange } from '../../../../shared/domain/exchange.ts';
import type { Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

/** A date or instant as typed, as the instant the contract takes. */
function sinceOf(given: Given): string | undefined {
  const typed = given.text('since');
  if (typed === undefined) return undefined;
  const at = Date.parse(typed);
  if (Number.isNaN(at))
    return misused(`--since ${JSON.stringify(typed)} is no date.`, 'Write 2026-01-31 or 2026-01-31T08:00:00Z.');
  return new Date(at).toISOString();
}

const row = (one: Exchange): string[] => [
  one.id,
  one.at,
  one.direction,
  one.method,
  String(one.status ?? '-'),
  one.outcome,
  String(one.decodedBytes),
  `${Math.round(one.durationMs)} ms`,
  one.url,
];

const headings = ['ID', 'AT', 'WAY', 'METHOD', 'STATUS', 'OUTCOME', 'BYTES', 'TIME', 'URL'];

/** `exchanges list`: newest first. */
export const exchangesList: Command = {
  words: [],
  options: { limit: { type: 'text' }, since: { type: 'text' } },
  async run(given, session) {
    const limit = given.integer('limit', 1, 5000);
    const list = await session.run('exchanges.list', { limit, since: sinceOf(given) });
    await session.print(session.json ? jsonDocument(list) : table(headings, list.map(row)));
    if (list.length === 0 && !session.json) session.say('No exchange is recorded.');
    return 0;
  },
};

/** `exchanges show ID`: the exchange with both messages, secrets masked. */
export const exchangesShow: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    await session.print(jsonDocument(await session.run('exchanges.get', { id: given.word('ID') })));
    return 0;
  },
};

/** `exchanges delete ID`: the record and its bodies. */
export const exchangesDelete: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    const receipt = await session.run('exchanges.delete', { id: given.word('ID') });
    await session.print(session.json ? jsonDocument(receipt) : `Exchange ${receipt.deleted} is deleted.\n`);
    return 0;
  },
};
