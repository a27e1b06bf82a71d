import type { Command, Session } from '../command.ts';
import type { Given } from '../arguments.ts';
import { heldTask, requiredId } from '../held-task.ts';
import { namedPartner, partnerOptions } from '../partner-options.ts';
import { jsonDocument } from '../printing.ts';
import { misused } from '../refusal.ts';

/** Which Task: one we hold, or one of a partner named on the spot, which is taken up first. */
async function whichTask(session: Session, given: Given) {
  const partner = namedPartner(given);
  const id = partner
    ? (await session.run('tasks.adopt', { partner, taskId: requiredId(given) })).taskId
    : (await heldTask(session, given)).id;
  return { id, partner };
}

/** `task cancel --id ID`: what the guide and the server allow; with `--delete` it is done. */
export const taskCancel: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' }, delete: { type: 'flag' }, anyway: { type: 'flag' } },
  async run(given, session) {
    if (given.flag('anyway') && !given.flag('delete'))
      return misused('--anyway goes with --delete only.', 'Give --delete, or leave it out.');
    const task = await whichTask(session, given);
    if (given.flag('delete')) {
      const done = await session.run('tasks.delete', { ...task, anyway: given.flag('anyway') });
      const words = done.httpStatus < 300 ? 'The partner deleted the Task' : 'The partner no longer has the Task';
      await session.print(session.json ? jsonDocument(done) : `${words} (${done.httpStatus}).\n`);
      return 0;
    }
    const advice = await session.run('tasks.cancelAdvice', task);
    await session.print(session.json ? jsonDocument(advice) : `${advice.says}\n${advice.next}\n`);
    return 0;
  },
};

/** `task forget --id ID`: takes a Task off our board; the partner hears nothing of it. */
export const taskForget: Command = {
  words: [],
  options: { ...partnerOptions, id: { type: 'text' } },
  async run(given, session) {
    const { id } = await heldTask(session, given, namedPartner(given));
    const done = await session.run('tasks.forget', { id });
    await session.print(session.json ? jsonDocument(done) : 'The Task is forgotten here; at the partner it stays.\n');
    return 0;
  },
};
