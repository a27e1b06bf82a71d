import path from 'node:path';
import { endedBadly } from '../../../../shared/domain/task.ts';
import type { Command } from '../command.ts';
import { heldTask, requiredId } from '../held-task.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

/** `task fetch --id ID --out DIR`: every output of a Task, each in a file. Exits 1 when the Task or an output is bad. */
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
    const fetched = await session.run('tasks.fetch', { id, partner, folder: path.resolve(out) });
    const outputs = fetched.outputs.map(({ reference, kind, file, bytes, sha256, contentType, findings }) => ({
      reference,
      kind,
      file,
      bytes,
      sha256,
      contentType,
      findings,
    }));
    const rows = outputs.map((one) => [one.reference, one.contentType, String(one.bytes), one.file ?? '-']);
    const text =
      table(['OUTPUT', 'TYPE', 'BYTES', 'FILE'], rows) || `The Task is ${fetched.status} and has no outputs.\n`;
    await session.print(session.json ? jsonDocument({ status: fetched.status, outputs }) : text);
    const bad = outputs.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
    for (const { rule, path: place, message } of bad) session.say(`error ${rule} ${place}: ${message}`);
    return endedBadly(fetched.status) || bad.length > 0 ? 1 : 0;
  },
};
