import { type CheckUp, type CheckUpStep, type CheckUpStepName, checkUpSteps } from '../../../shared/domain/check-up.ts';
import type { Result } from '../../ui/figures.tsx';

/** What each step looks at, for one that has not been gone. */
export const looksAt: Record<CheckUpStepName, string> = {
  reachability: 'The host has an address, and its port opens.',
  tls: 'The certificate is trusted, names the host and is valid.',
  discovery: 'What the partner publishes about authorization.',
  authorization: 'A token is granted for what we ask.',
  'capability-statement': 'Version, formats, types and interactions.',
  search: 'The searches CDex needs are answered.',
};

/** The figure of a step. */
export const resultOf = (status: CheckUpStep['status']): Result => (status === 'not-checked' ? 'unchecked' : status);

/** The step to look at first: the worst, and of several the first; where all is well, authorization. */
export function stepToShow({ steps }: CheckUp): CheckUpStepName {
  const worst = steps.find(({ status }) => status === 'fail') ?? steps.find(({ status }) => status === 'warn');
  return worst?.name ?? 'authorization';
}

/** A step by its name as it stands in an address; undefined for what is none. */
export const stepNamed = (name: string | undefined): CheckUpStepName | undefined =>
  checkUpSteps.find((step) => step === name);

/** The step the line is cut at: the first that failed. */
export const cutAt = ({ steps }: CheckUp): number => steps.findIndex(({ status }) => status === 'fail');
