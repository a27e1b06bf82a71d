import { createHash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import type { SandboxRepository } from './fhir/repository.ts';
import { ANCHOR_DAY, dateTime, moveDay } from './members/days.ts';

const NOTE = 'seed';

/** When everything in a fresh store was last changed: the morning after the stories end, so that a seed gives the same answers always. */
const FILLED = Date.parse(dateTime(moveDay(ANCHOR_DAY, 1), '06:00'));

const fingerprint = (resources: readonly Resource[]): string =>
  createHash('sha256').update(JSON.stringify(resources)).digest('hex');

/** Empties the store and fills it again, in one transaction. */
export async function refill(repository: SandboxRepository, resources: readonly Resource[]): Promise<void> {
  await repository.withTransaction(async () => {
    repository.database.empty();
    await repository.seed(resources, FILLED);
    repository.database.setNote(NOTE, fingerprint(resources));
  });
}

/** Fills a store that is new, or that was filled with something else; what was done in a store of this seed stays. */
export async function fillOnce(repository: SandboxRepository, resources: readonly Resource[]): Promise<void> {
  if (repository.database.note(NOTE) !== fingerprint(resources)) await refill(repository, resources);
}
