import type { PatientCandidate } from '../../../../shared/contract/patients.ts';
import type { CommandInput } from '../../../../shared/contract/commands.ts';
import { isSearchDate } from '../../../../shared/fhir/search-values.ts';
import type { Given } from '../arguments.ts';
import type { Command } from '../command.ts';
import { partnerOptions, requiredPartner } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const genders = ['female', 'male', 'other', 'unknown'] as const;

function genderOf(given: Given) {
  const typed = given.text('gender');
  if (typed === undefined) return undefined;
  const gender = genders.find((known) => known === typed);
  return gender ?? misused(`--gender ${typed} is not known.`, `Use one of: ${genders.join(', ')}.`);
}

/** FHIR dates in full: what a person wrote otherwise would find nobody, or somebody else. */
function birthDateOf(given: Given): string | undefined {
  const typed = given.text('birth-date');
  if (typed === undefined || (/^\d{4}-\d\d-\d\d$/.test(typed) && isSearchDate(typed))) return typed;
  return misused(`--birth-date ${typed} is no date.`, 'Write YYYY-MM-DD.');
}

function wantedOf(given: Given): CommandInput<'patients.find'> {
  return {
    partner: requiredPartner(given),
    how: given.flag('match') ? 'match' : undefined,
    id: given.text('id'),
    identifier: given.text('identifier'),
    family: given.text('family'),
    given: given.text('given'),
    birthDate: birthDateOf(given),
    gender: genderOf(given),
    onlyCertain: given.flag('only-certain') || undefined,
  };
}

const row = ({ id, name, birthDate, gender, grade, score, identifiers }: PatientCandidate) => [
  id,
  name,
  birthDate ?? '',
  gender ?? '',
  [grade, score].filter((one) => one !== undefined).join(' '),
  identifiers.map(({ text }) => text).join(', '),
];

/** `patient find`: a member looked up at a partner. Exits 1 when nobody was found, or who was found is not who was asked for. */
export const patientFind: Command = {
  words: [],
  options: {
    ...partnerOptions,
    ...Object.fromEntries(
      ['id', 'identifier', 'family', 'given', 'birth-date', 'gender'].map((name) => [name, { type: 'text' as const }]),
    ),
    match: { type: 'flag' },
    'only-certain': { type: 'flag' },
  },
  async run(given, session) {
    const found = await session.run('patients.find', wantedOf(given));
    const headings = ['ID', 'NAME', 'BORN', 'GENDER', 'GRADE', 'IDENTIFIERS'];
    await session.print(session.json ? jsonDocument(found) : table(headings, found.candidates.map(row)));
    for (const { severity, rule, message } of found.findings) session.say(`${severity} ${rule}: ${message}`);
    return found.candidates.length === 0 || found.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};
