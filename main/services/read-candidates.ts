import type { FoundPatients, PatientCandidate } from '../../shared/contract/patients.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import { conceptText, personName } from '../../shared/fhir/datatype.ts';
import { formatIdentifier } from '../../shared/fhir/identifier.ts';
import { dig, type JsonObject, numberOf, objectsOf, textOf, typeOfResource } from '../../shared/fhir/json.ts';
import { isOutcome, readOutcome } from '../../shared/fhir/outcome.ts';
import { usableId } from './read-created.ts';

const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade';
const grades = ['certain', 'probable', 'possible', 'certainly-not'];

const say = (severity: Finding['severity'], rule: string, path: string, message: string, next?: string): Finding => ({
  rule,
  severity,
  path,
  message,
  ...(next ? { next } : {}),
});

/** A Patient as somebody looking for a member wants to see it; undefined for one without an id that can be read. */
export function candidateOf(patient: unknown): PatientCandidate | undefined {
  const id = typeOfResource(patient) === 'Patient' ? usableId(dig(patient, 'id')) : undefined;
  if (!id) return undefined;
  const birthDate = textOf(dig(patient, 'birthDate'));
  const gender = textOf(dig(patient, 'gender'));
  return {
    id,
    name: personName(dig(patient, 'name')) ?? '',
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender } : {}),
    identifiers: objectsOf(dig(patient, 'identifier')).flatMap((identifier) => {
      const text = formatIdentifier(identifier);
      const type = conceptText(identifier.type);
      return text ? [{ text, ...(type ? { type } : {}) }] : [];
    }),
  };
}

/** What was found, and what the answer says besides. */
export type Candidates = Pick<FoundPatients, 'candidates' | 'findings'>;

/** The patients of a searchset, in the server's order. Outcomes among them become findings; an empty Bundle found nobody. */
export function readCandidates(bundle: unknown, how: FoundPatients['how']): Candidates {
  const findings: Finding[] = [];
  const candidates = objectsOf(dig(bundle, 'entry')).flatMap((entry, index): PatientCandidate[] => {
    const path = `Bundle.entry[${index}]`;
    const { resource } = entry;
    if (isOutcome(resource)) {
      findings.push(...outcomeFindings(resource, path));
      return [];
    }
    if (textOf(dig(entry, 'search', 'mode')) === 'include') return [];
    const found = candidateOf(resource);
    if (!found)
      findings.push(
        say('warning', 'answer', path, `A ${typeOfResource(resource) ?? 'thing'} without use is among the patients.`),
      );
    return found ? [how === 'match' ? { ...found, ...gradeOf(entry, path, findings) } : found] : [];
  });
  const more = objectsOf(dig(bundle, 'link')).some(({ relation }) => relation === 'next');
  if (more)
    findings.push(
      say('warning', 'answer', 'Bundle.link', 'There are more patients than this page holds.', 'Narrow the search.'),
    );
  return { candidates, findings };
}

function outcomeFindings(outcome: unknown, path: string): Finding[] {
  return (readOutcome(outcome)?.issues ?? []).map(({ severity, text, diagnostics, code }) =>
    say(
      severity === 'fatal' ? 'error' : severity,
      'outcome',
      path,
      text || diagnostics || code || 'An issue without words.',
    ),
  );
}

/** Grade and score of an entry ($match: extension match-grade and search.score, from 0 to 1). */
function gradeOf(entry: JsonObject, path: string, findings: Finding[]): Pick<PatientCandidate, 'grade' | 'score'> {
  const extension = objectsOf(dig(entry, 'search', 'extension')).find(({ url }) => url === gradeUrl);
  const grade = textOf(extension?.valueCode);
  const score = numberOf(dig(entry, 'search', 'score'));
  if (!grade || !grades.includes(grade))
    findings.push(
      say(
        'warning',
        'CONF-006',
        `${path}.search.extension`,
        grade ? `The grade ${grade} is none of ${grades.join(', ')}.` : 'A match comes without its grade.',
        'Compare the patient by hand.',
      ),
    );
  if (score !== undefined && (score < 0 || score > 1))
    findings.push(say('warning', 'CONF-006', `${path}.search.score`, `The score ${score} is not between 0 and 1.`));
  return { ...(grade ? { grade } : {}), ...(score === undefined ? {} : { score }) };
}

/** What is wrong with the patients of a match: nobody, several certain ones, or others where certain ones alone were wanted (CONF-006). */
export function matchFindings(candidates: readonly PatientCandidate[], onlyCertain: boolean): Finding[] {
  const certain = candidates.filter(({ grade }) => grade === 'certain').length;
  const findings: Finding[] = [];
  if (certain > 1)
    findings.push(
      say(
        'warning',
        'CONF-006',
        'Bundle.entry',
        `${certain} patients are called certain; one person should be one.`,
        'Ask the source which record is the member’s.',
      ),
    );
  if (onlyCertain && certain < candidates.length)
    findings.push(
      say(
        'warning',
        'CONF-006',
        'Bundle.entry',
        'Patients came that are not certain, though certain ones alone were asked for.',
      ),
    );
  return findings;
}

/** What is wrong with the patients of an identifier: several, or some that do not carry it, as when a server ignores the parameter (CONF-007). */
export function identifierFindings(candidates: readonly PatientCandidate[], identifier: string): Finding[] {
  const value = identifier.slice(identifier.indexOf('|') + 1);
  const strangers = candidates.filter(
    ({ identifiers }) =>
      !identifiers.some(({ text }) => text === identifier || text.slice(text.indexOf('|') + 1) === value),
  );
  const findings: Finding[] = [];
  if (strangers.length > 0)
    findings.push(
      say(
        'error',
        'CONF-007',
        'Bundle.entry',
        `${strangers.length} of ${candidates.length} patients do not carry ${identifier}; the server may have ignored the parameter.`,
        'Do not rely on these patients; ask the source whether Patient can be searched by identifier.',
      ),
    );
  else if (candidates.length > 1)
    findings.push(
      say(
        'warning',
        'CONF-007',
        'Bundle.entry',
        `The identifier names ${candidates.length} patients.`,
        'Compare them by hand, or give the system of the identifier.',
      ),
    );
  return findings;
}

/** Said where nobody was found. */
export const nobody = (how: FoundPatients['how']): Finding =>
  say(
    'information',
    how === 'match' ? 'CONF-006' : 'CONF-007',
    'Bundle.entry',
    'The partner knows no such patient.',
    'Check the spelling, or look for the member in another way.',
  );
