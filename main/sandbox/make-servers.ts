import { join } from 'node:path';
import type { CapabilityStatementRestSecurity } from '@medplum/fhirtypes';
import type { SandboxAnswering } from '../../shared/domain/sandbox-answering.ts';
import type { SandboxClock } from './clock.ts';
import { SandboxError } from './errors.ts';
import { capabilityStatement, type Declaration } from './fhir/capability.ts';
import { Database } from './fhir/database.ts';
import type { Definitions } from './fhir/definitions.ts';
import { FhirServer, type FhirServerOptions } from './fhir/fhir-server.ts';
import { matchPatient } from './fhir/match-patient.ts';
import { SandboxRepository } from './fhir/repository.ts';
import { payerTypes, providerTypes } from './fhir/resource-types.ts';
import type { ExtraRoute } from './fhir/routes.ts';
import { payerDeclaration, SUBMISSION_LIMIT, submissionLimit, tooLargeAdvice } from './payer/payer-declaration.ts';
import type { PayerWays } from './payer/payer-rules.ts';
import { mayEndWaiting, reassociate } from './payer/reassociate.ts';
import { submitAttachment } from './payer/submit-attachment.ts';
import { providerDeclaration } from './provider-declaration.ts';
import { subscriptionRoutes } from './subscriptions/operations.ts';
import { keepWriter } from './subscriptions/subscribers.ts';
import { EventLog } from './subscriptions/event-log.ts';
import { fitsFilters } from './subscriptions/topic.ts';
import { takeSubscription } from './subscriptions/take-subscription.ts';
import { spoilCreated } from './tasks/spoil-create.ts';
import { type TaskTaking, takeTask } from './tasks/task-rules.ts';
import { allOk } from '@medplum/core';

/** What both servers are made from. */
export interface ServerParts {
  /** Directory for the databases, or ':memory:'. */
  folder: string;
  definitions: Definitions;
  clock: SandboxClock;
}

function openDatabase(folder: string, name: string): Database {
  const file = folder === ':memory:' ? folder : join(folder, `${name}.db`);
  try {
    return new Database(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/not a database|malformed/.test(reason)) {
      const next = 'Delete the file; the sandbox makes its content again.';
      throw new SandboxError('folder-corrupt', `The sandbox file ${file} is damaged: ${reason}.`, next);
    }
    const next = 'Choose a folder that can be written.';
    throw new SandboxError('folder-unusable', `The sandbox file ${file} cannot be opened: ${reason}.`, next);
  }
}

/** What a server is given from outside: who looks at its requests first, and what it says of its security. */
export interface ServerHooks extends Pick<FhirServerOptions, 'control' | 'intercept' | 'guard' | 'spoil'> {
  security(): CapabilityStatementRestSecurity;
}

function metadata(
  repository: SandboxRepository,
  declaration: () => Declaration,
  clock: SandboxClock,
  security: ServerHooks['security'],
): ExtraRoute {
  const since = clock.now();
  const { definitions, types } = repository;
  const statement = () =>
    capabilityStatement(definitions, types, declaration(), { base: repository.base, since, security: security() });
  return { method: 'GET', path: 'metadata', run: () => [allOk, statement()] };
}

/** What the provider is given besides: how it takes in Tasks, and how it answers them. */
export interface ProviderTaking extends TaskTaking {
  settings(): SandboxAnswering;
}

/** The provider: the record, $match, the rules for Tasks, and Subscriptions. */
export function makeProvider(
  { folder, definitions, clock }: ServerParts,
  { security, ...hooks }: ServerHooks,
  taking: ProviderTaking,
): FhirServer {
  const database = openDatabase(folder, 'provider');
  const repository = new SandboxRepository({
    definitions,
    database,
    clock,
    types: providerTypes,
    rules: {
      take(resource, old) {
        const taken = takeSubscription(takeTask(resource, old, taking), clock.now());
        // A filter that cannot be searched by would fail at every event.
        if (taken.resourceType === 'Subscription') fitsFilters(repository, taken, 'none');
        return taken;
      },
      taken: (stored, rights) => keepWriter(database, stored, rights),
    },
  });
  const match: ExtraRoute = {
    method: 'POST',
    path: 'Patient/$match',
    run: ({ body }) => [allOk, matchPatient(repository, body)],
  };
  return new FhirServer({
    repository,
    routes: [
      metadata(repository, () => providerDeclaration(taking.settings()), clock, security),
      match,
      ...subscriptionRoutes(repository, new EventLog(database), clock),
    ],
    spoil: ({ method, path }, done) =>
      method === 'POST' && path === 'Task' && done.status === 201 ? spoilCreated(taking.faults(), done) : done,
    bodyLimit: SUBMISSION_LIMIT,
    bodyAdvice: 'Send the resources one by one.',
    ...hooks,
  });
}

/** The payer: its administrative records and $submit-attachment. */
export function makePayer(
  { folder, definitions, clock }: ServerParts,
  { security, ...hooks }: ServerHooks,
  ways: PayerWays,
): FhirServer {
  const repository = new SandboxRepository({
    definitions,
    database: openDatabase(folder, 'payer'),
    clock,
    types: payerTypes,
  });
  const server = new FhirServer({
    repository,
    routes: [
      metadata(repository, () => payerDeclaration(ways), clock, security),
      submitAttachment(repository, clock, ways),
    ],
    get bodyLimit() {
      return submissionLimit(ways);
    },
    bodyAdvice: tooLargeAdvice,
    ...hooks,
  });
  // In a turn of its own, right behind the request that wrote: a search sent after its answer finds what was tied.
  const look = () => repository.actingFor(undefined, () => reassociate(repository, ways.rules()));
  repository.onWrite((resource) => {
    if (mayEndWaiting(resource)) server.exclusive(look).catch(() => {}); // the server closes
  });
  return server;
}
