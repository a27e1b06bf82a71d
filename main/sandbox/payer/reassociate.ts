import type { Communication, Resource } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';
import { PAGE, parseSearch } from '../fhir/search-query.ts';
import { associate, unknownLines } from './associate.ts';
import { belongingOf, heldToken, withAssociation } from './communication.ts';
import { findPatient } from './find.ts';
import type { PayerRules } from './payer-rules.ts';

const telling = ['Claim', 'ClaimResponse', 'CommunicationRequest', 'Patient', 'Task'];

/** Whether what was written may be what a held submission waits for. */
export const mayEndWaiting = ({ resourceType }: Resource): boolean => telling.includes(resourceType);

/** Looks again at everything that is held, and ties what belongs somewhere now to where it belongs. */
export async function reassociate(repository: SandboxRepository, rules: PayerRules): Promise<void> {
  const pairs: [string, string][] = [
    ['_tag', heldToken],
    ['_count', String(PAGE.most)],
  ];
  const { entry } = repository.find(parseSearch(repository.definitions, ['Communication'], pairs));
  for (const { resource } of entry) {
    const communication = resource as Communication;
    const said = belongingOf(communication);
    const associated = await associate(repository, said, rules);
    if (!('found' in associated) || unknownLines(associated.found.claim, said.lineItems).length > 0) continue;
    const patient = findPatient(repository, said.memberId);
    const subject = { ...communication.subject, ...(patient ? { reference: `Patient/${patient.id}` } : {}) };
    await repository.updateResource(withAssociation({ ...communication, subject }, associated));
  }
}
