import type { CdpSession } from './cdp.ts';
import type { PausedRequest } from './page.ts';
import { note } from './record.ts';
import { handlerOf, mayFetch, policyToChromium, toApp, toChromium } from './schemes.ts';
import { session } from './session.ts';

const withBody = /^(POST|PUT|PATCH|DELETE)$/;

/**
 * Cancels a paused request when the app says so. Else answers it by the scheme's handler, lets local ones (file, data,
 * blob) pass, and refuses all others.
 */
export async function answerRequest(paused: PausedRequest, cdp: CdpSession): Promise<void> {
  const { requestId, resourceType } = paused;
  const url = toApp(paused.request.url);
  if (await session.defaultSession.webRequest.cancels(url, paused.request.method)) {
    note('requestCancelled', url);
    await cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    return;
  }
  const handler = handlerOf(url);
  if (!handler && /^(file|data|blob|about):/.test(url)) {
    await cdp.send('Fetch.continueRequest', { requestId });
    return;
  }
  const forbidden = (resourceType === 'Fetch' || resourceType === 'XHR') && !mayFetch(url);
  if (!handler || forbidden) {
    note('networkRefused', url);
    await cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    return;
  }
  const response = await handler(toRequest(url, paused));
  await cdp.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value: headerToChromium(name, value) })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}

function toRequest(url: string, { request }: PausedRequest): Request {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, toApp(value)]);
  const parts = (request.postDataEntries ?? []).map(({ bytes = '' }) => Buffer.from(bytes, 'base64'));
  const body = withBody.test(request.method) && parts.length > 0 ? Buffer.concat(parts) : undefined;
  return new Request(url, { method: request.method, headers, body });
}

function headerToChromium(name: string, value: string): string {
  if (name === 'location') return toChromium(value);
  return name.startsWith('content-security-policy') ? policyToChromium(value) : value;
}
