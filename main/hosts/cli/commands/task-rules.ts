import { statusOfAction, type WorkRule } from '../../../../shared/domain/work.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused, refuse } from '../refusal.ts';

const actions = Object.keys(statusOfAction) as WorkRule['action'][];

function actionOf(given: Given): WorkRule['action'] {
  const typed = given.text('do') ?? misused('task rules add needs what to do.', `Give --do ${actions.join('|')}.`);
  return (
    actions.find((known) => known === typed) ??
    misused(`--do ${typed} is not known.`, `Use one of: ${actions.join(', ')}.`)
  );
}

const row = ({ id, order, on, name, when, action, text }: WorkRule): string[] => [
  id,
  `${order}`,
  on ? 'on' : 'off',
  action,
  name,
  Object.entries(when)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ') || 'every Task',
  text ?? '',
];

async function list(given: Given, session: Session): Promise<number> {
  const rules = await session.run('work.rules', { connectionId: given.text('connection') });
  const text = table(['ID', 'ORDER', 'STATE', 'ACTION', 'NAME', 'WHEN', 'TEXT'], rules.map(row));
  await session.print(session.json ? jsonDocument(rules) : text);
  if (rules.length === 0 && !session.json) session.say('There is no rule.');
  return 0;
}

async function add(given: Given, session: Session): Promise<number> {
  const connectionId = given.text('connection') ?? misused('A rule belongs to a queue.', 'Give --connection NAME.');
  const action = actionOf(given);
  const rule = await session.run('work.saveRule', {
    id: given.text('id'),
    connectionId,
    name: given.text('name') ?? action,
    order: given.integer('order', 0, 1_000),
    on: !given.flag('off'),
    when: {
      code: given.text('code'),
      workQueue: given.text('tag'),
      purpose: given.text('purpose'),
      member: given.text('member'),
      requester: given.text('requester'),
      dueWithinDays: given.integer('due-within', 0, 3_650),
    },
    action,
    text: given.text('text'),
    contained: given.flag('contained') || undefined,
  });
  await session.print(jsonDocument(rule));
  return 0;
}

async function remove(given: Given, session: Session): Promise<number> {
  const id =
    given.word('id') || given.text('id') || misused('No rule is named.', 'Give its id; task rules list shows them.');
  const done = await session.run('work.removeRule', { id });
  if (!done.removed)
    return refuse('not-found', `There is no rule ${id}.`, 'List them with switchboard task rules list.');
  await session.print(jsonDocument(done));
  return 0;
}

/** `task rules list|add|remove`: what is done by itself with newly requested Tasks of a queue. */
export const taskRules: Command = {
  words: ['list|add|remove', 'id?'],
  options: Object.fromEntries([
    ...[
      'connection',
      'id',
      'name',
      'do',
      'text',
      'order',
      'code',
      'tag',
      'purpose',
      'member',
      'requester',
      'due-within',
    ].map((name) => [name, { type: 'text' as const }]),
    ...['contained', 'off'].map((name) => [name, { type: 'flag' as const }]),
  ]),
  async run(given, session) {
    const typed = given.word('list|add|remove');
    if (typed === 'list') return list(given, session);
    if (typed === 'add') return add(given, session);
    if (typed === 'remove') return remove(given, session);
    return misused(`task rules cannot ${JSON.stringify(typed)}.`, 'Use list, add or remove.');
  },
};
