import { fail, type Reply } from '../../../shared/contract/errors.ts';
import type { UdapAuth } from '../../../shared/domain/auth.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { ClientProof } from './prove-client.ts';
import type { TokenMeans } from './token-means.ts';

/** The proof of a UDAP client: an assertion signed by the key of its certificate (UDAP Security, B2B). */
export async function proveByCertificate(
  _means: TokenMeans,
  connection: Connection,
  _auth: UdapAuth,
  _tokenUrl: string,
): Promise<Reply<ClientProof>> {
  return fail(
    'capability-missing',
    `${connection.name} lets clients in by UDAP, which this version does not speak yet.`,
    'Ask the partner for SMART backend services.',
  );
}
