import path from 'node:path';
import { type AuditAction, type AuditEntry, auditActions } from '../../../../shared/domain/audit.ts';
import type { Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const row = ({ seq, at, action, actor, peer, outcome, request }: AuditEntry): string[] => [
  String(seq),
  at,
  `${actor.user} (${actor.host} ${actor.process})`,
  action,
  peer ?? '-',
  outcome,
  request ?? '',
];
const headings = ['NO', 'AT', 'WHO', 'WHAT', 'PARTNER', 'OUTCOME', 'REQUEST'];

function actionOf(given: Given): AuditAction | undefined {
  const typed = given.text('action');
  if (typed === undefined) return undefined;
  return (
    auditActions.find((one) => one === typed) ??
    misused(`--action ${typed} is not known.`, `Use one of: ${auditActions.join(', ')}.`)
  );
}

/** `audit list`: newest first. */
export const auditList: Command = {
  words: [],
  options: { limit: { type: 'text' }, action: { type: 'text' } },
  async run(given, session) {
    const limit = given.integer('limit', 1, 5000);
    const entries = await session.run('audit.list', { limit, action: actionOf(given) });
    await session.print(session.json ? jsonDocument(entries) : table(headings, entries.map(row)));
    if (entries.length === 0 && !session.json) session.say('Nothing of this kind was recorded.');
    return 0;
  },
};

/** `audit export FILE`: one entry a line, oldest first, without what was requested unless --raw. */
export const auditExport: Command = {
  words: ['FILE'],
  options: { raw: { type: 'flag' }, overwrite: { type: 'flag' } },
  async run(given, session) {
    const receipt = await session.run('audit.export', {
      file: path.resolve(given.word('FILE')),
      raw: given.flag('raw'),
      overwrite: given.flag('overwrite'),
    });
    await session.print(session.json ? jsonDocument(receipt) : `${receipt.entries} entries in ${receipt.file}\n`);
    return 0;
  },
};

/** `audit verify [FILE]`: the trail of the data folder, or an exported one; exit 1 when somebody changed it. */
export const auditVerify: Command = {
  words: ['FILE?'],
  options: {},
  async run(given, session) {
    const file = given.word('FILE');
    const verdict = await session.run('audit.verify', file ? { export: { file: path.resolve(file) } } : {});
    const { ok, entries, brokenAt, reason, ofThisFolder } = verdict;
    const words = ok
      ? `Whole: ${entries} entries.\n`
      : `Broken at entry ${brokenAt}; ${entries} before it are in order.\n`;
    await session.print(session.json ? jsonDocument(verdict) : words);
    if (!ok) session.say(`${reason} Compare it with an export from before, and find out who could write to the file.`);
    if (ofThisFolder === false) session.say('The trail of this data folder does not begin with these entries.');
    return ok ? 0 : 1;
  },
};
