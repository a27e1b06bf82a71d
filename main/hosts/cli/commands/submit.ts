import path from 'node:path';
import { checkSubmission } from '../../../../shared/cdex/check-submission.ts';
import { exitCode } from '../../../../shared/contract/errors.ts';
import type { Given as GivenText } from '../../../../shared/contract/given.ts';
import type { SubmissionAnswer, TaskSubmissionDraft } from '../../../../shared/contract/submissions.ts';
import type { CdexVersion } from '../../../../shared/domain/connection.ts';
import { worstFirst } from '../../../../shared/domain/finding.ts';
import type { SubmissionRequest } from '../../../../shared/domain/submission.ts';
import { typeOfResource } from '../../../../shared/fhir/json.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { failureText, jsonDocument } from '../printing.ts';
import { cdexVersionOf } from '../partner-options.ts';
import { parseJson, readInput } from '../read-json.ts';
import { misused } from '../refusal.ts';
import { oneOf } from '../request-options.ts';
import { hasErrors, sayFindings } from '../say-findings.ts';
import { answersTo, contentOptions, contentsOf } from '../submit-contents.ts';
import { type Places, placeOptions, placesOf, taskOf } from '../submit-places.ts';

/** What of a request is typed as it is, by its option. */
const fields = {
  'tracking-id': 'trackingId',
  'admin-ref': 'adminRef',
  payer: 'payerId',
  organization: 'organizationId',
  provider: 'providerId',
  member: 'memberId',
  'service-date': 'serviceDate',
} as const;

type Named = Partial<SubmissionRequest>;

/** What the options say, without contents; what they do not say is left out. */
function namedBy(given: Given): Named {
  const attachTo = oneOf(given, 'attach-to', ['claim', 'preauthorization']);
  const texts = Object.entries(fields).flatMap(([option, field]) => {
    const value = given.text(option);
    return value === undefined ? [] : [[field, value]];
  });
  return { ...(attachTo ? { attachTo } : {}), ...Object.fromEntries(texts), final: !given.flag('not-final') };
}

/** The request that answers a Task, by what it says and what was typed. */
async function answerOf(session: Session, given: Given, places: Places, task: string): Promise<SubmissionRequest> {
  const { source } = places;
  const draft: TaskSubmissionDraft = await session.run('submissions.answerTask', { task, source });
  const wishes = contentsOf(given, connectionOf(source));
  const { attachments, missing } = answersTo(wishes, draft.slots);
  for (const { code, questionnaire, title } of missing)
    session.say(`not answered: ${title ?? code ?? questionnaire ?? 'something without a code'}`);
  return { ...draft.request, ...namedBy(given), attachments };
}

/** The connection contents are taken from; one named by its base URL travels beside the request. */
const connectionOf = (source: Places['source']) =>
  source && 'connection' in source ? { connection: source.connection } : {};

/** An unsolicited request, completed from the claim or patient that was named, and with what is usual at this payer. */
async function unsolicited(session: Session, given: Given, places: Places): Promise<SubmissionRequest> {
  const [claim, patient] = [given.text('claim'), given.text('patient')];
  const named = namedBy(given);
  if (!named.attachTo && claim === undefined)
    misused('It is not said what it is attached to.', 'Give --attach-to claim or --attach-to preauthorization.');
  const attachments = contentsOf(given, connectionOf(places.source));
  const request = { attachTo: 'claim' as const, final: true, ...named, attachments };
  const draft = await session.run('submissions.draft', { request, ...places, claim, patient });
  const { memberId, organizationId, providerId } = draft.request;
  if (!memberId) misused('The submission names no member.', 'Give --member SYSTEM|VALUE.');
  if (!organizationId && !providerId)
    misused('It is not said who submits.', 'Give --organization SYSTEM|VALUE, --provider SYSTEM|VALUE, or both.');
  return { ...draft.request, ...named };
}

/** Parameters as they are, from a file or stdin. */
async function parametersOf(session: Session, given: Given): Promise<GivenText | undefined> {
  const file = given.text('parameters');
  if (file === undefined) return undefined;
  const stray = [
    ...Object.keys(contentOptions),
    ...Object.keys(fields),
    'attach-to',
    'claim',
    'patient',
    'not-final',
  ].find((name) => given.flag(name));
  if (stray) misused(`--parameters says everything already, --${stray} too.`, `Leave out --parameters or --${stray}.`);
  if (file !== '-' && !given.flag('dry-run')) return { file: path.resolve(file) };
  const value = await readInput(file, session.surface);
  if (!given.flag('dry-run') && value.length > mostTyped)
    misused('More than a million characters came on stdin.', 'Write them to a file and give --parameters FILE.');
  return { value };
}

