import { type Finding, worstFirst } from '../../../../shared/domain/finding.ts';
import type { TaskRequest } from '../../../../shared/domain/task-request.ts';
import type { Given, OptionSpec } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { namedPartner, partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonDocument } from '../printing.ts';
import { misused, refuse } from '../refusal.ts';

/** Ways to ask that this version does not have yet; named so that they are refused in words rather than as unknown. */
const laterKinds = ['code', 'text', 'questionnaire', 'attachment-code', 'attachment-questionnaire', 'from'];

const texts = ['query', 'patient', 'member', 'requester', 'owner', 'reason', 'claim', 'based-on', 'due'];

const options: Record<string, OptionSpec> = {
  ...partnerOptions,
  ...Object.fromEntries([...texts, ...laterKinds].map((name) => [name, { type: 'text' }])),
  pou: { type: 'text' },
  tag: { type: 'text', variadic: true },
  signature: { type: 'flag' },
  'dry-run': { type: 'flag' },
};

/** Codes after one option, repeated or with commas between them; undefined when there are none. */
function listOf(given: Given, name: string): string[] | undefined {
  const codes = given
    .texts(name)
    .flatMap((typed) => typed.split(','))
    .map((code) => code.trim());
  return codes.length ? codes : undefined;
}

/** The request as the options say it. */
export function requestOf(given: Given): TaskRequest {
  const later = laterKinds.find((name) => given.flag(name));
  if (later)
    refuse(
      'capability-missing',
      `This version makes data-request Tasks by query only, not by --${later}.`,
      'Use --query Q.',
    );
  return {
    kind: 'data-request-query',
    query: given.text('query') ?? misused('task request needs what to ask for.', "Give --query 'Type?params'."),
    patientId: given.text('patient'),
    member: given.text('member'),
    requester: given.text('requester'),
    owner: given.text('owner'),
    purposeOfUse: listOf(given, 'pou'),
    workQueue: listOf(given, 'tag'),
    signature: given.flag('signature') || undefined,
    reason: given.text('reason'),
    claim: given.text('claim'),
    basedOn: given.text('based-on'),
    due: given.text('due'),
  };
}

function sayFindings(session: Session, findings: Finding[]): void {
  for (const { severity, rule, path, message } of worstFirst(findings))
    session.say(`${severity} ${rule} ${path}: ${message}`);
}

/** `task request`: builds, checks and sends a Task; `--dry-run` builds and checks. Prints the Task. */
export const taskRequest: Command = {
  words: [],
  options,
  async run(given, session) {
    const request = requestOf(given);
    if (given.flag('dry-run')) {
      const draft = await session.run('tasks.draft', { partner: namedPartner(given), request });
      await session.print(jsonDocument(draft.task));
      sayFindings(session, draft.findings);
      return draft.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
    }
    const receipt = await session.run('tasks.request', { partner: requiredPartner(given), request });
    await session.print(jsonDocument(receipt.task));
    sayFindings(session, receipt.findings);
    return 0;
  },
};
