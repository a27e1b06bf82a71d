import { type TaskRecord, type TaskSide, taskSides } from '../../../../shared/domain/task.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { heldTask } from '../held-task.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const row = (one: TaskRecord): string[] => [
  one.id,
  one.status,
  one.businessStatus ?? '',
  one.partner,
  `Task/${one.taskId}`,
  one.updatedAt,
  one.asked,
];

const headings = ['ID', 'STATUS', 'PROGRESS', 'PARTNER', 'TASK', 'CHANGED', 'ASKED'];

/** Whether a Task is of the partner that was named: its name as the board shows it, in any case, or its base URL. */
const isOf = (named: string | undefined, { partner, baseUrl }: TaskRecord): boolean =>
  named === undefined || partner.toLowerCase() === named.toLowerCase() || baseUrl === named.replace(/\/+$/, '');

function sideOf(given: Given): TaskSide | undefined {
  const typed = given.text('side');
  if (typed === undefined) return undefined;
  const side = taskSides.find((known) => known === typed);
  return side ?? misused(`--side ${typed} is not known.`, `Use one of: ${taskSides.join(', ')}.`);
}

/** `task list`: the Tasks we hold. */
export const taskList: Command = {
  words: [],
  options: { status: { type: 'text' }, side: { type: 'text' }, partner: { type: 'text' } },
  async run(given, session) {
    const filter = { status: given.text('status'), side: sideOf(given), limit: 50_000 };
    const partner = given.text('partner');
    const list = (await session.run('tasks.list', filter)).filter((one) => isOf(partner, one));
    await session.print(session.json ? jsonDocument(list) : table(headings, list.map(row)));
    if (list.length === 0 && !session.json) session.say('No such Task is held.');
    return 0;
  },
};

/** Prints a Task as a new one that makes the same request: what `task request --from` takes. */
async function printRequest(session: Session, { id, trackingId }: TaskRecord): Promise<number> {
  const { task } = await session.run('tasks.readRequest', { id });
  await session.print(jsonDocument(task));
  if (trackingId) session.say('It has the tracking id of the first: write another one before it is sent.');
  return 0;
}

/** `task show --id ID`: one Task with its history; with `--diff` each version says what it changed, with `--request` what it asks for. */
export const taskShow: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' }, diff: { type: 'flag' }, request: { type: 'flag' } },
  async run(given, session) {
    const record = await heldTask(session, given, namedPartner(given));
    if (given.flag('request')) {
      if (given.flag('diff')) misused('--request shows no versions.', 'Leave out --diff or --request.');
      return printRequest(session, record);
    }
    if (!given.flag('diff')) {
      await session.print(jsonDocument(record));
      return 0;
    }
    const versions = [];
    for (const [index, version] of record.versions.entries()) {
      const from = record.versions[index - 1]?.versionId;
      const changes = from && (await session.run('tasks.diff', { id: record.id, from, to: version.versionId }));
      versions.push(changes ? { ...version, changes } : version);
    }
    await session.print(jsonDocument({ ...record, versions }));
    return 0;
  },
};
