import type { TaskRecord } from '../../../../shared/domain/task.ts';
import type { Command } from '../command.ts';
import { heldTask } from '../held-task.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';

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

/** `task list`: the Tasks we hold. */
export const taskList: Command = {
  words: [],
  options: { status: { type: 'text' } },
  async run(given, session) {
    const list = await session.run('tasks.list', { status: given.text('status') });
    await session.print(session.json ? jsonDocument(list) : table(headings, list.map(row)));
    if (list.length === 0 && !session.json) session.say('No Task is held.');
    return 0;
  },
};

/** `task show --id ID`: one Task with its history. */
export const taskShow: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' } },
  async run(given, session) {
    const record = await heldTask(session, given, namedPartner(given));
    await session.print(jsonDocument(record));
    return 0;
  },
};
