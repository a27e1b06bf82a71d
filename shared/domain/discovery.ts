import type { Diagnosis } from './diagnosis.ts';

/** One document a partner may publish: found, absent (404 or the like), or failed. */
export type Found<T> =
  | {
      state: 'found';
      exchangeId: string;
      value: T;
      /** What is missing or odd, a sentence each. */
      problems: string[];
      /** Why reading it again failed, where it did: what stands here is from before. `at` is an ISO instant. */
      stale?: { at: string; message: string; next: string; exchangeId?: string };
    }
  | { state: 'absent'; exchangeId: string; httpStatus: number }
  | {
      state: 'failed';
      exchangeId?: string;
      /** What was answered, where something was. */
      httpStatus?: number;
      message: string;
      next: string;
      /** What is wrong with the line, where that is why. */
      diagnosis?: Diagnosis;
    };

/** `.well-known/smart-configuration` (SMART App Launch 2.2, conformance). */
export interface SmartConfiguration {
  issuer?: string;
  tokenEndpoint?: string;
  authorizationEndpoint?: string;
  registrationEndpoint?: string;
  revocationEndpoint?: string;
  introspectionEndpoint?: string;
  jwksUri?: string;
  grantTypes: string[];
  /** token_endpoint_auth_methods_supported and token_endpoint_auth_signing_alg_values_supported. */
  authMethods: string[];
  signingAlgorithms: string[];
  scopes: string[];
  capabilities: string[];
  challengeMethods: string[];
}

/** `.well-known/udap` (UDAP Security, discovery). */
export interface UdapMetadata {
  versions: string[];
  profiles: string[];
  tokenEndpoint?: string;
  authorizationEndpoint?: string;
  registrationEndpoint?: string;
  grantTypes: string[];
  tokenAlgorithms: string[];
  registrationAlgorithms: string[];
  extensionsSupported: string[];
  extensionsRequired: string[];
  /** What the signed metadata says, where its signature holds. */
  signedMetadata: { state: 'absent' | 'valid' | 'invalid'; says: string };
}

/** CapabilityStatement.rest.security, as far as it leads to a token. */
export interface StatementSecurity {
  services: string[];
  tokenUrl?: string;
  authorizeUrl?: string;
  registerUrl?: string;
}

/** `.well-known/davinci-configuration` (HRex, endpoint discovery). */
export interface DavinciConfiguration {
  identifier?: { system?: string; value?: string };
  /** Code as published, with its version after `#`. */
  endpoints: { code: string; url: string }[];
}

/** What a partner publishes about how to be let in. The id is the connection's. */
export interface Discovery {
  id: string;
  /** Where it was read; after the connection has moved it is read anew. */
  baseUrl: string;
  /** ISO instant of the last reading. */
  at: string;
  smart: Found<SmartConfiguration>;
  udap: Found<UdapMetadata>;
  statement: Found<StatementSecurity>;
  davinci: Found<DavinciConfiguration>;
}
