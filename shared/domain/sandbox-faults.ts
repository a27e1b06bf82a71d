import { tlsFaults, udapFaults } from './sandbox-line-faults.ts';
import { payerFaults } from './sandbox-push-faults.ts';
import { notificationFaults, taskFaults } from './sandbox-task-faults.ts';

/** What a fault spoils: FHIR, Tasks or notifications of the provider, submissions at the payer, or authorization, UDAP or TLS of both. */
export const faultParts = ['fhir', 'task', 'notification', 'payer', 'authorization', 'udap', 'tls'] as const;
/** One of them. */
export type FaultPart = (typeof faultParts)[number];

/** A way the sandbox can misbehave on purpose. */
export interface SandboxFault {
  name: string;
  part: FaultPart;
  /** What people call it. */
  title: string;
  /** What a client meets, in one sentence. */
  says: string;
}

/** FHIR of the provider. Those after `slow` take the place of the answer: the first one set wins. */
const fhirFaults = [
  { name: 'slow', part: 'fhir', title: 'Slow', says: 'Every answer comes two seconds late.' },
  {
    name: 'html-error',
    part: 'fhir',
    title: 'HTML error page',
    says: 'A proxy answers 502 with a web page in place of FHIR.',
  },
  { name: 'truncated-json', part: 'fhir', title: 'Truncated JSON', says: '200, and the body ends in the middle.' },
  { name: 'empty-body', part: 'fhir', title: 'Empty body', says: '200 with nothing in it.' },
  {
    name: 'error-outcome-200',
    part: 'fhir',
    title: 'Error at 200',
    says: 'An OperationOutcome of severity error under a 200.',
  },
  { name: 'drop', part: 'fhir', title: 'Dropped connection', says: 'The connection ends without an answer.' },
] as const satisfies readonly SandboxFault[];

/** Checks of the authorization servers that refuse whatever comes. */
const refusals = [
  { name: 'unknown-client', title: 'Unknown client', says: 'The token endpoint knows no client of that id.' },
  { name: 'wrong-secret', title: 'Wrong secret', says: 'The token endpoint takes no client secret for the right one.' },
  { name: 'wrong-audience', title: 'Wrong audience', says: 'No assertion is meant for this token URL.' },
  { name: 'expired-assertion', title: 'Expired assertion', says: 'Every assertion has expired when it arrives.' },
  { name: 'long-assertion', title: 'Assertion too long', says: 'Every assertion expires too far ahead.' },
  { name: 'reused-jti', title: 'Reused jti', says: 'Every assertion counts as sent before.' },
  { name: 'unknown-kid', title: 'Unknown key', says: 'No assertion is signed by a key that is registered.' },
  { name: 'bad-signature', title: 'Signature refused', says: 'No assertion’s signature holds.' },
  { name: 'jwks-unreachable', title: 'Keys unreachable', says: 'The client’s JWKS cannot be fetched.' },
  { name: 'grant-not-offered', title: 'Grant not offered', says: 'The token endpoint knows no grant type.' },
  { name: 'scope-refused', title: 'Scope refused', says: 'Every scope is more than the client may have.' },
  { name: 'redirect-refused', title: 'Redirect refused', says: 'No redirect URI is registered.' },
  { name: 'code-refused', title: 'Code refused', says: 'Every authorization code was used or is too old.' },
  { name: 'pkce-refused', title: 'PKCE refused', says: 'No code verifier fits its challenge.' },
  { name: 'refresh-refused', title: 'Refresh refused', says: 'Every refresh token has been withdrawn.' },
] as const;

/** Authorization of both servers. Those that take the place of the answer come last: the first one set wins. */
const authorizationFaults = [
  ...refusals.map((one) => ({ ...one, part: 'authorization' as const })),
  {
    name: 'clock-skew',
    part: 'authorization',
    title: 'Clock ten minutes ahead',
    says: 'The server’s clock and its Date header are ten minutes ahead, so assertions have expired.',
  },
  {
    name: 'alg-not-offered',
    part: 'authorization',
    title: 'ES384 alone',
    says: 'Discovery offers ES384 and the token endpoint takes no other algorithm.',
  },
  {
    name: 'scope-narrowed',
    part: 'authorization',
    title: 'Scope narrowed',
    says: 'Less is granted than was asked for: reading alone.',
  },
  {
    name: 'short-token',
    part: 'authorization',
    title: 'Short-lived tokens',
    says: 'Every access token expires after five seconds.',
  },
  {
    name: 'token-revoked',
    part: 'authorization',
    title: 'Token revoked',
    says: 'The next FHIR request with a valid token is answered 401, once.',
  },
  {
    name: 'discovery-missing',
    part: 'authorization',
    title: 'No discovery',
    says: 'The smart-configuration is not there, 404, and the CapabilityStatement names no token URL.',
  },
  {
    name: 'discovery-wrong-token-url',
    part: 'authorization',
    title: 'Wrong token URL',
    says: 'Discovery names a token URL where nothing is.',
  },
  {
    name: 'token-html',
    part: 'authorization',
    title: 'Token: HTML page',
    says: 'The token endpoint answers 200 with a web page.',
  },
  { name: 'token-500', part: 'authorization', title: 'Token: 500', says: 'The token endpoint answers 500.' },
  {
    name: 'token-401-empty',
    part: 'authorization',
    title: 'Token: 401, empty',
    says: 'The token endpoint answers 401 with nothing in it.',
  },
  {
    name: 'token-silent',
    part: 'authorization',
    title: 'Token: no answer',
    says: 'The token endpoint takes the request and never answers.',
  },
] as const satisfies readonly SandboxFault[];

/** All of them, in the words of a person who has met them. */
export const sandboxFaults = [
  ...fhirFaults,
  ...taskFaults,
  ...notificationFaults,
  ...payerFaults,
  ...authorizationFaults,
  ...udapFaults,
  ...tlsFaults,
] as const satisfies readonly SandboxFault[];

/** The name of one of them. */
export type FaultName = (typeof sandboxFaults)[number]['name'];

/** The names of one part. */
export type FaultOf<Part extends FaultPart> = Extract<(typeof sandboxFaults)[number], { part: Part }>['name'];

/** Their names, in the same order. */
export const faultNames: readonly FaultName[] = sandboxFaults.map(({ name }) => name);

/** Whether a word names a fault. */
export const isFault = (name: string): name is FaultName => (faultNames as readonly string[]).includes(name);

/** Whether a name is one of a part's. */
export function isFaultOf<Part extends FaultPart>(part: Part, name: string): name is FaultOf<Part> {
  return sandboxFaults.some((fault) => fault.part === part && fault.name === name);
}
