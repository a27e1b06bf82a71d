import type { TaskDraftRecord } from '../../../../shared/domain/task-request.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused, refuse } from '../refusal.ts';

const row = ({ id, request, updatedAt, title }: TaskDraftRecord) => [id, request.kind ?? '', updatedAt, title];

/** `task drafts [remove ID]`: requests that were begun and not sent. */
export const taskDrafts: Command = {
  words: ['remove?', 'ID?'],
  options: {},
  async run(given, session) {
    const word = given.word('remove');
    if (word === '') {
      const { draft: drafts } = await session.run('host.snapshot', { limit: 1 });
      await session.print(
        session.json ? jsonDocument(drafts) : table(['ID', 'KIND', 'CHANGED', 'TITLE'], drafts.map(row)),
      );
      if (drafts.length === 0 && !session.json) session.say('No draft is kept.');
      return 0;
    }
    if (word !== 'remove')
      return misused(`task drafts does not know ${JSON.stringify(word)}.`, 'Write remove ID, or nothing.');
    const id = given.word('ID') || misused('No draft is named.', 'Give the id; switchboard task drafts shows them.');
    const done = await session.run('tasks.removeDraft', { id });
    if (!done.removed)
      return refuse('not-found', `There is no draft ${id}.`, 'List them with switchboard task drafts.');
    await session.print(session.json ? jsonDocument(done) : 'The draft is removed.\n');
    return 0;
  },
};
