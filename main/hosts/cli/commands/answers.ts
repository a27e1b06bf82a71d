import type { AnswerRule } from '../../../../shared/domain/answer-rule.ts';
import { answerWays, pushKinds } from '../../../../shared/domain/push.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { policyGiven } from '../policy-file.ts';
import { misused, refuse } from '../refusal.ts';

/** One of a few words, by its option. */
function choiceOf<T extends string>(given: Given, name: string, choices: readonly T[]): T | undefined {
  const typed = given.text(name);
  if (typed === undefined) return undefined;
  return (
    choices.find((known) => known === typed) ??
    misused(`--${name} ${JSON.stringify(typed)} is not known.`, `Use one of: ${choices.join(', ')}.`)
  );
}

function truthOf(given: Given, name: string): boolean | undefined {
  const typed = choiceOf(given, name, ['true', 'false']);
  return typed === undefined ? undefined : typed === 'true';
}

const headings = ['ID', 'ORDER', 'STATE', 'ANSWER', 'NAME', 'WHEN', 'TEXT'];

const how = ({ answer, status, delayMs, drop }: AnswerRule): string =>
  [answer, status, delayMs ? `after ${delayMs} ms` : '', drop ? 'drop' : ''].filter(Boolean).join(' ');

const row = (rule: AnswerRule): string[] => [
  rule.id,
  `${rule.order}`,
  rule.on ? 'on' : 'off',
  how(rule),
  rule.name,
  Object.entries(rule.when)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ') || 'every push',
  rule.text ?? '',
];

async function printRules(session: Session, rules: AnswerRule[]): Promise<number> {
  await session.print(session.json ? jsonDocument(rules) : table(headings, rules.map(row)));
  if (rules.length === 0 && !session.json) session.say('There is no rule; pushes are answered as the guide says.');
  return 0;
}

/** `answers list`: the rules by which pushes are answered, in their order. */
export const answersList: Command = {
  words: [],
  options: {},
  run: async (_given, session) => printRules(session, await session.run('answers.list', {})),
};

/** `answers read FILE`: takes the rules of a policy file in place of all there are. */
export const answersRead: Command = {
  words: ['FILE'],
  options: {},
  async run(given, session) {
    const policy = await policyGiven(given.word('FILE'), session.surface);
    return printRules(session, await session.run('answers.read', { policy }));
  },
};

/** `answers write`: the rules as a policy file, to stdout. */
export const answersWrite: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const written = await session.run('answers.write', {});
    await session.print(session.json ? jsonDocument(written) : written.yaml);
    return 0;
  },
};

const texts = ['id', 'name', 'order', 'kind', 'tracking', 'attach-to', 'from', 'signed', 'member', 'matched'];
const doing = ['answer', 'status', 'text', 'delay-ms', 'retry-after'];

/** `answers save`: keeps one rule, under its id or as a new one. */
export const answersSave: Command = {
  words: [],
  options: {
    ...Object.fromEntries([...texts, ...doing].map((name) => [name, { type: 'text' as const }])),
    drop: { type: 'flag' },
    off: { type: 'flag' },
  },
  async run(given, session) {
    const answer = choiceOf(given, 'answer', answerWays) ?? 'accept';
    const rule = await session.run('answers.save', {
      id: given.text('id'),
      name: given.text('name') ?? answer,
      order: given.integer('order', 0, 1_000),
      on: !given.flag('off'),
      when: {
        kind: choiceOf(given, 'kind', pushKinds),
        tracking: given.text('tracking'),
        attachTo: given.text('attach-to'),
        from: given.text('from'),
        signed: truthOf(given, 'signed'),
        member: given.text('member'),
        matched: truthOf(given, 'matched'),
      },
      answer,
      status: given.integer('status', 200, 599),
      text: given.text('text'),
      delayMs: given.integer('delay-ms', 0, 600_000),
      drop: given.flag('drop') || undefined,
      retryAfter: given.integer('retry-after', 0, 86_400),
    });
    await session.print(session.json ? jsonDocument(rule) : table(headings, [row(rule)]));
    return 0;
  },
};

/** `answers remove ID`: forgets a rule. */
export const answersRemove: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    const id = given.word('ID');
    const done = await session.run('answers.remove', { id });
    if (!done.removed)
      return refuse('not-found', `There is no rule ${id}.`, 'List them with switchboard answers list.');
    await session.print(jsonDocument(done));
    return 0;
  },
};

/** `answers try PUSH`: how a stored push would be answered by now, and by which rule. */
export const answersTry: Command = {
  words: ['PUSH'],
  options: {},
  async run(given, session) {
    const trial = await session.run('answers.try', { pushId: given.word('PUSH') });
    await session.print(session.json ? jsonDocument(trial) : `${trial.says}\n`);
    return 0;
  },
};

/** `inbox answer ID --answer WAY`: answers a push whose sender is kept waiting, whichever process keeps it. */
export const inboxAnswer: Command = {
  words: ['ID'],
  options: { answer: { type: 'text' }, status: { type: 'text' }, text: { type: 'text' } },
  async run(given, session) {
    const ways = answerWays.filter((way) => way !== 'ask');
    const answer =
      choiceOf(given, 'answer', ways) ?? misused('inbox answer needs the answer.', `Give --answer ${ways.join('|')}.`);
    const push = await session.run('inbox.answer', {
      id: given.word('ID'),
      answer,
      status: given.integer('status', 200, 599),
      text: given.text('text'),
    });
    await session.print(jsonDocument(push));
    return 0;
  },
};
