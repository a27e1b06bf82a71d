import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `keys`. */
export function keyHandlers(_kit: Kit): Family<'keys'> {
  return {
    'keys.list': () => later,
    'keys.generate': () => later,
    'keys.import': () => later,
    'keys.jwks': () => later,
    'keys.export': () => later,
    'keys.rotate': () => later,
    'keys.remove': () => later,
  };
}
