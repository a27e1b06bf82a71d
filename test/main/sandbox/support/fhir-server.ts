import type { Resource } from '@medplum/fhirtypes';
import { systemClock } from '../../../../main/sandbox/clock.ts';
import { Database } from '../../../../main/sandbox/fhir/database.ts';
import { loadDefinitions } from '../../../../main/sandbox/fhir/definitions.ts';
import { FhirServer } from '../../../../main/sandbox/fhir/fhir-server.ts';
import { SandboxRepository } from '../../../../main/sandbox/fhir/repository.ts';
import { providerTypes } from '../../../../main/sandbox/fhir/resource-types.ts';
import { definitionsFile } from './definitions.ts';
import { Client } from './http.ts';

/** A bare FHIR server in memory with a client for it. */
export async function serve(resources: Resource[], file = ':memory:') {
  const definitions = loadDefinitions(await definitionsFile());
  const repository = new SandboxRepository({
    definitions,
    database: new Database(file),
    clock: systemClock,
    types: providerTypes,
  });
  await repository.seed(resources);
  const server = new FhirServer({ repository, routes: [], bodyLimit: 1_000_000, bodyAdvice: 'Send less.' });
  await server.listen(0);
  return { server, repository, client: new Client(server.fhirBaseUrl), close: () => server.close() };
}
