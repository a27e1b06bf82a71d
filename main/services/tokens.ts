import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `tokens`. */
export function tokenHandlers(_kit: Kit): Family<'tokens'> {
  return {
    'tokens.get': () => later,
    'tokens.explain': () => later,
    'tokens.last': () => later,
    'tokens.sign-in': () => later,
    'tokens.sign-out': () => later,
    'tokens.register': () => later,
  };
}
