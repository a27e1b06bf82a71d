import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandInput } from '../../../../shared/contract/commands.ts';
import { taskStatuses } from '../../../../shared/domain/task.ts';
import type { Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { partnerOptions } from '../partner-options.ts';
import { jsonDocument } from '../printing.ts';
import { receivedTask } from '../received-task.ts';
import { misused } from '../refusal.ts';
import { hasErrors, sayFindings } from '../say-findings.ts';

type Wish = Omit<CommandInput<'work.answer'>, 'id' | 'partner'>;

function statusOf(given: Given): Wish['status'] {
  const typed =
    given.text('status') ?? misused('task answer needs a status.', `Give --status ${taskStatuses.join('|')}.`);
  return (
    taskStatuses.find((known) => known === typed) ??
    misused(`--status ${typed} is none a CDex Task can have.`, `Use one of: ${taskStatuses.join(', ')}.`)
  );
}

/** What exists as a file is one; the rest are references. A path that leads nowhere is a slip, not a reference. */
function outputOf(typed: string): NonNullable<Wish['outputs']>[number] {
  if (existsSync(typed)) return { file: path.resolve(typed) };
  const isReference =
    /^(https?:\/\/|urn:|#)/.test(typed) || /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(\/_history\/\S+)?$/.test(typed);
  return isReference
    ? { reference: typed }
    : misused(
        `--output ${JSON.stringify(typed.slice(0, 80))} is neither a file that exists nor a reference.`,
        'Correct the path, or write it as Type/id or as a URL.',
      );
}

/** `task answer --id ID --status S`: changes a Task a partner sent, at the server it was sent to. Prints the Task after. */
export const taskAnswer: Command = {
  words: [],
  options: {
    ...partnerOptions,
    id: { type: 'text' },
    status: { type: 'text' },
    reason: { type: 'text' },
    'business-status': { type: 'text' },
    output: { type: 'text', variadic: true },
    query: { type: 'text', variadic: true },
    contained: { type: 'flag' },
    'send-anyway': { type: 'flag' },
  },
  async run(given, session) {
    const outputs = [...given.texts('output').map(outputOf), ...given.texts('query').map((query) => ({ query }))];
    const wish: Wish = {
      status: statusOf(given),
      reason: given.text('reason'),
      businessStatus: given.text('business-status'),
      ...(outputs.length > 0 ? { outputs } : {}),
      contained: given.flag('contained'),
      sendAnyway: given.flag('send-anyway'),
    };
    const { task, findings } = await session.run('work.answer', { ...(await receivedTask(session, given)), ...wish });
    await session.print(jsonDocument(task));
    sayFindings(session, findings);
    return 0;
  },
};

/** `task collect --id ID`: what the Task asks for, at the server it was sent to. Exits 1 when something keeps it from being given out. */
export const taskCollect: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' }, query: { type: 'text' } },
  async run(given, session) {
    const collected = await session.run('work.collect', {
      ...(await receivedTask(session, given)),
      query: given.text('query'),
    });
    await session.print(jsonDocument(collected));
    sayFindings(session, collected.findings);
    return hasErrors(collected.findings) ? 1 : 0;
  },
};
