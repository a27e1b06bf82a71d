import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const unbuilt = () => fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `work`. */
export function workHandlers(_kit: Kit): Family<'work'> {
  return {
    'work.queues': unbuilt,
    'work.refresh': unbuilt,
    'work.follow': unbuilt,
    'work.collect': unbuilt,
    'work.answer': unbuilt,
    'work.rules': unbuilt,
    'work.saveRule': unbuilt,
    'work.removeRule': unbuilt,
  };
}
