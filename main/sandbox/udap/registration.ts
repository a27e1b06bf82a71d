import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import { isObject, textOf } from '../../../shared/fhir/json.ts';
import { type ClientRegistry, findUdapClient, type UdapClient, udapClientId } from './registry.ts';
import { type JwtNeed, readSignedJwt, UnfitJwt } from './signed-jwt.ts';
import { RegistrationError, readMetadata } from './software-statement.ts';

/** What registering needs. */
export interface RegistrationMeans extends Omit<JwtNeed, 'what' | 'audience'> {
  registry: ClientRegistry;
  registrationUrl: string;
  faults: readonly FaultName[];
}

/** The answer of RFC 7591, section 3.2.1. */
export interface RegistrationAnswer {
  /** 201 for a new client, 200 for a change or a withdrawal. */
  status: 200 | 201;
  body: Record<string, unknown>;
}

const codes = {
  malformed: 'invalid_software_statement',
  refused: 'invalid_software_statement',
  untrusted: 'unapproved_software_statement',
} as const;

async function readStatement(statement: string, { registrationUrl, ...need }: RegistrationMeans) {
  try {
    const good = await readSignedJwt(statement, { ...need, what: 'software statement', audience: registrationUrl });
    if (good.uris.includes(good.iss)) return good;
    const names = good.uris.join(', ') || 'none';
    const text = `The iss ${good.iss} of the software statement is no URI name of its certificate; those are: ${names}.`;
    throw new UnfitJwt('refused', text);
  } catch (error) {
    if (error instanceof UnfitJwt) throw new RegistrationError(codes[error.reason], error.message);
    throw error;
  }
}

function statementOf(body: unknown): string {
  if (!isObject(body)) throw new RegistrationError('invalid_client_metadata', 'The body is no JSON object.');
  if (body.udap !== '1') throw new RegistrationError('invalid_client_metadata', 'The member udap must be "1".');
  const statement = textOf(body.software_statement);
  if (statement) return statement;
  throw new RegistrationError('invalid_software_statement', 'There is no software_statement.');
}

/**
 * Registers, changes or withdraws a client by its software statement (UDAP Security, dynamic client registration). Who shows the same
 * URI name again is the same client. Rejects with a RegistrationError.
 */
export async function registerClient(body: unknown, means: RegistrationMeans): Promise<RegistrationAnswer> {
  const statement = statementOf(body);
  if (means.faults.includes('udap-untrusted')) {
    const text = 'The certificate of the software statement is of no community this server trusts.';
    throw new RegistrationError('unapproved_software_statement', text);
  }
  const { claims, iss: uri } = await readStatement(statement, means);
  const { name, grantTypes, redirectUris, scope } = readMetadata(claims);
  const { registry } = means;
  const clientId = udapClientId(uri);
  const isKnown = findUdapClient(registry, clientId) !== undefined;
  const told = {
    client_id: clientId,
    software_statement: statement,
    client_name: name,
    grant_types: grantTypes,
    token_endpoint_auth_method: 'private_key_jwt',
    scope,
    ...(redirectUris.length ? { redirect_uris: redirectUris, response_types: ['code'] } : {}),
  };
  if (!grantTypes.length) {
    if (!isKnown)
      throw new RegistrationError(
        'invalid_client_metadata',
        `grant_types is empty, and ${uri} has no registration to withdraw.`,
      );
    registry.forget(clientId);
    return { status: 200, body: told };
  }
  const client: UdapClient = {
    clientId,
    proof: 'udap',
    scope,
    redirectUris,
    kids: [],
    origin: 'registration',
    udap: { uri, name, grantTypes },
  };
  registry.register(client);
  return { status: isKnown ? 200 : 201, body: told };
}
