import type { Connection } from '../../../shared/domain/connection.ts';
import { type SandboxClient, practiceClients } from '../../../shared/domain/sandbox-access.ts';
import { formatNumberOf } from '../../ui/format.ts';

const proofs: Record<SandboxClient['proof'], string> = {
  public: 'nothing, PKCE alone',
  secret: 'a secret',
  jwks: 'a key',
  'jwks-uri': 'a key at its JWKS URL',
  udap: 'a UDAP certificate',
};

/** How a client proves itself. */
export const proofWords = ({ proof, kids }: Pick<SandboxClient, 'proof' | 'kids'>): string =>
  proof === 'jwks' && kids.length !== 1 ? formatNumberOf(kids.length, 'key') : proofs[proof];

/** Where a client comes from. */
export const originWords: Record<SandboxClient['origin'], string> = {
  practice: 'built in',
  'client-jwks': 'by --client-jwks',
  connection: 'a connection of ours',
  registration: 'registered by UDAP',
};

/** What a client is for, where that is worth a line: the secret of the practice client is public, and opens nothing else. */
export const clientNote = ({ clientId }: Pick<SandboxClient, 'clientId'>): string | undefined =>
  clientId === practiceClients.secret.clientId
    ? `secret: ${practiceClients.secret.secret}`
    : clientId === '*'
      ? 'whichever client id the key presents'
      : undefined;

/**
 * The base URL a connection to the sandbox should have, where the sandbox has turned from http to https or back since; undefined where
 * it is right, or leads elsewhere.
 */
export function movedBase(baseUrl: string, bases: readonly string[]): string | undefined {
  const { host, protocol } = new URL(baseUrl);
  const base = bases.find((one) => new URL(one).host === host);
  return base !== undefined && new URL(base).protocol !== protocol ? base : undefined;
}

/** Whether the sandbox knows a connection's client, in a sentence, and what can be done about it. */
export function admissionWords(
  { auth, name }: Pick<Connection, 'auth' | 'name'>,
  clients: readonly SandboxClient[],
): { says: string; isKnown: boolean; canAdmit: boolean; canUdap: boolean } {
  const canUdap = auth.method === 'none' || auth.method === 'udap';
  if (auth.method === 'none' || auth.method === 'bearer')
    return {
      says: `${name} has no client of its own. Choose a method in its form first; or give it a UDAP certificate.`,
      isKnown: false,
      canAdmit: false,
      canUdap,
    };
  const { clientId } = auth;
  const client = clients.find((one) => one.clientId === clientId);
  if (client)
    return { says: `Known as ${client.clientId}, by ${proofWords(client)}.`, isKnown: true, canAdmit: true, canUdap };
  const says =
    auth.method === 'udap' && clientId === undefined
      ? 'It registers by itself; letting it in makes the sandbox trust who issued its certificate.'
      : `The sandbox does not know the client id ${clientId} yet.`;
  return { says, isKnown: false, canAdmit: true, canUdap };
}
