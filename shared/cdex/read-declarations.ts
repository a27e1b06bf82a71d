import { readAbilities, serverPart, type ServerAbilities } from '../fhir/abilities.ts';
import { dig, isObject, type JsonObject, objectsOf, textOf } from '../fhir/json.ts';

const topicExtension =
  'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical';

/** What a CapabilityStatement declares of CDex, as a check-up looks at it. */
export interface Declarations {
  abilities: Pick<ServerAbilities, 'software' | 'fhirVersion' | 'formats' | 'instantiates' | 'documentation'>;
  /** Types it says can be searched. */
  searchable: string[];
  task?: { interactions: string[]; documentation?: string };
  submitAttachment?: { documentation?: string };
  /** Topics of subscriptions it names; absent where it declares no Subscription. */
  topics?: string[];
}

/** The declarations of a CapabilityStatement; undefined where the value is none. Never throws. */
export function readDeclarations(statement: unknown): Declarations | undefined {
  if (!isObject(statement) || statement.resourceType !== 'CapabilityStatement') return undefined;
  const { software, fhirVersion, formats, instantiates, documentation, types } = readAbilities(statement);
  const server = serverPart(statement);
  const task = types.find(({ type }) => type === 'Task');
  const operation = objectsOf(server.operation).find(isSubmitAttachment);
  const subscription = objectsOf(server.resource).find(({ type }) => type === 'Subscription');
  return {
    abilities: {
      ...(software ? { software } : {}),
      ...(fhirVersion ? { fhirVersion } : {}),
      ...(documentation ? { documentation } : {}),
      formats,
      instantiates,
    },
    searchable: types.filter(({ interactions }) => interactions.includes('search-type')).map(({ type }) => type),
    ...(task
      ? {
          task: {
            interactions: task.interactions,
            ...(task.documentation ? { documentation: task.documentation } : {}),
          },
        }
      : {}),
    ...(operation ? { submitAttachment: documentationOf(operation) } : {}),
    ...(subscription ? { topics: topicsOf(subscription) } : {}),
  };
}

const isSubmitAttachment = (operation: JsonObject): boolean =>
  /^\$?submit-attachment$/.test(textOf(operation.name) ?? '') ||
  /\/OperationDefinition\/submit-attachment(\||$)/.test(textOf(operation.definition) ?? '');

function documentationOf(operation: JsonObject): { documentation?: string } {
  const documentation = textOf(operation.documentation);
  return documentation ? { documentation } : {};
}

const topicsOf = (subscription: JsonObject): string[] =>
  objectsOf(dig(subscription, 'extension'))
    .filter(({ url }) => url === topicExtension)
    .flatMap(({ valueCanonical, valueUri }) => textOf(valueCanonical) ?? textOf(valueUri) ?? []);