/** Characters of Parameters that may come on stdin; a file may have any size. */
const mostTyped = 1_000_000;

const howOptions: Command['options'] = {
  retries: { type: 'text' },
  split: { type: 'flag' },
  'send-anyway': { type: 'flag' },
};

const howOf = (given: Given) => ({
  retries: given.integer('retries', 0, 10) ?? 0,
  split: given.flag('split'),
  sendAnyway: given.flag('send-anyway'),
});

async function print(session: Session, answer: SubmissionAnswer): Promise<number> {
  const { httpStatus, accepted, held, outcome, trackingId, exchangeId, record, error, task, taskProblem } = answer;
  const { to, target, attempts, id } = record;
  await session.print(
    jsonDocument({
      httpStatus,
      accepted,
      held,
      outcome: outcome ?? null,
      trackingId,
      exchangeId,
      submissionId: id,
      to,
      attempts,
      ...(task === undefined ? {} : { task }),
      ...(taskProblem ? { taskProblem } : {}),
      ...(error ? { error } : {}),
    }),
  );
  if (target) session.say(`To ${target.url}: ${target.says}`);
  sayFindings(session, record.findings);
  const failure = error ?? taskProblem;
  if (taskProblem) session.say('The payer accepted; the Task was not completed.');
  if (failure && !session.json) session.say(failureText(failure).trimEnd());
  return failure ? exitCode(failure.code) : 0;
}

/** Parameters that are given, as they are, with what the rules say about them. */
async function dryRunGiven(session: Session, text: string, version: CdexVersion, solicited: boolean): Promise<number> {
  const parameters = parseJson(text);
  if (typeOfResource(parameters) !== 'Parameters')
    misused('What was given is no Parameters resource.', 'Give the Parameters of $submit-attachment as JSON.');
  const findings = checkSubmission(parameters, version, solicited);
  await session.print(jsonDocument(parameters));
  sayFindings(session, worstFirst(findings));
  return hasErrors(findings) ? 1 : 0;
}

async function dryRun(session: Session, request: SubmissionRequest, places: Places, task: string | undefined) {
  const composed = await session.run('submissions.compose', { request, ...places, taskId: task, whole: true });
  await session.print(jsonDocument(composed.parameters));
  sayFindings(session, worstFirst(composed.findings));
  return hasErrors(composed.findings) ? 1 : 0;
}

/** `submit`: sends attachments to a payer, unsolicited, as the answer to a Task, or as Parameters that are given. */
export const submit: Command = {
  words: [],
  options: {
    ...placeOptions,
    ...contentOptions,
    ...Object.fromEntries(Object.keys(fields).map((name) => [name, { type: 'text' as const }])),
    'attach-to': { type: 'text' },
    claim: { type: 'text' },
    patient: { type: 'text' },
    'not-final': { type: 'flag' },
    parameters: { type: 'text' },
    'keep-open': { type: 'flag' },
    ...howOptions,
    'dry-run': { type: 'flag' },
  },
  async run(given, session) {
    const places = placesOf(given);
    const task = await taskOf(session, given, places);
    const parameters = await parametersOf(session, given);
    if (!task && !places.to && !places.partner && !given.flag('dry-run'))
      misused('It is not said where to submit to.', 'Give --to URL, --connection NAME or --task ID.');
    const how = howOf(given);
    const complete = task !== undefined && !given.flag('keep-open');
    const addressed = { ...places, ...(task === undefined ? {} : { taskId: task }) };
    if (parameters) {
      if (given.flag('dry-run') && 'value' in parameters)
        return dryRunGiven(session, parameters.value, cdexVersionOf(given) ?? '2.1', task !== undefined);
      return print(session, await session.run('submissions.send', { parameters, ...addressed, ...how, complete }));
    }
    const request =
      task === undefined ? await unsolicited(session, given, places) : await answerOf(session, given, places, task);
    if (request.attachments.length === 0)
      misused(
        'Nothing is said to be submitted.',
        'Give --file F, --reference R, --query Q, --document R... or --form ID.',
      );
    if (given.flag('dry-run')) return dryRun(session, request, places, task);
    return print(session, await session.run('submissions.send', { request, ...addressed, ...how, complete }));
  },
};

/** `submissions send ID`: sends what failed again, or a draft; parts the payer has already are left out. */
export const submissionsSend: Command = {
  words: ['ID'],
  options: { ...placeOptions, ...howOptions },
  async run(given, session) {
    const places = placesOf(given);
    return print(session, await session.run('submissions.send', { id: given.word('ID'), ...places, ...howOf(given) }));
  },
};
