import path from 'node:path';
import type { MatchCandidate } from '../../../../shared/contract/inbox.ts';
import type { Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';
import { hasErrors } from '../say-findings.ts';

/** `inbox export ID --out DIR [--raw]`: everything about a push as files, redacted unless raw. */
export const inboxExport: Command = {
  words: ['ID'],
  options: { out: { type: 'text' }, raw: { type: 'flag' } },
  async run(given, session) {
    const out = given.text('out') ?? misused('inbox export needs --out.', 'Name the folder to write to: --out DIR.');
    const folder = path.resolve(out);
    const receipt = await session.run('inbox.export', { id: given.word('ID'), folder, raw: given.flag('raw') });
    const rows = receipt.files.map(({ file, bytes, says }) => [file, `${bytes} bytes`, says]);
    await session.print(session.json ? jsonDocument(receipt) : table(['FILE', 'SIZE', 'WHAT'], rows));
    if (!session.json)
      session.say(
        receipt.redacted
          ? `Written to ${receipt.folder} without what names people; --raw writes it as it came.`
          : `Written to ${receipt.folder} as it came: it names people.`,
      );
    return 0;
  },
};

const candidateRow = ({ task, says }: MatchCandidate): string[] => [
  task.id,
  `Task/${task.taskId}`,
  task.status,
  task.partner,
  task.asked,
  says,
];

const candidateHeadings = ['ID', 'TASK', 'STATUS', 'PARTNER', 'ASKED', 'WHY'];

function taskGiven(given: Given): string | null | undefined {
  const task = given.text('task');
  if (given.flag('none') && task !== undefined)
    return misused('--task and --none exclude each other.', 'Name the Task, or none.');
  return given.flag('none') ? null : task;
}

/** `inbox match ID --task ID | --none`: joins a push to a Task by hand, or takes it from one; without either, what it could belong to. */
export const inboxMatch: Command = {
  words: ['ID'],
  options: { task: { type: 'text' }, none: { type: 'flag' } },
  async run(given, session) {
    const id = given.word('ID');
    const task = taskGiven(given);
    if (task === undefined) {
      const candidates = await session.run('inbox.candidates', { id });
      await session.print(
        session.json ? jsonDocument(candidates) : table(candidateHeadings, candidates.map(candidateRow)),
      );
      if (candidates.length === 0 && !session.json) session.say('No Task we sent could have asked for it.');
      return 0;
    }
    const push = await session.run('inbox.match', { id, task });
    await session.print(session.json ? jsonDocument(push) : `${push.match?.says}\n`);
    return 0;
  },
};

/** `inbox remove ID`: forgets a push, its exchange and bodies. */
export const inboxRemove: Command = {
  words: ['ID'],
  options: {},
  async run(given, session) {
    const id = given.word('ID');
    const receipt = await session.run('inbox.remove', { id });
    await session.print(
      session.json ? jsonDocument(receipt) : `Push ${id} is forgotten; the audit trail keeps that it was.\n`,
    );
    return 0;
  },
};

const versions = ['2.0', '2.1', 'ci'] as const;

/** `inbox check ID [--cdex-version V]`: what the rules of a version say about it; exit 1 where one of error severity is broken. */
export const inboxCheck: Command = {
  words: ['ID'],
  options: { 'cdex-version': { type: 'text' } },
  async run(given, session) {
    const typed = given.text('cdex-version') ?? '2.1';
    const cdexVersion =
      versions.find((one) => one === typed) ??
      misused(`--cdex-version ${typed} is not known.`, `Use one of: ${versions.join(', ')}.`);
    const findings = await session.run('inbox.check', { id: given.word('ID'), cdexVersion });
    const rows = findings.map(({ severity, rule, path: place, message, next }) => [
      severity,
      rule,
      place,
      message,
      next ?? '',
    ]);
    await session.print(
      session.json ? jsonDocument(findings) : table(['SEVERITY', 'RULE', 'PLACE', 'MESSAGE', 'NEXT'], rows),
    );
    if (findings.length === 0 && !session.json) session.say(`No rule of version ${cdexVersion} has anything to say.`);
    return hasErrors(findings) ? 1 : 0;
  },
};
