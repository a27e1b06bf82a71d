import type { AuthMethod, SecretName } from '../../shared/domain/auth.ts';

/** The ways to be let in: what each is called, and what it takes. */
export const methodWords: Record<AuthMethod, { label: string; says: string }> = {
  none: {
    label: 'None, an open server',
    says: 'Requests carry no credentials. Fine for the sandbox and public test servers.',
  },
  bearer: { label: 'Bearer token', says: 'A token somebody gave you is sent as it is, until it is replaced here.' },
  'client-secret': {
    label: 'Client secret',
    says: 'Client id and secret are exchanged for short tokens (OAuth 2.0 client credentials).',
  },
  backend: {
    label: 'Backend services',
    says: 'A key of ours signs each request for a token; the partner knows its public half (SMART 2.2).',
  },
  code: {
    label: 'Sign in by browser',
    says: 'A person signs in at the partner, in the browser of this system (authorization code with PKCE).',
  },
  udap: {
    label: 'UDAP',
    says: 'A certificate of a trust community stands for us, and registers us with the partner (UDAP B2B).',
  },
};

/** What a secret of a connection is called. */
export const secretWords: Record<SecretName, string> = {
  bearer: 'Bearer token',
  clientSecret: 'Client secret',
  clientKey: 'Key of the client certificate',
  udapKey: 'Key of the UDAP certificate',
  proxyCredentials: 'Proxy user and password',
  headers: 'Extra headers',
};

/** Whether a method brings tokens that are asked for. */
export const asksForToken = (method: AuthMethod): boolean => method !== 'none' && method !== 'bearer';
