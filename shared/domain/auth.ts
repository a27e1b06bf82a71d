/** The ways a partner lets us in (SMART App Launch 2.2, RFC 6749, UDAP Security). */
export const authMethods = ['none', 'bearer', 'client-secret', 'backend', 'code', 'udap'] as const;
/** One of them. */
export type AuthMethod = (typeof authMethods)[number];

/** How a client proves itself where a person signs in: a public client by PKCE alone, or beside it by key or by secret. */
export const codeClients = ['public', 'asymmetric', 'secret'] as const;
/** One of them. */
export type CodeClient = (typeof codeClients)[number];

/** What the methods that ask for a token share. Left out: the token URL is the discovered one, the scopes are none. */
interface AsksForToken {
  clientId: string;
  tokenUrl?: string;
  /** Scopes asked for, separated by spaces. */
  scope?: string;
}

/** SMART backend services: client credentials with an assertion signed by our key (SMART App Launch 2.2, backend services). */
export interface BackendAuth extends AsksForToken {
  method: 'backend';
  /** Name of the key that signs. */
  key: string;
  /** Where the partner finds our public keys, as registered; sent in the header of the assertion. */
  jku?: string;
  /** What `aud` says when it is not the token URL: some servers want their issuer. */
  audience?: string;
}

/** Authorization code with PKCE in the person's own browser (RFC 7636, RFC 8252). */
export interface CodeAuth extends AsksForToken {
  method: 'code';
  client: CodeClient;
  /** Name of the key, for an asymmetric client. */
  key?: string;
  authorizeUrl?: string;
  /** Port of the loopback redirect, where the partner wants it registered; else any free one. */
  redirectPort?: number;
}

/** UDAP business-to-business: a certificate instead of a registered key (UDAP Security, B2B). */
export interface UdapAuth extends Omit<AsksForToken, 'clientId'> {
  method: 'udap';
  /** Given by the partner when we registered. */
  clientId?: string;
  /** PEM chain, the client's own certificate first. */
  certificate: string;
  registrationUrl?: string;
  /** URI of the organization on whose behalf we ask. */
  organizationId: string;
  organizationName?: string;
  /** `urn:oid:...#CODE` values, at least one. */
  purposeOfUse: string[];
  /** Mail address of who runs this client; told when it registers. */
  contact?: string;
}

/** How one connection is let in. Nothing here is secret: what is lies in the vault, by the connection's id. */
export type Auth =
  | { method: 'none' }
  | { method: 'bearer' }
  | ({ method: 'client-secret'; send: 'basic' | 'post' } & AsksForToken)
  | BackendAuth
  | CodeAuth
  | UdapAuth;

/** How the line itself is made, beside the defaults. */
export interface Line {
  /** PEM certificates of the authorities to trust in place of the system's. */
  ca?: string;
  /** The name the partner's certificate must carry, when it is not the host of the URL. */
  serverName?: string;
  /** PEM chain shown as client certificate (mutual TLS); its key is in the vault. */
  clientCertificate?: string;
  /** HTTP(S) proxy, without credentials. */
  proxyUrl?: string;
}

/** The secrets a connection can have, as the vault names them. `headers` is a JSON object of extra headers. */
export const secretNames = ['bearer', 'clientSecret', 'clientKey', 'udapKey', 'proxyCredentials', 'headers'] as const;
/** One of them. */
export type SecretName = (typeof secretNames)[number];
