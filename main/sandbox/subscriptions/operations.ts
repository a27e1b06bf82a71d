import { allOk } from '@medplum/core';
import type { FhirRequest, FhirResponse } from '@medplum/fhir-router';
import type { Bundle, Parameters, Subscription } from '@medplum/fhirtypes';
import { payloadContents } from '../../../shared/domain/subscription.ts';
import type { SandboxClock } from '../clock.ts';
import { problem } from '../fhir/problems.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import type { ExtraRoute } from '../fhir/routes.ts';
import { parseSearch } from '../fhir/search-query.ts';
import type { EventLog, LoggedEvent } from './event-log.ts';
import { notificationBundle, statusParameters } from './notification.ts';
import { tellingOf } from './read-subscription.ts';
import { taskAt } from './subscription-engine.ts';

type Stored = Subscription & { id: string };

/** Events one answer of $events carries at most. */
const MOST = 1_000;

/** The values of an operation's parameter, from the query and from a Parameters body. */
function valuesOf({ query, body }: FhirRequest, name: string): string[] {
  const asked = [query[name] ?? []].flat().flatMap((text) => text.split(','));
  const given = ((body as Parameters | undefined)?.parameter ?? [])
    .filter((one) => one.name === name)
    .map(({ valueString, valueCode, valueId, valueInteger }) =>
      String(valueString ?? valueCode ?? valueId ?? valueInteger ?? ''),
    );
  return [...asked, ...given].filter((text) => text !== '');
}

function numberOf(request: FhirRequest, name: string): number | undefined {
  const text = valuesOf(request, name).at(-1);
  if (text !== undefined && !/^\d{1,15}$/.test(text))
    throw problem(400, `${name} must be the number of an event, but was "${text}".`, { expression: [name] });
  return text === undefined ? undefined : Number(text);
}

/** The Subscriptions a $status asks about. */
async function askedAbout(repository: SandboxRepository, request: FhirRequest): Promise<Stored[]> {
  const { id } = request.params;
  if (id !== undefined) return [await repository.readResource<Subscription>('Subscription', id)];
  const [ids, statuses] = [valuesOf(request, 'id'), valuesOf(request, 'status')];
  const pairs: [string, string][] = [
    ['_id', ids.map((one) => one.replace(/^Subscription\//, '')).join()],
    ['status', statuses.join()],
    ['_count', '1000'],
  ];
  return repository
    .find(parseSearch(repository.definitions, ['Subscription'], pairs))
    .entry.map(({ resource }) => resource as Stored);
}

async function status(repository: SandboxRepository, log: EventLog, request: FhirRequest): Promise<FhirResponse> {
  const base = repository.base;
  const entry = (await askedAbout(repository, request)).map((subscription) => {
    const { content } = tellingOf(subscription);
    const count = log.count(subscription.id);
    const resource = statusParameters({ base, subscription, type: 'query-status', content, count, events: [] });
    return { fullUrl: `urn:uuid:${resource.id}`, resource, search: { mode: 'match' as const } };
  });
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: entry.length,
    ...(entry.length ? { entry } : {}),
  };
  return [allOk, bundle];
}

async function events(
  repository: SandboxRepository,
  log: EventLog,
  clock: SandboxClock,
  request: FhirRequest,
): Promise<FhirResponse> {
  const subscription = await repository.readResource<Subscription>('Subscription', request.params.id ?? '');
  const count = log.count(subscription.id);
  const [from, to] = [numberOf(request, 'eventsSinceNumber') ?? 1, numberOf(request, 'eventsUntilNumber') ?? count];
  const wish = valuesOf(request, 'content').at(-1);
  const content = wish === undefined ? tellingOf(subscription).content : payloadContents.find((one) => one === wish);
  if (!content)
    throw problem(400, `content cannot be "${wish}".`, { diagnostics: `It is ${payloadContents.join(', ')}.` });
  // Whoever asks sees the events of Tasks they may read themselves, whoever subscribed.
  const sees = ({ focus }: LoggedEvent) => repository.sees('Task', focus.slice('Task/'.length));
  const found = log.between(subscription.id, from, to, MOST).filter(sees);
  const said = { base: repository.base, subscription, type: 'query-event' as const, content, count, events: found };
  return [allOk, notificationBundle(said, clock.now(), (event) => taskAt(repository, event))];
}

/** `$status` of one Subscription or of those asked for by id and status, and `$events` of one (backport operations). */
export function subscriptionRoutes(repository: SandboxRepository, log: EventLog, clock: SandboxClock): ExtraRoute[] {
  const both = (path: string, run: ExtraRoute['run']): ExtraRoute[] => [
    { method: 'GET', path, run },
    { method: 'POST', path, run },
  ];
  return [
    ...both('Subscription/$status', (request) => status(repository, log, request)),
    ...both('Subscription/:id/$status', (request) => status(repository, log, request)),
    ...both('Subscription/:id/$events', (request) => events(repository, log, clock, request)),
  ];
}
