import type { Patient } from '@medplum/fhirtypes';
import { belongsTo } from '../fhir/patient-compartment.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import { PAGE, parseSearch, type SearchQuery } from '../fhir/search-query.ts';

/** A query that can only answer about one member, or why it is refused. */
export type CheckedQuery = { query: SearchQuery; self: string } | { refusal: string };

type Member = Patient & { id: string };

/** Parameters that shape the answer without widening it. */
const shaping = new Set(['_count', '_offset', '_sort', '_elements', '_summary', '_total', '_format', '_pretty']);
/** Parameters of every type that only narrow. */
const narrowing = new Set(['_id', '_lastUpdated', '_tag', '_profile', '_security', '_source']);
/** How a type names its patient. */
const patientNames = ['patient', 'subject', 'beneficiary'];

/** The one way to widen an answer that the guide asks for. */
const PROVENANCE = 'Provenance:target';

/** Undoes percent-encoding once; undefined where that is malformed. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function parsePairs(text: string): [string, string][] | undefined {
  const pairs: [string, string][] = [];
  for (const part of text.split('&').filter((one) => one !== '')) {
    const equals = part.indexOf('=');
    if (equals < 0) return undefined;
    const [key, value] = [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
    // Text that is still encoded after one decoding was encoded twice, which only hides something.
    if (key === undefined || value === undefined || /%[0-9a-f]{2}/i.test(key)) return undefined;
    pairs.push([key, value]);
  }
  return pairs;
}

const hasIdentifier = (member: Member, token: string): boolean =>
  (member.identifier ?? []).some(({ system, value }) => token === value || token === `${system}|${value}`);

/** Whether a parameter says "this patient": by reference, or by one of the patient's own identifiers. */
function namesMember(repository: SandboxRepository, member: Member, key: string, value: string): boolean | undefined {
  const [name = '', rest] = key.split(/[:.](.*)/s);
  if (!patientNames.includes(name)) return undefined;
  if (rest === undefined || rest === 'Patient') {
    const wanted = repository.relative(value);
    return wanted === `Patient/${member.id}` || wanted === member.id;
  }
  return /^(Patient\.)?identifier$/.test(rest) ? hasIdentifier(member, value) : false;
}

function namesPatient(member: Member, key: string, value: string): boolean | undefined {
  if (key === '_id') return value === member.id;
  return key === 'identifier' ? hasIdentifier(member, value) : undefined;
}

/** What speaks against one parameter; undefined when nothing does. */
function objection(key: string, value: string): string | undefined {
  if (key === '_revinclude') return value === PROVENANCE ? undefined : `_revinclude=${value} would widen the answer`;
  if (key.startsWith('_include') || key.startsWith('_revinclude')) return `${key} would widen the answer`;
  if (key.startsWith('_has')) return '_has looks into other records';
  const name = key.split(/[:.]/)[0] ?? '';
  if (name.startsWith('_') && !shaping.has(name) && !narrowing.has(name)) return `${key} is not allowed in a Task`;
  if (key.includes('.') && !patientNames.includes(name)) return `${key} looks into other records`;
  return undefined;
}

/**
 * Reads the query of a data-request-query Task and makes sure it stays with the Task's member: one type, the member named
 * exactly once and alone, nothing brought along but Provenance. It is run with the member's rights, so that what slips past the reading
 * still finds nothing of others.
 */
export function checkMemberQuery(repository: SandboxRepository, member: Member, text: string): CheckedQuery {
  const refuse = (reason: string): CheckedQuery => ({ refusal: `The query was refused: ${reason}.` });
  const local = text.trim().replace(`${repository.base}/`, '').replace(/^\//, '');
  const [type = '', search, ...more] = local.split('?');
  if (search === undefined) return refuse('it has no "?"; it must have the form Type?parameters');
  if (more.length || local.includes('#')) return refuse('it has more than one "?" or a "#"');
  if (!/^[A-Z][A-Za-z]+$/.test(type)) return refuse(`"${type}" is not a single resource type`);
  if (!repository.types.includes(type)) return refuse(`this server does not hold the type ${type}`);
  if (!belongsTo(repository.definitions, type, member.id)) return refuse(`${type} cannot be limited to a patient`);
  const pairs = parsePairs(search);
  if (!pairs) return refuse('its parameters cannot be read');
  const names = pairs.map(([key, value]) =>
    type === 'Patient' ? namesPatient(member, key, value) : namesMember(repository, member, key, value),
  );
  if (names.includes(false)) return refuse('it names another patient, or several');
  if (names.filter((one) => one === true).length !== 1) return refuse('it must name the Task’s patient exactly once');
  const against = pairs.map(([key, value]) => objection(key, value)).find((one) => one !== undefined);
  if (against) return refuse(against);
  const paged = pairs.some(([key]) => key === '_count') ? pairs : [...pairs, ['_count', String(PAGE.most)] as const];
  try {
    const query = parseSearch(repository.definitions, [type], paged as [string, string][]);
    return { query, self: `${repository.base}/${type}?${search}` };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
