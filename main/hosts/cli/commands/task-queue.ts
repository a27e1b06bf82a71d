import { retryTime } from '../../../../shared/cdex/polling-schedule.ts';
import { failureClass } from '../../../../shared/contract/errors.ts';
import { type TaskRecord, type TaskStatus, taskStatuses } from '../../../../shared/domain/task.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonDocument, jsonLine, table } from '../printing.ts';
import { misused, Refusal } from '../refusal.ts';
import { waitOrEnd } from '../stay.ts';

/** How often a queue that is followed is read, in milliseconds. */
const paceMs = 30_000;
const mostRecords = 50_000;

function statusesOf(given: Given): TaskStatus[] {
  return given
    .texts('status')
    .flatMap((typed) => typed.split(','))
    .map(
      (typed) =>
        taskStatuses.find((known) => known === typed) ??
        misused(`--status ${typed} is none a CDex Task can have.`, `Use any of: ${taskStatuses.join(', ')}.`),
    );
}

/** What the server is not asked about is looked at here: the guide names no search parameter for it. */
function filterOf(given: Given): (task: TaskRecord) => boolean {
  const purpose = given.text('purpose');
  const before = given.text('due-before');
  const limit = before === undefined ? Number.POSITIVE_INFINITY : Date.parse(before);
  if (Number.isNaN(limit)) misused(`--due-before ${before} is no date.`, 'Write it as YYYY-MM-DD.');
  return ({ purposes = [], due }) =>
    (purpose === undefined || purposes.includes(purpose)) && (before === undefined || Date.parse(due ?? '') < limit);
}

const row = (one: TaskRecord): string[] => [
  one.id,
  one.goneAt ? 'gone' : one.status,
  one.due ?? '',
  one.requester ?? '',
  one.member ?? '',
  `Task/${one.taskId}`,
  one.asked,
];
const headings = ['ID', 'STATUS', 'DUE', 'REQUESTER', 'MEMBER', 'TASK', 'ASKED'];
const lineText = (one: TaskRecord) => `${one.updatedAt}  ${row(one).filter(Boolean).join('  ')}\n`;

const versionOf = ({ versionCount, status, goneAt }: TaskRecord) => `${versionCount} ${status} ${goneAt ?? ''}`;

/** Reads the queue; answers what is in it, and what of it was told before and is not any more. */
async function readQueue(session: Session, given: Given, told: ReadonlyMap<string, string>): Promise<TaskRecord[]> {
  const status = statusesOf(given);
  const { ids, notes } = await session.run('work.refresh', {
    partner: requiredPartner(given),
    ...(status.length > 0 ? { status } : {}),
    workQueue: given.text('tag'),
    applyRules: given.flag('rules'),
  });
  for (const note of notes) session.say(note);
  const found = new Set(ids);
  const fits = filterOf(given);
  const received = await session.run('tasks.list', { side: 'received', limit: mostRecords });
  return received.filter((task) => told.has(task.id) || (found.has(task.id) && fits(task)));
}

/** Prints a line for each Task that is new or changed, until the process is asked to end. */
async function follow(session: Session, given: Given): Promise<void> {
  const { ended } = session.surface;
  const everyMs = given.seconds('every') ?? paceMs;
  const told = new Map<string, string>();
  while (!ended.aborted) {
    let pauseMs = everyMs;
    try {
      for (const task of await readQueue(session, given, told)) {
        if (told.get(task.id) === versionOf(task)) continue;
        told.set(task.id, versionOf(task));
        await session.print(session.jsonLines ? jsonLine(task) : lineText(task));
      }
    } catch (error) {
      if (ended.aborted) return;
      const passing =
        error instanceof Refusal &&
        (failureClass(error.failure.code) === 'transport' || error.failure.httpStatus === 429);
      if (!passing) throw error;
      session.say(`${error.failure.message} The next read is on schedule.`);
      pauseMs = Math.max(everyMs, (retryTime(error.failure.retryAfter, Date.now()) ?? 0) - Date.now());
    }
    await waitOrEnd(pauseMs, ended);
  }
}

/** `task queue`: the Tasks partners sent to a server; with --follow a line for each new or changed one. */
export const taskQueue: Command = {
  words: [],
  options: {
    ...partnerOptions,
    status: { type: 'text', variadic: true },
    tag: { type: 'text' },
    purpose: { type: 'text' },
    'due-before': { type: 'text' },
    rules: { type: 'flag' },
    follow: { type: 'flag' },
    every: { type: 'text' },
  },
  async run(given, session) {
    requiredPartner(given);
    if (given.flag('every') && !given.flag('follow')) misused('--every goes with --follow.', 'Give both, or none.');
    if (given.flag('follow')) {
      await follow(session, given);
      return 0;
    }
    const tasks = await readQueue(session, given, new Map());
    await session.print(session.json ? jsonDocument(tasks) : table(headings, tasks.map(row)));
    if (tasks.length === 0 && !session.json) session.say('No Task is there.');
    return 0;
  },
};
