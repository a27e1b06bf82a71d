import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Reply } from '../../shared/contract/errors.ts';
import type { ReadSandboxToken } from '../../shared/domain/sandbox-access.ts';
import { readScope, splitScopes } from '../../shared/fhir/scopes.ts';
import type { Judged } from './guard.ts';
import { outcomeOf, respond } from './respond.ts';

/** Reads a token of the sandbox's payer; fails where the sandbox cannot be asked. */
export type ReadToken = (token: string) => Promise<Reply<ReadSandboxToken>>;

const realm = 'Bearer realm="receiver"';
const getOne = 'Get an access token from the token URL of the sandbox’s payer and send it as Authorization: Bearer.';

/** A text that can stand in a quoted string of a header. */
const quoted = (text: string) => text.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, "'");

/** The refusal with its challenge (RFC 6750, section 3); without an error code the request showed nothing at all. */
function refuse(status: 400 | 401 | 403, text: string, error?: string, more = ''): Judged {
  const detail = error ? `, error="${error}", error_description="${quoted(text)}"${more}` : '';
  return {
    refusal: respond(status, outcomeOf('error', status === 403 ? 'forbidden' : 'login', text, getOne), {
      'www-authenticate': realm + detail,
    }),
  };
}

/** Whether a scope allows to create anything: the guide leaves the operation's scope to the payer, and the sandbox's payer asks for that. */
const allowsSubmission = (scope: string): boolean =>
  splitScopes(scope)
    .map(readScope)
    .some((one) => one.kind === 'resource' && one.rights.includes('c'));

/** The thumbprint of the client certificate a request came with (RFC 8705, section 3.1). */
function thumbprintOf({ socket }: IncomingMessage): string | undefined {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return certificate && createHash('sha256').update(certificate.raw).digest('base64url');
}

/** Lets in whoever shows a token of the sandbox's payer that allows a submission; the sender is its client. */
export async function admitByToken(request: IncomingMessage, readToken: ReadToken): Promise<Judged> {
  const { authorization } = request.headers;
  const [scheme = '', token = '', ...rest] = (authorization ?? '').trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'bearer')
    return refuse(401, scheme ? 'This receiver takes Bearer tokens.' : 'This receiver needs an access token.');
  if (!token || rest.length > 0)
    return refuse(400, 'The Authorization header must be Bearer and one token.', 'invalid_request');
  const reply = await readToken(token);
  if (!reply.ok) {
    const text = 'The token cannot be looked at now: the authorization server that issued it does not run.';
    return {
      refusal: respond(503, outcomeOf('error', 'transient', text, reply.error.next), { 'retry-after': '30' }),
      secrets: [token],
    };
  }
  return { ...judge(request, reply.value), secrets: [token] };
}

function judge(request: IncomingMessage, read: ReadSandboxToken): Judged {
  if ('refusal' in read) return refuse(401, read.refusal, 'invalid_token');
  const { clientId, scope, thumbprint } = read;
  if (thumbprint && thumbprint !== thumbprintOf(request))
    return refuse(401, 'The token is bound to another client certificate than this connection’s.', 'invalid_token');
  if (!allowsSubmission(scope))
    return {
      ...refuse(
        403,
        `The token allows no submission: its scope is "${scope}", and a submission needs create on some type.`,
        'insufficient_scope',
        ', scope="system/Communication.c"',
      ),
      sender: clientId,
    };
  return { sender: clientId };
}
