import { fail } from '../../shared/contract/errors.ts';
import type { Handlers, Kit } from './kit.ts';

const later = fail('capability-missing', 'This is being built.', 'Wait for it.');

/** The TLS side of a partner's address. */
export function tlsHandlers(_kit: Kit): Handlers<'connections.tls'> {
  return { 'connections.tls': () => later };
}
