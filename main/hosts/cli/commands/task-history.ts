import type { TaskDetail, TaskVersion, VersionChange } from '../../../../shared/domain/task.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { heldTask } from '../held-task.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const options = { ...partnerOptions, id: { type: 'text' } } as const;

const flagsOf = ({ offFigure, reopened, byHistory }: TaskVersion): string =>
  [reopened ? 'reopened' : offFigure && 'not in the figure', byHistory && 'from the history']
    .filter(Boolean)
    .join(', ');

const versionRow = (version: TaskVersion): string[] => [
  version.versionId,
  version.at,
  version.status,
  version.businessStatus ?? version.statusReason ?? '',
  flagsOf(version),
];

async function printTask(session: Session, task: TaskDetail): Promise<number> {
  const text = table(['VERSION', 'AT', 'STATUS', 'SAYS', 'NOTE'], task.versions.map(versionRow));
  await session.print(session.json ? jsonDocument(task) : text);
  return 0;
}

/** The held Task that is named, as an input names it: with its partner where that was named on the spot. */
async function named(given: Given, session: Session) {
  const partner = namedPartner(given);
  const { id, taskId } = await heldTask(session, given, partner);
  return partner ? { id: taskId, partner } : { id };
}

/** `task poll --id ID`: reads it now. */
export const taskPoll: Command = {
  words: [],
  options,
  run: async (given, session) => printTask(session, await session.run('tasks.poll', await named(given, session))),
};

/** `task history --id ID`: learns of the versions that passed unseen. */
export const taskHistory: Command = {
  words: [],
  options,
  run: async (given, session) => printTask(session, await session.run('tasks.history', await named(given, session))),
};

function changeText({ path, kind, before, after }: VersionChange): string {
  if (kind === 'changed') return `${path}: ${before} -> ${after}\n`;
  return kind === 'added' ? `${path}: added ${after}\n` : `${path}: removed ${before}\n`;
}

/** `task diff --id ID --from VERSION --to VERSION`: what differs between them. */
export const taskDiff: Command = {
  words: [],
  options: { ...options, from: { type: 'text' }, to: { type: 'text' } },
  async run(given, session) {
    const from = given.text('from') ?? misused('task diff needs two versions.', 'Give --from VERSION --to VERSION.');
    const to = given.text('to') ?? misused('task diff needs a second version.', 'Give --to VERSION.');
    const changes = await session.run('tasks.diff', { ...(await named(given, session)), from, to });
    await session.print(session.json ? jsonDocument(changes) : changes.map(changeText).join(''));
    if (changes.length === 0 && !session.json) session.say(`Versions ${from} and ${to} do not differ.`);
    return 0;
  },
};
