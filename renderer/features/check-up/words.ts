import { type CheckUp, type CheckUpStep, type CheckUpStepName, checkUpSteps } from '../../../shared/domain/check-up.ts';
import type { Result } from '../../ui/figures.tsx';

/** What each step is called, and what it looks at while it has not been gone. */
export const stepWords: Record<CheckUpStepName, { title: string; looksAt: string }> = {
  reachability: { title: 'Reachability', looksAt: 'The host has an address, and its port opens.' },
  tls: { title: 'TLS', looksAt: 'The certificate is trusted, names the host and is valid.' },
  discovery: { title: 'Discovery', looksAt: 'What the partner publishes about authorization.' },
  authorization: { title: 'Authorization', looksAt: 'A token is granted for what we ask.' },
  'capability-statement': { title: 'CapabilityStatement', looksAt: 'Version, formats, types and interactions.' },
  search: { title: 'Searches', looksAt: 'The searches CDex needs are answered.' },
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
