import { createHash } from 'node:crypto';
import type { KnownClient } from '../auth/clients.ts';
import type { UdapRegistration } from './software-statement.ts';

/** A client that registered by a software statement. */
export interface UdapClient extends KnownClient {
  udap: UdapRegistration;
}

/** Where clients are kept. */
export interface ClientRegistry {
  find(clientId: string): KnownClient | undefined;
  register(client: UdapClient): unknown;
  forget(clientId: string): void;
}

/** The client id of a URI name: whoever shows it again is the same client, with whatever certificate. */
export const udapClientId = (uri: string): string =>
  `udap-${createHash('sha256').update(uri).digest('base64url').slice(0, 22)}`;

/** The client of an id, where it registered by UDAP. */
export function findUdapClient(registry: ClientRegistry, clientId: string): UdapClient | undefined {
  const client = registry.find(clientId);
  return client && 'udap' in client ? (client as UdapClient) : undefined;
}
