import { allOk } from '@medplum/core';
import type { SandboxClock } from '../clock.ts';
import type { SandboxRepository } from '../fhir/repository.ts';
import type { ExtraRoute } from '../fhir/routes.ts';
import { checkResource } from '../fhir/validate.ts';
import { readSubmission } from './read-submission.ts';
import { storeSubmission } from './store-submission.ts';

/** POST [base]/$submit-attachment (CDex operation submit-attachment): checked, stored in one transaction, then answered. */
export function submitAttachment(repository: SandboxRepository, clock: SandboxClock): ExtraRoute {
  return {
    method: 'POST',
    path: '$submit-attachment',
    async run({ body }) {
      const submission = readSubmission(body);
      checkResource(body);
      const outcome = await storeSubmission(repository, submission, clock.now());
      return [allOk, outcome];
    },
  };
}
