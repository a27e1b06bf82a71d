import { requireNotReady, requireReady } from './readiness.ts';
import { refuseUnknown } from './refuse.ts';

/** Answers the requests of one scheme, as given to `protocol.handle`. */
export type SchemeHandler = (request: Request) => Response | Promise<Response>;

/** What `registerSchemesAsPrivileged` grants a scheme. */
export interface Privileges {
  standard?: boolean;
  secure?: boolean;
  supportFetchAPI?: boolean;
}

const privileged = new Map<string, Privileges>();
const handlers = new Map<string, SchemeHandler>();

/** `protocol` of the default session. Only schemes registered as standard and secure can be imitated (see `toChromium`). */
export const protocol = refuseUnknown('protocol', {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges?: Privileges }[]): void {
    requireNotReady('protocol.registerSchemesAsPrivileged');
    for (const { scheme, privileges = {} } of schemes) privileged.set(scheme, privileges);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    requireReady('protocol');
    const { standard, secure } = privileged.get(scheme) ?? {};
    if (!standard || !secure) throw new Error(`The stand-in only handles standard, secure schemes; '${scheme}' is not`);
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    if (!handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
});

/**
 * Chromium cannot navigate to a scheme it was not built with, so `app://name/path` travels as
 * `https://name.app.stand-in/path`: also a standard, secure origin, and one that no network answers for.
 */
export function toChromium(url: string): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  return privileged.has(scheme) ? `https://${host}.${scheme}.stand-in${rest || '/'}` : url;
}

/** The reverse of `toChromium`, for a URL or an origin. */
export function toApp(url: string): string {
  return url.replace(/^https:\/\/([^/]*)\.([a-z0-9+-]+)\.stand-in/, '$2://$1');
}

/** `scheme://host` of an app URL, or `null` as text for URLs without a host. */
export function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? 'null';
}

/** The handler of an app URL; `undefined` when its scheme has none. */
export function handlerOf(url: string): SchemeHandler | undefined {
  return handlers.get(schemeOf(url));
}

/** Whether pages may call `fetch` on the scheme of this app URL (privilege `supportFetchAPI`). */
export function mayFetch(url: string): boolean {
  return privileged.get(schemeOf(url))?.supportFetchAPI === true;
}

/** Rewrites the scheme sources of a Content-Security-Policy (`app:`) to where the scheme travels. */
export function policyToChromium(policy: string): string {
  return policy.replace(
    /(?<=^|\s)([a-z0-9+.-]+):(\/\/[^\s;]*)?(?=[\s;]|$)/gi,
    (source, scheme: string, host?: string) => {
      if (!privileged.has(scheme)) return source;
      return host ? toChromium(source) : `https://*.${scheme}.stand-in`;
    },
  );
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':'));
}
