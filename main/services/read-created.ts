import type { Finding } from '../../shared/domain/finding.ts';
import type { HeaderList } from '../../shared/domain/exchange.ts';
import { dig, textOf, typeOfResource } from '../../shared/fhir/json.ts';
import { outcomeSentence } from '../../shared/fhir/outcome.ts';
import { sameOrigin } from '../../shared/fhir/reference.ts';
import { header } from '../exchange/answer.ts';
import { changesOfCreated } from './compare-created.ts';

/** An answer to a create, as far as it was of use. */
export interface CreateAnswer {
  httpStatus: number;
  headers: HeaderList;
  /** The body where it was a resource. */
  resource?: unknown;
  /** What stood in the body in place of a resource, in a few words. */
  unread?: string;
}

/** A resource that was created: its id where one was told, itself as it was returned, and what was odd, a sentence each. */
export interface Created {
  id?: string;
  resource?: unknown;
  oddities: string[];
  findings: Finding[];
}

/** An id as a partner gave it, where it can stand in a URL as it is; `..` and the like would lead elsewhere. */
export const usableId = (id: unknown): string | undefined =>
  typeof id === 'string' && /^[\w.~-]{1,256}$/.test(id) && !/^\.+$/.test(id) ? id : undefined;

/** The id in a Location header: `[base]/Type/[id]`, with or without a version. */
export function idFromLocation(location: string | undefined, type: string): string | undefined {
  const steps = (location ?? '').split(/[/?#]/);
  const at = steps.lastIndexOf(type);
  return at < 0 ? undefined : usableId(steps[at + 1]);
}

/**
 * What an answer to the create of a Task says. R4 wants 201, Location and, unless asked otherwise, the resource (http.html#create); the
 * guide's figures show 200. The id is taken from the body, else from Location; nothing odd stops it.
 */
export function readCreated(sent: unknown, answer: CreateAnswer, baseUrl: string): Created {
  const { httpStatus, headers, resource } = answer;
  const location = header(headers, 'location');
  const returned = typeOfResource(resource) === 'Task' ? resource : undefined;
  const [inBody, inLocation] = [usableId(dig(returned, 'id')), idFromLocation(location, 'Task')];
  const status = textOf(dig(returned, 'status'));
  const changes = returned ? changesOfCreated(sent, returned) : [];
  const oddities = [
    statusOddity(httpStatus),
    locationOddity(location, inLocation, baseUrl),
    inBody && inLocation && inBody !== inLocation
      ? `The body says the Task is ${inBody}, Location says ${inLocation}; the body is believed.`
      : undefined,
    bodyOddity(answer),
    returned && !inBody
      ? `The Task came back without an id of use${inLocation ? '; the one in Location is taken' : ''}.`
      : undefined,
    returned && status !== 'requested'
      ? `The Task came back ${status ?? 'without a status'}, not requested.`
      : undefined,
    ...changes.map(({ message }) => message),
  ].filter((one) => one !== undefined);
  const id = inBody ?? inLocation;
  return { ...(id ? { id } : {}), ...(returned ? { resource: returned } : {}), oddities, findings: changes };
}

function statusOddity(status: number): string | undefined {
  if (status === 201) return undefined;
  if (status === 200) return 'The partner answered 200: the guide’s figures show that, FHIR R4 says 201 for a create.';
  return `The partner answered ${status}, which FHIR R4 does not know for a create; 201 was expected.`;
}

function locationOddity(location: string | undefined, id: string | undefined, baseUrl: string): string | undefined {
  if (!location) return 'The answer has no Location header.';
  if (!id) return `Location names no Task: ${location.slice(0, 200)}.`;
  if (/^[a-z]+:/i.test(location) && !sameOrigin(location, baseUrl))
    return 'Location leads to another server; the Task is read at the partner’s base URL.';
  return undefined;
}

function bodyOddity({ resource, unread }: CreateAnswer): string | undefined {
  const type = typeOfResource(resource);
  if (type === 'Task') return undefined;
  if (type === 'OperationOutcome') return `An OperationOutcome came in place of the Task: ${outcomeSentence(resource)}`;
  if (type) return `A ${type} came in place of the Task.`;
  if (unread) return `What came in place of the Task is of no use: ${unread}`;
  return 'The answer has no body; what the partner kept shows at the first read.';
}
