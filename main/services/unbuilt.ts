import { fail, type Reply } from '../../shared/contract/errors.ts';

/** The answer of a command whose service is being built. */
export const unbuilt = (): Reply<never> =>
  fail('capability-missing', 'This is being built.', 'Use another command until it is there.');
