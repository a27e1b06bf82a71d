import type { IncomingMessage } from 'node:http';
import type { Mask } from '../wire/mask.ts';
import type { Intent } from '../wire/understand.ts';

/** The path of a request target, without the query. */
export const pathOf = (url: string | undefined) => (url ?? '/').split('?', 1)[0] as string;
/**
 * Whether it is meant for the operation. The dollar sign may arrive escaped, and slashes may follow: a slip of the pen. Other escapes matter
 * to nobody here, and may be broken.
 */
export const isSubmit = ({ url }: IncomingMessage) => /\/(?:\$|%24)submit-attachment\/*$/.test(pathOf(url));

/** Where our public keys are (RFC 7517); the place of the customary name. */
export const jwksPath = '/.well-known/jwks.json';

/** Where a request was sent to. */
export function intentOf(request: IncomingMessage): Intent {
  if (isSubmit(request)) return 'submit-attachment';
  return pathOf(request.url).includes('/notifications') ? 'notification' : 'other';
}

/** Whether a request brings a resource. */
export const isResourceWrite = (request: IncomingMessage) => request.method === 'POST' || request.method === 'PUT';

/** Who sent it, as far as the request tells: the product in its user agent, without secrets, else the address. */
export function senderOf(request: IncomingMessage, mask: Pick<Mask, 'headers'>): string {
  const [[, agent] = []] = mask.headers([['user-agent', request.headers['user-agent'] ?? '']]);
  return agent ? (agent.split(/[/ ]/, 1)[0] as string) : (request.socket.remoteAddress ?? 'unknown');
}
