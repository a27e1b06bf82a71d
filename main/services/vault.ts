import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `vault`. */
export function vaultHandlers(_kit: Kit): Family<'vault'> {
  return {
    'vault.status': () => later,
    'vault.create': () => later,
    'vault.unlock': () => later,
    'vault.lock': () => later,
    'vault.wrap': () => later,
    'vault.unwrap': () => later,
  };
}
