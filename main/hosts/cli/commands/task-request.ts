import { exitCode } from '../../../../shared/contract/errors.ts';
import { worstFirst } from '../../../../shared/domain/finding.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { namedPartner, partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonDocument, jsonLine } from '../printing.ts';
import { misused } from '../refusal.ts';
import { type Asked, type AskedInFile, readAsked, readMembers, withMemberInQuery } from '../request-file.ts';
import { requestOf, requestOptions } from '../request-options.ts';
import { sayFindings } from '../say-findings.ts';

/** Sent in one go, so that lines come while the rest is under way. */
const together = 25;

async function askedBy(given: Given, session: Session): Promise<AskedInFile> {
  const [file, members] = [given.text('from'), given.text('members')];
  const request = requestOf(given);
  if (file !== undefined) {
    if (request || members !== undefined)
      misused('--from says what is asked for already.', 'Leave out --from, or the options that say it again.');
    return readAsked(file, given, session.surface);
  }
  if (!request)
    return misused(
      'task request needs what to ask for.',
      "Give --query 'Type?params', --code, --text, --questionnaire, --attachment-code, --attachment-questionnaire or --from.",
    );
  if (members === undefined) return { many: false, asked: [{ request: withMemberInQuery(request) }] };
  const stray = ['member', 'patient', 'tracking-id', 'identifier'].find((name) => given.flag(name));
  if (stray) misused(`--${stray} is one member's own, and --members names many.`, `Leave out --${stray}.`);
  return readMembers(members, request, session.surface);
}

/** Builds and checks every Task, sends none; 1 when a rule of error severity fails. */
async function dryRun(given: Given, session: Session, { many, asked }: AskedInFile): Promise<number> {
  const partner = namedPartner(given);
  let broken = false;
  for (const one of asked) {
    const { task, findings } = await session.run('tasks.draft', { partner, ...one });
    await session.print(many ? jsonLine(task) : jsonDocument(task));
    sayFindings(session, worstFirst(findings));
    broken ||= findings.some(({ severity }) => severity === 'error');
  }
  return broken ? 1 : 0;
}

async function sendOne(given: Given, session: Session, asked: Asked): Promise<number> {
  const partner = requiredPartner(given);
  const receipt = await session.run('tasks.request', { partner, ...asked, sendAnyway: given.flag('send-anyway') });
  await session.print(jsonDocument(receipt.task));
  sayFindings(session, worstFirst(receipt.findings));
  for (const oddity of receipt.oddities) session.say(`odd: ${oddity}`);
  return 0;
}

/** Sends one after another and prints a line for each: its receipt, or why it was not sent. */
async function sendMany(given: Given, session: Session, asked: Asked[]): Promise<number> {
  const partner = requiredPartner(given);
  const sendAnyway = given.flag('send-anyway');
  let code = 0;
  for (let at = 0; at < asked.length; at += together) {
    const part = asked.slice(at, at + together);
    for (const one of await session.run('tasks.requestMany', { partner, asked: part, sendAnyway })) {
      const index = at + one.index;
      if ('receipt' in one) await session.print(jsonLine({ index, ...one.receipt }));
      else {
        await session.print(jsonLine({ index, error: one.failure }));
        code ||= exitCode(one.failure.code);
      }
    }
  }
  return code;
}

/** `task request`: builds, checks and sends Tasks of all kinds; `--dry-run` builds and checks. Prints the Task, of many a line each. */
export const taskRequest: Command = {
  words: [],
  options: {
    ...partnerOptions,
    ...requestOptions,
    from: { type: 'text' },
    members: { type: 'text' },
    'send-anyway': { type: 'flag' },
    'dry-run': { type: 'flag' },
  },
  async run(given, session) {
    const found = await askedBy(given, session);
    if (given.flag('dry-run')) return dryRun(given, session, found);
    const [first] = found.asked;
    return found.many || !first ? sendMany(given, session, found.asked) : sendOne(given, session, first);
  },
};
