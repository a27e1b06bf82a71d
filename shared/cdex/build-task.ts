import type { CodeableConcept, Coding, Identifier, Reference, Task, TaskInput } from '@medplum/fhirtypes';
import type { CdexVersion } from '../domain/connection.ts';
import { parseIdentifier } from '../fhir/identifier.ts';
import { profiles, purposesOfUse, systems, workQueues } from './codes.ts';
import type { QueryRequest, TaskRequest } from '../domain/task-request.ts';

/** An organisation or practitioner as known to us: business identifier `SYSTEM|VALUE`, reference, or both. */
export interface Identified {
  identifier?: string | undefined;
  reference?: string | undefined;
  display?: string | undefined;
}

/** What a Task needs that the request does not say. */
export interface BuildContext {
  cdexVersion: CdexVersion;
  /** ISO instant it is written. */
  now: string;
  /** Who asks and who is asked, where the request names nobody. */
  requester?: Identified | undefined;
  owner?: Identified | undefined;
}

const typed = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });

/** Ten digits without a system are taken for a National Provider Identifier, the id providers are named by. */
function providerIdentifier(text: string): Identifier | undefined {
  const identifier = parseIdentifier(text);
  if (!identifier || identifier.system || !/^\d{10}$/.test(identifier.value)) return identifier;
  return { system: systems.npi, value: identifier.value };
}

function actor(asked: string | undefined, known: Identified | undefined): Identified {
  return asked === undefined ? (known ?? {}) : { identifier: asked };
}

type Actor = NonNullable<Task['requester']>;

function actorReference(
  { identifier, reference, display }: Identified,
  read: (text: string) => Identifier | undefined,
): Actor | undefined {
  const parsed = identifier === undefined ? undefined : read(identifier);
  if (!parsed && !reference) return undefined;
  return { ...(reference && { reference }), ...(parsed && { identifier: parsed }), ...(display && { display }) };
}

/** 2.0 types a member id by HRex's unique member id, later versions by the member number of v2-0203. */
export const memberType = (version: CdexVersion): CodeableConcept =>
  version === '2.0' ? typed(systems.hrex, 'UMB') : typed(systems.identifierType, 'MB');

function subject({ patientId, member }: TaskRequest, version: CdexVersion): Reference | undefined {
  const identifier = member === undefined ? undefined : parseIdentifier(member);
  const reference = patientId && (/[/:#]/.test(patientId) ? patientId : `Patient/${patientId}`);
  if (!identifier && !reference) return undefined;
  return {
    ...(reference && { reference }),
    ...(identifier && { identifier: { type: memberType(version), ...identifier } }),
  };
}

/** FILL marks an id the payer gave, PLAC one the provider gave (CDex Task Data Request, reasonReference). */
function claimReference({ claim, claimAssignedBy }: QueryRequest): Reference | undefined {
  const identifier = claim === undefined ? undefined : parseIdentifier(claim);
  const code = claimAssignedBy === 'provider' ? 'PLAC' : 'FILL';
  return identifier && { identifier: { type: typed(systems.identifierType, code), ...identifier } };
}

function purposeCoding(text: string): Coding[] {
  const parsed = parseIdentifier(text);
  if (!parsed) return [];
  const known = purposesOfUse.find((one) => one.code === parsed.value);
  return [{ system: parsed.system ?? known?.system ?? systems.actReason, code: parsed.value }];
}

function inputs(request: QueryRequest): TaskInput[] {
  const purposes = (request.purposeOfUse ?? []).flatMap(purposeCoding);
  const list: TaskInput[] = [{ type: typed(systems.hrex, 'data-query'), valueString: request.query.trim() }];
  if (request.signature !== undefined) {
    list.push({ type: typed(systems.cdex, 'signature-flag'), valueBoolean: request.signature });
  }
  if (purposes.length > 0) {
    list.push({ type: typed(systems.cdex, 'purpose-of-use'), valueCodeableConcept: { coding: purposes } });
  }
  return list;
}

const queueTag = (code: string): Coding => ({
  system: systems.cdex,
  code,
  ...(Object.hasOwn(workQueues, code) && { display: workQueues[code] }),
});

/**
 * The Task that asks a Data Source to run a query, to be POSTed as it is. What the request leaves out is left out here; checkTask says
 * what is missing. Source: CDex Task Data Request, the same on the wire in 2.0, 2.1 and the continuous build but for the member id's type.
 */
export function buildTask(request: TaskRequest, context: BuildContext): Task {
  if (request.kind !== 'data-request-query') throw new Error(`${request.kind} is not built yet`);
  const patient = subject(request, context.cdexVersion);
  const requester = actorReference(actor(request.requester, context.requester), parseIdentifier);
  const owner = actorReference(actor(request.owner, context.owner), providerIdentifier);
  const claim = claimReference(request);
  const tags = (request.workQueue ?? []).map(queueTag);
  return {
    resourceType: 'Task',
    meta: { profile: [profiles.dataRequest], ...(tags.length > 0 && { tag: tags }) },
    ...(request.basedOn && { basedOn: [{ reference: request.basedOn }] }),
    status: 'requested',
    intent: 'order',
    code: typed(systems.cdex, 'data-request-query'),
    ...(patient && { for: patient }),
    authoredOn: context.now,
    ...(requester && { requester }),
    ...(owner && { owner }),
    ...(request.reason?.trim() && { reasonCode: { text: request.reason.trim() } }),
    ...(claim && { reasonReference: claim }),
    ...(request.due && { restriction: { period: { end: request.due } } }),
    input: inputs(request),
  };
}
