import type { SubmissionRecord } from '../../../../shared/domain/submission.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { refuse } from '../refusal.ts';

const newestFirst = (session: Session): Promise<SubmissionRecord[]> =>
  session.run('host.snapshot', { limit: 1 }).then(({ submission }) => [...submission].reverse());

const row = ({ id, state, updatedAt, partner, title, attempts }: SubmissionRecord) => [
  id,
  state,
  updatedAt,
  String(attempts.length),
  partner,
  title,
];

/** `submissions list`: what we sent and what was begun, newest first. */
export const submissionsList: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const records = await newestFirst(session);
    await session.print(
      session.json
        ? jsonDocument(records)
        : table(['ID', 'STATE', 'CHANGED', 'TRIES', 'PAYER', 'WHAT'], records.map(row)),
    );
    if (records.length === 0 && !session.json) session.say('Nothing was submitted.');
    return 0;
  },
};

/** `submissions show ID`: one of them, with every try. */
export const submissionsShow: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    const id = given.word('ID');
    const found = (await newestFirst(session)).find((record) => record.id === id);
    if (!found)
      return refuse('not-found', `There is no submission ${id}.`, 'List them with switchboard submissions list.');
    await session.print(jsonDocument(found));
    return 0;
  },
};

/** `submissions remove ID`: forgets one; at the payer it stays. */
export const submissionsRemove: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    const id = given.word('ID');
    const done = await session.run('submissions.remove', { id });
    if (!done.removed)
      return refuse('not-found', `There is no submission ${id}.`, 'List them with switchboard submissions list.');
    await session.print(session.json ? jsonDocument(done) : 'The submission is forgotten here.\n');
    return 0;
  },
};
