import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const unbuilt = () => fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `questionnaires`. */
export function questionnaireHandlers(_kit: Kit): Family<'questionnaires'> {
  return {
    'questionnaires.open': unbuilt,
    'questionnaires.prefill': unbuilt,
    'questionnaires.check': unbuilt,
    'questionnaires.saveForm': unbuilt,
    'questionnaires.removeForm': unbuilt,
  };
}
