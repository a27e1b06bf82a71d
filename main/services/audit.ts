import { fail } from '../../shared/contract/errors.ts';
import type { Family, Kit } from './kit.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The family `audit`. */
export function auditHandlers(_kit: Kit): Family<'audit'> {
  return {
    'audit.list': () => later,
    'audit.verify': () => later,
    'audit.export': () => later,
  };
}
