import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PartnerInput } from '../../../../shared/contract/partner.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { requiredPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument, write } from '../printing.ts';
import { misused } from '../refusal.ts';

const save = (given: Given, session: Session, partner: PartnerInput, file: string) =>
  session.run('queries.save', {
    partner,
    query: given.word('QUERY'),
    post: given.flag('post'),
    allPages: given.flag('all-pages'),
    file,
  });

/** Prints a file piece by piece: a result may be larger than the memory it should take. */
async function printFile(file: string, session: Session): Promise<void> {
  for await (const piece of createReadStream(file)) {
    if (session.surface.output.destroyed) return;
    await write(session.surface.output, piece);
  }
  await session.print('\n');
}

/** `query 'Type?params'`: the Bundle on stdout, or in the file of --out with a receipt on stdout. */
export const query: Command = {
  words: ['QUERY'],
  options: { ...partnerOptions, 'all-pages': { type: 'flag' }, post: { type: 'flag' }, out: { type: 'text' } },
  async run(given, session) {
    const partner = requiredPartner(given);
    if (!given.word('QUERY').trim()) return misused('The query is empty.', "Write it like 'Condition?patient=123'.");
    const out = given.text('out');
    if (out !== undefined) {
      const saved = await save(given, session, partner, path.resolve(out));
      const { file, bytes, pages, entries, exchangeIds } = saved;
      const words = `${entries} entries of ${pages} page(s), ${bytes} bytes, in ${file}\n`;
      await session.print(session.json ? jsonDocument({ file, bytes, pages, entries, exchangeIds }) : words);
      return 0;
    }
    // Health data lie nowhere but in the data folder, not even for a moment.
    const { dataFolder } = await session.run('host.info', {});
    const folder = await mkdtemp(path.join(dataFolder, 'query-'));
    try {
      const file = path.join(folder, 'result.json');
      await save(given, session, partner, file);
      await printFile(file, session);
      return 0;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
