import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { AdmissionNeed, ProxyMaterial, TlsMaterial } from './admission.ts';
import { isLoopback } from '../../shared/domain/loopback.ts';
import type { Partner } from './partner.ts';

/** What one exchange travels with, of what partner and admission give. Memory only. */
export interface Passage {
  /** Secret headers, names in lower case. */
  headers: Record<string, string>;
  tls?: TlsMaterial;
  proxy?: ProxyMaterial;
  /** Milliseconds spent on getting a token for it. */
  tokenMs?: number;
  /** Whether a refusal with 401 may be answered with another token. */
  renewable: boolean;
}

/**
 * The passage to the partner's own origin (`home`) or to another one. Elsewhere go no headers, no client certificate and no pinned name:
 * they are meant for the partner. Its authorities are trusted there too, and the proxy is ours, whoever is reached through it.
 * Fails as the admission does.
 */
export async function passageTo(partner: Partner, home: boolean, need: AdmissionNeed): Promise<Reply<Passage>> {
  const asked = await partner.admit?.({ ...need, ...(home ? { baseUrl: partner.baseUrl } : { foreign: true }) });
  if (asked && !asked.ok) return asked;
  const admission = asked?.value;
  const tls = admission?.tls ?? partner.tls;
  const proxy = admission?.proxy ?? partner.proxy;
  const throughProxy = proxy ? { proxy } : {};
  if (!home) return ok({ headers: {}, ...(tls?.ca ? { tls: { ca: tls.ca } } : {}), ...throughProxy, renewable: false });
  const headers = { ...lowerCased(partner.secretHeaders), ...lowerCased(admission?.headers ?? {}) };
  if (Object.keys(headers).length > 0 && inTheClear(partner.baseUrl)) return refuseInTheClear(partner.baseUrl);
  return ok({
    headers,
    ...(tls ? { tls } : {}),
    ...throughProxy,
    ...(admission?.tokenMs === undefined ? {} : { tokenMs: admission.tokenMs }),
    renewable: admission?.renewable === true && admission.tokenMs === undefined,
  });
}

/** Whether what is sent to an address can be read on the way: plain http to another computer. */
export const inTheClear = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
};

/** The failure of sending credentials there (HRex security, CONF-014). */
export const refuseInTheClear = (address: string) =>
  fail(
    'invalid-input',
    `${new URL(address).host} is spoken to by plain http: tokens, secrets and keys would travel in the clear.`,
    'Use the partner’s https address; plain http with credentials is for this computer alone.',
    { requirement: 'CONF-014' },
  );

const lowerCased = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Its secret values, for masking: each header value, the token inside it, and user and password inside that. */
export const secretsOf = ({ headers, proxy }: Passage): string[] =>
  [...Object.values(headers), ...(proxy?.authorization ? [proxy.authorization] : [])].flatMap((value) => {
    const token = value.replace(/^\w+ /, '');
    const pair = /^Basic /i.test(value) ? Buffer.from(token, 'base64').toString('utf8') : '';
    return [value, token, ...(pair.includes(':') ? [pair, pair.slice(pair.indexOf(':') + 1)] : [])];
  });
