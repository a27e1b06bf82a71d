import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/**
 * A FHIR search exactly as typed (`Type?params`): order, repeats and escapes are kept, so the record shows what was meant. A partner with
 * the quirk `post-searches` is asked by POST, whatever `post` says.
 */
export function search(
  door: Door,
  partner: Partner,
  query: string,
  post: boolean,
  context: Context = {},
): Promise<Reply<Answer>> {
  const client = fhirClient(door, partner, { approach: 'direct-query', ...context });
  const [type = '', parameters = ''] = split(query);
  const byPost = post || (partner.quirks?.includes('post-searches') && /^[A-Za-z]+$/.test(type));
  if (!byPost) return answered(client.request(query.replace(/^\//, '')));
  return answered(
    client.request(`${type}/_search`, {
      method: 'POST',
      body: parameters,
      options: { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    }),
  );
}

function split(query: string): [string, string] {
  const at = query.indexOf('?');
  const path = (at < 0 ? query : query.slice(0, at)).replace(/^\//, '').replace(/\/$/, '');
  return [path, at < 0 ? '' : query.slice(at + 1)];
}
