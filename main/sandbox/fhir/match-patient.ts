import type { Bundle, BundleEntry, Patient, Resource } from '@medplum/fhirtypes';
import { issue, problem } from './problems.ts';
import type { SandboxRepository } from './repository.ts';
import { PAGE, parseSearch } from './search-query.ts';
import { foldText } from './text.ts';
import { checkResource } from './validate.ts';

const GRADE_URL = 'http://hl7.org/fhir/StructureDefinition/match-grade';

type Grade = 'certain' | 'probable' | 'possible';

/** What each agreement is worth; full name and birth date together make a certain match. */
const worth = { identifier: 0.6, family: 0.3, given: 0.2, birthDate: 0.4, gender: 0.1, postalCode: 0.1, telecom: 0.1 };
/** What a stated contradiction costs. */
const cost = { family: 0.2, birthDate: 0.3, gender: 0.2 };
const floors: [Grade, number][] = [
  ['certain', 0.9],
  ['probable', 0.65],
  ['possible', 0.4],
];

const overlap = (wanted: (string | undefined)[], found: (string | undefined)[]): boolean => {
  const folded = new Set(found.filter((one) => one !== undefined).map((one) => foldText(one as string)));
  return wanted.some((one) => one !== undefined && folded.has(foldText(one)));
};

const families = (patient: Patient) => (patient.name ?? []).map(({ family }) => family);
const givens = (patient: Patient) => (patient.name ?? []).flatMap(({ given }) => given?.[0]);
const postalCodes = (patient: Patient) => (patient.address ?? []).map(({ postalCode }) => postalCode?.slice(0, 5));
const contacts = (patient: Patient) => (patient.telecom ?? []).map(({ value }) => value?.replace(/[\s().-]/g, ''));

function sharesIdentifier(wanted: Patient, found: Patient): boolean {
  return (wanted.identifier ?? []).some((one) =>
    (found.identifier ?? []).some(
      (other) => one.value !== undefined && one.value === other.value && (!one.system || one.system === other.system),
    ),
  );
}

/** How well a patient fits what was asked for, from 0 to 1. */
function scorePatient(wanted: Patient, found: Patient): number {
  let score = 0;
  if (sharesIdentifier(wanted, found)) score += worth.identifier;
  if (overlap(families(wanted), families(found))) score += worth.family;
  else if (families(wanted).some(Boolean)) score -= cost.family;
  if (overlap(givens(wanted), givens(found))) score += worth.given;
  if (wanted.birthDate) score += wanted.birthDate === found.birthDate ? worth.birthDate : -cost.birthDate;
  if (wanted.gender && found.gender) score += wanted.gender === found.gender ? worth.gender : -cost.gender;
  if (overlap(postalCodes(wanted), postalCodes(found))) score += worth.postalCode;
  if (overlap(contacts(wanted), contacts(found))) score += worth.telecom;
  return Math.round(Math.min(1, Math.max(0, score)) * 100) / 100;
}

interface MatchWish {
  patient: Patient;
  onlyCertain: boolean;
  count: number;
}

function readWish(body: unknown): MatchWish {
  const parameters = body as { resourceType?: unknown; parameter?: unknown } | undefined;
  const list = Array.isArray(parameters?.parameter) ? (parameters.parameter as Record<string, unknown>[]) : [];
  const named = (name: string) => list.find((one) => one?.name === name);
  const patient = named('resource')?.resource as Patient | undefined;
  if (parameters?.resourceType !== 'Parameters' || patient?.resourceType !== 'Patient') {
    throw problem(400, '$match needs Parameters with a parameter "resource" that holds a Patient.', {
      code: 'required',
    });
  }
  checkResource(patient);
  const count = Number(named('count')?.valueInteger ?? 10);
  return { patient, onlyCertain: named('onlyCertainMatches')?.valueBoolean === true, count: Math.max(0, count) };
}

/**
 * Patient/$match: the patients that fit, best first, each with search.score and the match-grade extension.
 * Two equally good certain matches are only probable: neither can be told from the other.
 */
export function matchPatient(repository: SandboxRepository, body: unknown): Bundle<Resource> {
  const { patient, onlyCertain, count } = readWish(body);
  const query = parseSearch(repository.definitions, ['Patient'], [['_count', String(PAGE.most)]]);
  const scored = repository
    .find(query)
    .entry.map(({ resource }) => ({ found: resource as Patient, score: scorePatient(patient, resource as Patient) }))
    .sort((one, other) => other.score - one.score);
  const twins = scored.length > 1 && scored[0]?.score === scored[1]?.score;
  const entry: BundleEntry<Resource>[] = scored.flatMap(({ found, score }) => {
    const grade = floors.find(([, floor]) => score >= floor)?.[0];
    const honest = grade === 'certain' && twins && score === scored[0]?.score ? 'probable' : grade;
    if (!honest || (onlyCertain && honest !== 'certain')) return [];
    return [
      {
        fullUrl: `${repository.base}/Patient/${found.id}`,
        resource: found,
        search: { extension: [{ url: GRADE_URL, valueCode: honest }], mode: 'match', score },
      },
    ];
  });
  const kept = entry.slice(0, count);
  if (onlyCertain && !kept.length && scored.some(({ score }) => score >= 0.4)) {
    const text = 'There are patients that may fit, but none is certain.';
    const outcome = issue(text, { severity: 'information', code: 'informational' });
    kept.push({ resource: { resourceType: 'OperationOutcome', issue: [outcome] }, search: { mode: 'outcome' } });
  }
  const total = kept.filter(({ search }) => search?.mode === 'match').length;
  return { resourceType: 'Bundle', type: 'searchset', total, ...(kept.length ? { entry: kept } : {}) };
}
