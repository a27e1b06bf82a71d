import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Door } from '../exchange/door.ts';
import type { Partner } from '../exchange/partner.ts';

/**
 * Fetches what a Task output points to. An absolute reference is asked as it is; one of another origin is asked without credentials
 * (the access token belongs to the partner alone); a relative one is asked below the base.
 */
export function fetchReference(
  door: Door,
  partner: Partner,
  reference: string,
  foreign: boolean,
  signal: AbortSignal,
): Promise<Reply<Answer>> {
  return door.send(partner, {
    method: 'GET',
    url: /^https?:/.test(reference) ? reference : `${partner.baseUrl}/${reference.replace(/^\//, '')}`,
    expects: 'anything',
    // As FHIR JSON a Binary comes wrapped in base64; its own bytes are wanted (FHIR R4, Binary).
    ...(/(^|\/)Binary\//.test(reference) ? { headers: { accept: '*/*' } } : {}),
    foreign: foreign ? 'without-credentials' : 'refuse',
    approach: 'task',
    note: 'output',
    signal,
  });
}
