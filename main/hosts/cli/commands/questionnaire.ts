import type { Finding } from '../../../../shared/domain/finding.ts';
import { typeOfResource } from '../../../../shared/fhir/json.ts';
import type { Given, OptionSpec } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { namedPartner, partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonDocument } from '../printing.ts';
import { readJson } from '../read-json.ts';
import { misused } from '../refusal.ts';

const options: Record<string, OptionSpec> = { ...partnerOptions };
type Resource = Record<string, unknown>;

/** A Questionnaire by its canonical URL, or out of a file. */
async function questionnaireAt(place: string, given: Given, session: Session): Promise<Resource> {
  if (!/^https?:|^urn:/i.test(place)) return (await readJson(place, session.surface)) as Resource;
  const opened = await session.run('questionnaires.open', { url: place, partner: namedPartner(given) });
  sayFindings(session, opened.findings);
  return opened.questionnaire as Resource;
}

function sayFindings(session: Session, findings: readonly Finding[]): void {
  for (const { severity, rule, path, message } of findings) session.say(`${severity} ${rule} ${path}: ${message}`);
}

/** `questionnaire open URL`: the Questionnaire of a canonical URL, found at the partner, at the payers we know, or where the URL leads. */
export const questionnaireOpen: Command = {
  words: ['URL'],
  options,
  async run(given, session) {
    await session.print(jsonDocument(await questionnaireAt(given.word('URL'), given, session)));
    return 0;
  },
};

/** `questionnaire prefill URL|FILE --patient ID`: a QuestionnaireResponse begun with what the member's record says. */
export const questionnairePrefill: Command = {
  words: ['URL|FILE'],
  options: { ...options, patient: { type: 'text' } },
  async run(given, session) {
    const patientId = given.text('patient') ?? misused('No patient is named.', 'Give --patient ID.');
    const partner = requiredPartner(given);
    const questionnaire = await questionnaireAt(given.word('URL|FILE'), given, session);
    const { response, filled } = await session.run('questionnaires.prefill', { partner, patientId, questionnaire });
    await session.print(jsonDocument(response));
    for (const { linkId, from } of filled) session.say(`${linkId}: from ${from}`);
    return 0;
  },
};

/** `questionnaire check FILE --questionnaire URL|FILE`: what the rules say about a response; exit 1 where one is broken. */
export const questionnaireCheck: Command = {
  words: ['FILE'],
  options: { ...options, questionnaire: { type: 'text' } },
  async run(given, session) {
    const response = (await readJson(given.word('FILE'), session.surface)) as Resource;
    const named = given.text('questionnaire') ?? canonicalOf(response);
    const questionnaire = await questionnaireAt(named, given, session);
    const findings = await session.run('questionnaires.check', { questionnaire, response });
    if (session.json) await session.print(jsonDocument(findings));
    else if (findings.length === 0) await session.print('The response answers its questionnaire.\n');
    else sayFindings(session, findings);
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

/** The questionnaire a response says it answers. */
function canonicalOf(response: Resource): string {
  const { questionnaire } = response;
  if (typeOfResource(response) === 'QuestionnaireResponse' && typeof questionnaire === 'string') return questionnaire;
  return misused('The response names no questionnaire.', 'Give --questionnaire URL|FILE.');
}
