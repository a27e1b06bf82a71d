import { codesOf, codingsOf } from '../../../shared/fhir/datatype.ts';
import { dig, isObject, objectsOf, textOf, typeOfResource } from '../../../shared/fhir/json.ts';

/** What a Provenance says, in words. */
export interface ProvenanceSaid {
  /** What it attests: references as written. */
  targets: string[];
  /** When it happened, else when it was written down; as written. */
  when?: string;
  /** Who had a part in it: "author Lakeside Clinic". */
  agents: string[];
  /** What was done, such as create. */
  activity?: string;
  isSigned: boolean;
}

const referenceWords = (reference: unknown): string | undefined =>
  textOf(dig(reference, 'display')) ??
  textOf(dig(reference, 'reference')) ??
  textOf(dig(reference, 'identifier', 'value'));

const conceptWords = (concept: unknown): string | undefined =>
  textOf(dig(concept, 'text')) ?? textOf(codingsOf(concept)[0]?.display) ?? codesOf(concept)[0];

function agentWords(agent: unknown): string {
  const who = referenceWords(dig(agent, 'who')) ?? 'nobody named';
  const behalf = referenceWords(dig(agent, 'onBehalfOf'));
  const part = conceptWords(dig(agent, 'type'));
  return `${part ? `${part.toLowerCase()} ` : ''}${who}${behalf ? ` for ${behalf}` : ''}`;
}

function read(resource: unknown): ProvenanceSaid {
  const when =
    textOf(dig(resource, 'occurredPeriod', 'end')) ??
    textOf(dig(resource, 'occurredPeriod', 'start')) ??
    textOf(dig(resource, 'occurredDateTime')) ??
    textOf(dig(resource, 'recorded'));
  const activity = conceptWords(dig(resource, 'activity'));
  return {
    targets: objectsOf(dig(resource, 'target')).flatMap((target) => referenceWords(target) ?? []),
    ...(when ? { when } : {}),
    agents: objectsOf(dig(resource, 'agent')).map(agentWords),
    ...(activity ? { activity } : {}),
    isSigned: objectsOf(dig(resource, 'signature')).length > 0,
  };
}

/** What the Provenance resources say that a value is or, being a Bundle, holds (HRex Provenance; CONF-008). */
export function provenanceIn(value: unknown): ProvenanceSaid[] {
  if (!isObject(value)) return [];
  if (typeOfResource(value) === 'Provenance') return [read(value)];
  return objectsOf(value.entry).flatMap(({ resource }) =>
    typeOfResource(resource) === 'Provenance' ? [read(resource)] : [],
  );
}
