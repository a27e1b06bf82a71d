import type { Auth, Line, SecretName } from './auth.ts';
import type { Policy } from './policy.ts';

/** CDex versions a partner may speak: 2.0.0, 2.1.0 (published, what we emit), and the continuous build. */
export const cdexVersions = ['2.0', '2.1', 'ci'] as const;
/** One of these versions. */
export type CdexVersion = (typeof cdexVersions)[number];

/** Which side we are on a connection. A payer is a Data Consumer, a provider a Data Source. */
export const roles = ['payer', 'provider'] as const;
/** One of the two sides. */
export type Role = (typeof roles)[number];

/** Who made the connection: a person, or the embedded sandbox, whose addresses follow its ports. */
export type ConnectionOrigin = 'user' | 'sandbox-provider' | 'sandbox-payer';

/** A partner we exchange with, as the screen may see it: no secret is ever part of it. */
export interface Connection {
  id: string;
  name: string;
  /** FHIR base URL without a trailing slash. */
  baseUrl: string;
  /** Our role; the partner has the other one. */
  role: Role;
  cdexVersion: CdexVersion;
  /** Milliseconds until an exchange is given up. */
  timeoutMs: number;
  origin: ConnectionOrigin;
  /** How we are let in. */
  auth: Auth;
  /** How the line is made. */
  line: Line;
  /** What was agreed. */
  policy: Policy;
  /** Which secrets of it lie in the vault. */
  secrets: SecretName[];
  /** ISO instant. */
  createdAt: string;
}

/** A FHIR base URL in the one spelling that is stored: no trailing slash, query, fragment or credentials; undefined for what is none. */
export function normalBaseUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.search || url.hash || url.username || url.password) return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
