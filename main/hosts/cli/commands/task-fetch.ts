import path from 'node:path';
import type { FetchedOutput } from '../../../../shared/contract/tasks.ts';
import { endedBadly } from '../../../../shared/domain/task.ts';
import type { Command } from '../command.ts';
import { heldTask, requiredId } from '../held-task.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

/** An output as it is printed: where it is recorded is for the console. */
const printed = ({ exchangeId: _exchange, pointer: _pointer, ...output }: FetchedOutput) => output;

const row = ({ reference, as, contentType, bytes, file }: FetchedOutput) => [
  `${as ? `  ${as}: ` : ''}${reference}`,
  contentType,
  String(bytes),
  file ?? '-',
];

/** `task fetch --id ID --out DIR`: every output of a Task and what it leads to, each in a file. Exits 1 when the Task or an output is bad. */
export const taskFetch: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' }, out: { type: 'text' } },
  async run(given, session) {
    const out = given.text('out') ?? misused('task fetch needs a folder.', 'Give --out DIR.');
    const partner = namedPartner(given);
    // A Task of a partner named on the spot may be one we never saw: it is taken up first.
    const id = partner
      ? (await session.run('tasks.adopt', { partner, taskId: requiredId(given) })).taskId
      : (await heldTask(session, given)).id;
    const { outputs, ...rest } = await session.run('tasks.fetch', { id, partner, folder: path.resolve(out) });
    const text =
      table(['OUTPUT', 'TYPE', 'BYTES', 'FILE'], outputs.map(row)) ||
      `The Task is ${rest.status} and has no outputs.\n`;
    await session.print(session.json ? jsonDocument({ ...rest, outputs: outputs.map(printed) }) : text);
    const findings = [...rest.findings, ...outputs.flatMap((output) => output.findings)];
    for (const { severity, rule, path: place, message } of findings)
      if (severity !== 'information' || !session.json) session.say(`${severity} ${rule} ${place}: ${message}`);
    return endedBadly(rest.status) || findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};
