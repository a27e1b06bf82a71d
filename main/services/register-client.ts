import { fail } from '../../shared/contract/errors.ts';
import type { Handlers, Kit } from './kit.ts';

/** UDAP dynamic client registration. */
export function registerHandlers(_kit: Kit): Handlers<'tokens.register'> {
  return {
    'tokens.register': () =>
      fail(
        'capability-missing',
        'This version does not register itself by UDAP yet.',
        'Have the partner register the client, and give its client id to the connection.',
      ),
  };
}
