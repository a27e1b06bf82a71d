import type { Reply } from '../../shared/contract/errors.ts';

/** What the TLS side of an exchange is made with, PEM; the key lives in memory only. */
export interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  /** The name asked for and checked in place of the URL's host. */
  servername?: string;
}

/** The proxy on the way; `authorization` is the value of Proxy-Authorization. */
export interface ProxyMaterial {
  url: string;
  authorization?: string;
  /** Authorities an https proxy may be certified by beside the usual ones, PEM. */
  ca?: string;
}

/** What lets one exchange in: headers for the partner's own origin alone, and how the line is made. Memory only. */
export interface Admission {
  headers: Record<string, string>;
  tls?: TlsMaterial;
  proxy?: ProxyMaterial;
  /** Milliseconds spent on getting a token, where one had to be got just now. */
  tokenMs?: number;
  /** Whether another token can be asked for when this one is refused; a bearer token somebody typed cannot. */
  renewable?: boolean;
}

/** What an admission is asked for. */
export interface AdmissionNeed {
  signal?: AbortSignal;
  /** The token used before was refused with 401; it must not be given again. */
  renew?: boolean;
  /** Its Authorization header, so that a newer token somebody else got meanwhile is not thrown away with it. */
  refused?: string;
  /** The exchange goes to another origin than the partner's: only what the way needs is wanted, no header, token or client certificate. */
  foreign?: boolean;
  /** Where the partner is that the exchange goes to; a connection that was moved to another place meanwhile lets nobody in there. */
  baseUrl?: string;
}

/** Gets an admission just before an exchange: from memory, from the vault, or by asking the partner for a token. */
export type Admit = (need: AdmissionNeed) => Promise<Reply<Admission>>;
