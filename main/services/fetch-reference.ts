import { fail, type Reply } from '../../shared/contract/errors.ts';
import { resolveReference, sameOrigin } from '../../shared/fhir/reference.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Door } from '../exchange/door.ts';
import type { Partner } from '../exchange/partner.ts';

/** How a reference is fetched: what the answer should be, and what it is for. */
export interface FetchOptions {
  signal: AbortSignal;
  /** Accept header; left out it is FHIR JSON, and for a Binary anything. */
  accept?: string | undefined;
  /** In a few words. */
  note?: string;
}

/** An answer, and the URL that gave it. */
export type Fetched = Answer & { url: string };

/**
 * Fetches what an output, or a document of one, points to. Relative references are asked below the base, one that begins with a slash
 * there first and at the origin's root after a 404; an absolute one as it is. Another origin is asked without credentials: the access
 * token belongs to the partner alone. Fails with `not-found` for what no request can be made of.
 */
export async function fetchReference(
  door: Door,
  partner: Partner,
  reference: string,
  { signal, accept, note = 'output' }: FetchOptions,
): Promise<Reply<Fetched>> {
  let last: Reply<never> | undefined;
  for (const url of resolveReference(reference, partner.baseUrl)) {
    const reply = await door.send(partner, {
      method: 'GET',
      url,
      expects: 'anything',
      ...acceptFor(url, accept),
      foreign: sameOrigin(url, partner.baseUrl) ? 'refuse' : 'without-credentials',
      approach: 'task',
      note,
      signal,
    });
    if (reply.ok) return { ok: true, value: { ...reply.value, url } };
    last ??= reply;
    if (reply.error.httpStatus !== 404) return reply;
  }
  return (
    last ??
    fail(
      'not-found',
      `${JSON.stringify(reference.slice(0, 200))} is no address that can be asked.`,
      'Ask the source for a reference that can be read.',
    )
  );
}

/** As FHIR JSON a Binary comes wrapped in base64; its own bytes are wanted (FHIR R4, Binary). */
function acceptFor(url: string, accept: string | undefined): { headers?: Record<string, string> } {
  if (accept) return { headers: { accept } };
  return /\/Binary\//.test(url) ? { headers: { accept: '*/*' } } : {};
}
