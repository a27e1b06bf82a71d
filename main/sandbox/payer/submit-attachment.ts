import { allOk } from '@medplum/core';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { SandboxClock } from '../clock.ts';
import { issue, problem } from '../fhir/problems.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import type { ExtraRoute } from '../fhir/routes.ts';
import { checkResource } from '../fhir/validate.ts';
import { findPatient } from './find.ts';
import type { PayerWays } from './payer-rules.ts';
import { type ReceivedSubmission, readSubmission } from './read-submission.ts';
import { storeSubmission } from './store-submission.ts';

/**
 * Refuses (403) a sender whose token allows to create nothing here: the guide leaves the operation's scope to the payer, and this one
 * asks for create on any type.
 */
function checkScope(repository: SandboxRepository): void {
  const { rights, types } = repository;
  if (rights && !types.some((type) => repository.opens('c', type))) throw rights.refusal('c', 'Communication');
}

/** A token for one member submits for that member alone. */
function checkMember({ memberId }: ReceivedSubmission, repository: SandboxRepository, bound: string | undefined): void {
  if (bound !== undefined && findPatient(repository, memberId)?.id !== bound)
    throw problem(403, 'The token is for another member than the one of this submission.');
}

const fatal: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [
    issue('The submission could not be processed.', {
      severity: 'fatal',
      code: 'exception',
      diagnostics: 'Nothing was kept. Call the help desk of the payer.',
    }),
  ],
};

/** POST [base]/$submit-attachment (CDex operation submit-attachment): checked, stored in one transaction, then answered. */
export function submitAttachment(repository: SandboxRepository, clock: SandboxClock, ways: PayerWays): ExtraRoute {
  return {
    method: 'POST',
    path: '$submit-attachment',
    async run({ body }) {
      checkScope(repository);
      if (ways.faults().includes('payer-fatal-200')) return [allOk, fatal];
      const submission = readSubmission(body);
      checkResource(body);
      const bound = repository.rights?.memberId;
      // The operation may do what its sender may not: look members and claims up, and keep what it brings.
      const outcome = await repository.actingFor(undefined, () => {
        checkMember(submission, repository, bound);
        return storeSubmission(repository, submission, ways, clock.now());
      });
      return [allOk, outcome];
    },
  };
}
