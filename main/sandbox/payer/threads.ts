import type { Communication } from '@medplum/fhirtypes';
import type { SandboxRepository } from '../fhir/repository.ts';
import { withIdentifier } from './find.ts';
import type { PayerRules } from './payer-rules.ts';
import type { ReceivedSubmission } from './read-submission.ts';

/** The submissions of one payer and tracking id: none yet, open until one says it is the last, and final from then on. */
export type ThreadState = 'new' | 'open' | 'final';

/** What came before under the same payer and tracking id, refusals left out (CDex, multiple submissions). */
export function threadOf(
  repository: SandboxRepository,
  { trackingId, payerId }: ReceivedSubmission,
  { tracking }: PayerRules,
): ThreadState {
  const before = withIdentifier<Communication>(repository, 'Communication', trackingId, tracking).filter(
    ({ status, recipient }) => status !== 'not-done' && recipient?.[0]?.identifier?.value === payerId?.value,
  );
  if (before.length === 0) return 'new';
  return before.some(({ status }) => status === 'completed') ? 'final' : 'open';
}

/** Whether the same content was kept already. */
export const isRepeat = (repository: SandboxRepository, fingerprint: { system?: string; value?: string }): boolean =>
  withIdentifier<Communication>(repository, 'Communication', fingerprint, 'strict').some(
    ({ status }) => status !== 'not-done',
  );
