import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import type { SandboxAnswering } from '../../../shared/domain/sandbox-answering.ts';

/** What the payer makes of submissions, as far as it can be chosen. */
export type PayerRules = Pick<SandboxAnswering, 'tracking' | 'afterFinal' | 'unknownMember'>;

/** What the payer is told from outside, as it is now. */
export interface PayerWays {
  rules(): PayerRules;
  faults(): readonly FaultName[];
}
