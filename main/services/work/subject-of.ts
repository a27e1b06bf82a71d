import { containedIn } from '../../../shared/cdex/check-attachment-actors.ts';
import type { DataSubject } from '../../../shared/cdex/check-collected.ts';
import { literalPatient } from '../../../shared/cdex/literal-patient.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { formatIdentifier, identifierValue } from '../../../shared/fhir/identifier.ts';
import { dig, isObject, type JsonObject, objectsOf, textOf } from '../../../shared/fhir/json.ts';
import type { Answer } from '../../exchange/answer.ts';
import type { Partner } from '../../exchange/partner.ts';
import { readResource } from '../../exchange/read.ts';
import { search } from '../../exchange/search.ts';
import { identifierToken } from '../identifier-token.ts';
import type { Kit } from '../kit.ts';

/** Identifiers of a resource, `SYSTEM|VALUE`. */
const identifiersOf = (resource: unknown): string[] =>
  objectsOf(dig(resource, 'identifier')).flatMap((one) => formatIdentifier(one) ?? []);

/** Whether one of a patient's identifiers is the asked one; where the Task gives no system, the value decides. */
const carries = (own: readonly string[], asked: string): boolean =>
  own.some((one) => one === asked || (!asked.includes('|') && identifierValue(one) === asked));

/** The identifiers a Task names its patient by: its own, then those of the Patient inside it (attachment requests). */
function askedIdentifiers(task: unknown): string[] {
  const reference = textOf(dig(task, 'for', 'reference')) ?? '';
  const inside = reference.startsWith('#') ? containedIn(task, 'Patient', reference.slice(1)) : undefined;
  const own = formatIdentifier(dig(task, 'for', 'identifier'));
  return [...new Set([...(own ? [own] : []), ...identifiersOf(inside)])];
}

const notFound = (message: string, exchangeId: string) =>
  fail('not-found', message, 'Reject the Task with this reason, or find the patient yourself and give a query.', {
    requirement: 'CONF-007',
    exchangeId,
  });

/**
 * The patient a Task is for, as the server we work for knows them: by reference, by one of the identifiers (CONF-007), or by both, which
 * must mean one person. A server that ignores the search parameter is found out: the patient must carry the identifier.
 */
export async function subjectOf(
  kit: Pick<Kit, 'door'>,
  partner: Partner,
  task: JsonObject,
  signal?: AbortSignal,
): Promise<Reply<DataSubject>> {
  const context = { approach: 'task' as const, note: 'patient of the Task', ...(signal ? { signal } : {}) };
  const asked = askedIdentifiers(task);
  const id = literalPatient(task, partner.baseUrl);
  const subject = (patientId: string, resource: unknown): DataSubject => ({
    id: patientId,
    baseUrl: partner.baseUrl,
    identifiers: identifiersOf(resource),
  });
  if (id) {
    const reply = await readResource(kit.door, partner, `Patient/${id}`, context);
    if (!reply.ok) return reply;
    const found = subject(id, reply.value.resource);
    const stranger = formatIdentifier(dig(task, 'for', 'identifier'));
    if (stranger && found.identifiers.length > 0 && !carries(found.identifiers, stranger))
      return notFound(
        `Task.for names Patient/${id}, who does not have its identifier ${stranger}.`,
        reply.value.exchangeId,
      );
    return ok(found);
  }
  let last: Answer | undefined;
  const found = new Map<string, JsonObject>();
  for (const identifier of asked) {
    const reply = await search(
      kit.door,
      partner,
      `Patient?identifier=${encodeURIComponent(identifierToken(identifier))}`,
      false,
      context,
    );
    if (!reply.ok) return reply;
    last = reply.value;
    for (const { resource } of objectsOf(dig(last.resource, 'entry'))) {
      const personId = textOf(dig(resource, 'id'));
      const isPerson = isObject(resource) && resource.resourceType === 'Patient' && personId !== undefined;
      if (isPerson && carries(identifiersOf(resource), identifier)) found.set(personId, resource);
    }
  }
  if (last && found.size > 1)
    return notFound(`More than one patient has what the Task names: ${asked.join(', ')}.`, last.exchangeId);
  for (const [personId, person] of found) return ok(subject(personId, person));
  const words = asked.length > 0 ? `has the identifier ${asked.join(' or ')}` : 'is named by the Task';
  return last
    ? notFound(`No patient at ${partner.name} ${words}.`, last.exchangeId)
    : fail(
        'not-found',
        `No patient at ${partner.name} ${words}.`,
        'Reject the Task: it must name its patient (CONF-089).',
      );
}
