import { fail } from '../../shared/contract/errors.ts';
import type { Handlers, Kit } from './kit.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** What a partner publishes, and how far along the line we get. */
export function checkUpHandlers(_kit: Kit): Handlers<'connections.discover' | 'connections.test'> {
  return { 'connections.discover': () => later, 'connections.test': () => later };
}
