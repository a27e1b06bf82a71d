import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const unbuilt = () => fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `patients`. */
export function patientHandlers(_kit: Kit): Family<'patients'> {
  return {
    'patients.find': unbuilt,
  };
}
