import { checkAnswered, checkOutgoing } from '../../../shared/cdex/check-outgoing.ts';
import { error } from '../../../shared/cdex/findings.ts';
import { checkSubmission } from '../../../shared/cdex/check-submission.ts';
import type { CommandParsed } from '../../../shared/contract/commands.ts';
import { ok, type Reply } from '../../../shared/contract/errors.ts';
import type { SubmissionDraft, TaskSubmissionDraft } from '../../../shared/contract/submissions.ts';
import type { CdexVersion } from '../../../shared/domain/connection.ts';
import { type Finding, worstFirst } from '../../../shared/domain/finding.ts';
import type { SubmissionRequest } from '../../../shared/domain/submission.ts';
import type { Heavy } from '../../wire/heavy.ts';
import type { Kit } from '../kit.ts';
import { resolvePartner } from '../partners.ts';
import type { Desk } from '../work/desk.ts';
import { readAskedTask } from './asked-task.ts';
import { withDefaults } from './defaults.ts';
import { type Learned, learnFromClaim, memberOf } from './known-claim.ts';
import { contentOf } from './content.ts';
import { newSubmission } from './prepare.ts';
import { proposalsFor } from './proposals.ts';
import { sourceOf } from './source.ts';
import { destinationOf, targetFindings } from './target.ts';
import { buildSubmission } from '../../../shared/cdex/build-submission.ts';

/** What is missing or wrong so far; contents are not looked at. */
function draftFindings(
  request: SubmissionRequest,
  version: CdexVersion,
  asked: { multipleSubmits: boolean } | undefined,
  now: string,
): Finding[] {
  const stub = contentOf({ resourceType: 'Basic' });
  const built = buildSubmission(
    newSubmission(
      request,
      request.attachments.map(() => stub),
    ),
    version,
  );
  return worstFirst([
    ...checkOutgoing(request, { version, asked, today: now.slice(0, 10) }),
    // That there is no attachment yet is said once.
    ...checkSubmission(built, version, asked !== undefined).filter(
      ({ message }) => message !== 'Attachment is missing.',
    ),
  ]);
}

/** Fills a request in from what is known, and says what is still missing. Nothing about it makes it fail but a wrong address. */
export async function draftSubmission(
  kit: Kit,
  heavy: Heavy,
  input: CommandParsed<'submissions.draft'>,
  signal: AbortSignal,
): Promise<Reply<SubmissionDraft>> {
  const { partner, to, discover, taskId } = input;
  const record = taskId ? kit.store.tasks.get(taskId) : undefined;
  const asked = record?.side === 'received' ? { multipleSubmits: true } : undefined;
  const destination =
    partner || to ? await destinationOf(kit, heavy, { partner, to, ask: discover, signal }) : undefined;
  if (destination && !destination.ok) return destination;
  const learned = await learn(kit, heavy, input, signal);
  if (!learned.ok) return learned;
  const now = new Date(kit.ports.clock.now()).toISOString();
  const stated = Object.fromEntries(Object.entries(input.request).filter(([, value]) => value !== undefined));
  const known = { ...learned.value, ...stated } as SubmissionRequest;
  // Whoever named a claim did not choose what it is.
  const request = await withDefaults(kit, heavy, destination?.value.partner, {
    ...known,
    attachTo: learned.value.attachTo ?? known.attachTo,
  });
  const version = destination?.value.partner.cdexVersion ?? '2.1';
  return ok({
    request,
    ...(destination ? { target: destination.value.target } : {}),
    findings: worstFirst([
      ...(destination ? targetFindings(destination.value) : []),
      ...draftFindings(request, version, asked, now),
    ]),
  });
}

/** What the claim or patient that is named says. */
async function learn(
  kit: Kit,
  heavy: Heavy,
  { claim, patient, source: input, request }: CommandParsed<'submissions.draft'>,
  signal: AbortSignal,
): Promise<Reply<Learned>> {
  if (!claim && !patient) return ok({});
  const given = input ? resolvePartner(kit, input) : undefined;
  if (given && !given.ok) return given;
  const now = new Date(kit.ports.clock.now()).toISOString();
  const means = { kit, heavy, signal, request, source: given?.value, now };
  const partner = sourceOf(means, undefined, claim ?? patient);
  if (!partner.ok) return partner;
  const fromClaim = claim ? await learnFromClaim(means, partner.value, claim) : ok({} as Learned);
  if (!fromClaim.ok) return fromClaim;
  const fromPatient = patient ? await memberOf(means, partner.value, patient) : ok({} as Learned);
  return fromPatient.ok ? ok({ ...fromClaim.value, ...fromPatient.value }) : fromPatient;
}

/** The submission that answers a Task, as far as the Task says it, with proposals for what it asks for. */
export async function draftAnswer(
  kit: Kit,
  heavy: Heavy,
  desk: Desk,
  { task, source }: Pick<CommandParsed<'submissions.answerTask'>, 'task' | 'source'>,
  signal: AbortSignal,
): Promise<Reply<TaskSubmissionDraft>> {
  const read = await readAskedTask(desk, { task, source }, signal);
  if (!read.ok) return read;
  const { asked, named } = read.value;
  const { payerUrl, multipleSubmits, questionnaires } = asked;
  const taskBase = named.partner.baseUrl;
  const destination = payerUrl
    ? await destinationOf(kit, heavy, { payerUrl, taskBase, ask: false, signal })
    : undefined;
  const findings = checkAnswered(read.value.current.reading.status);
  if (!payerUrl)
    findings.push(
      error(
        'CONF-088',
        'Task.input',
        'The Task does not say where to submit to (payer-url).',
        'Choose the payer’s connection.',
      ),
    );
  else if (destination && !destination.ok)
    findings.push(error('CONF-088', 'Task.input', destination.error.message, 'Choose the payer’s connection.'));
  else if (destination) findings.push(...targetFindings(destination.value));
  const partner = destination?.ok ? destination.value.partner : undefined;
  const request = asked.request;
  const now = new Date(kit.ports.clock.now()).toISOString();
  return ok({
    request,
    ...(destination?.ok ? { target: destination.value.target } : {}),
    findings: worstFirst([
      ...findings,
      ...draftFindings(request, partner?.cdexVersion ?? '2.1', { multipleSubmits }, now),
    ]),
    taskId: named.taskId,
    asked: asked.asked,
    multipleSubmits,
    questionnaires,
    slots: await proposalsFor(kit, read.value, signal),
  });
}
