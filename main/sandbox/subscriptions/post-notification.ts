import type { Bundle } from '@medplum/fhirtypes';
import { type PushLine, securePost } from '../submission/secure-post.ts';
import type { Telling } from './read-subscription.ts';

/** What a receiver answered: undefined when it took the notification, else what went wrong, as a sentence. */
export type Refusal = string | undefined;

/** What the provider trusts and shows over HTTPS. */
export type LineTo = () => Promise<PushLine>;

/** Posts one notification, with the headers of its channel. Never rejects; follows no redirect. `signal` ends it early. */
export async function postNotification(
  { endpoint, payload, headers, timeoutMs }: Telling,
  bundle: Bundle,
  line: LineTo,
  signal: AbortSignal,
): Promise<Refusal> {
  const sent = { ...Object.fromEntries(headers), 'content-type': payload, 'user-agent': 'Switchboard-sandbox' };
  const body = JSON.stringify(bundle);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const answer = endpoint.startsWith('https:')
      ? await securePost(endpoint, { headers: sent, body, line: await line(), signal: ending })
      : await fetch(endpoint, { method: 'POST', headers: sent, body, redirect: 'manual', signal: ending });
    await answer.body?.cancel();
    return answer.ok ? undefined : `The endpoint answered ${answer.status}.`;
  } catch (error) {
    if (ending.reason instanceof DOMException && ending.reason.name === 'TimeoutError')
      return `The endpoint did not answer within ${timeoutMs / 1000} s.`;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `The endpoint could not be reached: ${cause instanceof Error ? cause.message || cause.name : String(cause)}.`;
  }
}
