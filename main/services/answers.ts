import { ok } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';
import { unbuilt } from './unbuilt.ts';

/** The family `answers`: how the receiver answers what was pushed. */
export function answerHandlers({ store }: Kit): Family<'answers'> {
  return {
    'answers.list': () => ok(store.answers.list()),
    'answers.save': unbuilt,
    'answers.remove': unbuilt,
    'answers.read': unbuilt,
    'answers.write': unbuilt,
    'answers.try': unbuilt,
  };
}
