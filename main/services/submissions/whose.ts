import { type DataSubject, objectionTo } from '../../../shared/cdex/check-collected.ts';
import { error, information } from '../../../shared/cdex/findings.ts';
import type { Finding } from '../../../shared/domain/finding.ts';
import { formatIdentifier, identifierValue } from '../../../shared/fhir/identifier.ts';
import { dig, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import type { Partner } from '../../exchange/partner.ts';
import { search } from '../../exchange/search.ts';
import { identifierToken } from '../identifier-token.ts';
import type { Means } from './content.ts';

/** The member as the server knows them, or why that is not known. */
export type Whose = { subject: DataSubject } | { unknown: string };

const identifiersOf = (patient: unknown): string[] =>
  objectsOf(dig(patient, 'identifier')).flatMap((one) => formatIdentifier(one) ?? []);

/** Asked once for a submission and a server. */
const asked = new WeakMap<Means['request'], Map<string, Promise<Whose>>>();

/** The patient at a server who carries the submission's member id. */
export function whoseAt(means: Means, partner: Partner): Promise<Whose> {
  const known = asked.get(means.request) ?? new Map<string, Promise<Whose>>();
  asked.set(means.request, known);
  const found = known.get(partner.baseUrl) ?? look(means, partner);
  known.set(partner.baseUrl, found);
  return found;
}

async function look({ kit, request: { memberId }, signal }: Means, partner: Partner): Promise<Whose> {
  if (!memberId) return { unknown: 'the submission names no member' };
  const query = `Patient?identifier=${encodeURIComponent(identifierToken(memberId))}`;
  const context = { approach: 'push' as const, note: 'patient of a submission', signal };
  const reply = await search(kit.door, partner, query, false, context);
  if (!reply.ok) return { unknown: `${partner.name} did not say who has the member id (${reply.error.message})` };
  const patients = objectsOf(dig(reply.value.resource, 'entry')).flatMap(({ resource }) => {
    const id = dig(resource, 'resourceType') === 'Patient' ? textOf(dig(resource, 'id')) : undefined;
    const identifiers = identifiersOf(resource);
    // A server that ignores the parameter answers with everybody.
    const carries = identifiers.some((one) => identifierValue(one) === identifierValue(memberId));
    return id && carries ? [{ id, baseUrl: partner.baseUrl, identifiers: [...identifiers, memberId] }] : [];
  });
  const [subject] = patients;
  if (subject && patients.length === 1) return { subject };
  return { unknown: `${patients.length === 0 ? 'nobody' : 'more than one patient'} there has the member id` };
}

/** What is to be said of a resource for whom a submission is. `path` is where the finding points. */
export function whoseFindings(whose: Whose, partner: Partner, resource: unknown, path: string): Finding[] {
  if ('unknown' in whose) return [uncompared(whose, partner, path)];
  const objection = objectionTo(resource, whose.subject);
  return objection?.because === 'another' ? [foreign(`The content is not the member’s: ${objection.says}.`, path)] : [];
}

/** A content of another person. */
export const foreign = (message: string, path: string): Finding =>
  error('foreign-data', path, message, 'Choose what belongs to the member of this submission.');

/** Nobody can tell whose it is. */
export const uncompared = (whose: { unknown: string }, { name }: Partner, path: string): Finding =>
  information(
    'foreign-data',
    path,
    `Whose the content from ${name} is was not compared: ${whose.unknown}.`,
    'Look at it yourself.',
  );
