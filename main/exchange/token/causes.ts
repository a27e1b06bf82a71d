import type { Diagnosis, DiagnosisCode } from '../../../shared/domain/diagnosis.ts';

/** Why the authorization server does not take what we sent; the codes that are told apart by evidence. */
export type RefusalCode = Extract<
  DiagnosisCode,
  | 'wrong-audience'
  | 'assertion-expired'
  | 'assertion-too-long'
  | 'clock-skew'
  | 'reused-jti'
  | 'unknown-client'
  | 'unknown-kid'
  | 'signature-refused'
  | 'algorithm-not-offered'
  | 'jwks-unreachable'
  | 'wrong-secret'
  | 'scope-refused'
  | 'grant-not-offered'
  | 'redirect-refused'
  | 'code-refused'
  | 'pkce-refused'
  | 'consent-denied'
  | 'refresh-refused'
  | 'udap-certificate-refused'
  | 'udap-extension-refused'
  | 'client-refused'
>;

type Cause = Pick<Diagnosis, 'message' | 'where' | 'next' | 'requirement'>;

/** What each cause is, where it sits and what to do, in words that hold whatever showed it. */
export const causes: Record<RefusalCode, Cause> = {
  'wrong-audience': {
    message: 'Our assertion names the wrong token URL.',
    where: 'client_assertion, claim aud',
    next: 'Set the token URL of the connection to the one the partner publishes, then ask again.',
    requirement: 'SMART 2.2',
  },
  'assertion-expired': {
    message: 'Our assertion was out of date when the partner read it.',
    where: 'client_assertion, claim exp',
    next: 'Compare the clocks of both sides, and look for a gateway that holds requests back.',
    requirement: 'RFC 7523, section 3',
  },
  'assertion-too-long': {
    message: 'The partner finds that our assertion lives too long.',
    where: 'client_assertion, claim exp',
    next: 'Compare the clocks of both sides: an assertion of ours never lives longer than five minutes.',
    requirement: 'SMART 2.2',
  },
  'clock-skew': {
    message: 'The clocks of both sides differ too much.',
    where: 'client_assertion, claims iat and exp',
    next: 'Set the clock of this computer by a time server, or ask the partner to do so with theirs.',
    requirement: 'RFC 7523, section 3',
  },
  'reused-jti': {
    message: 'The partner has seen this assertion before.',
    where: 'client_assertion, claim jti',
    next: 'Look for a proxy or gateway that sends requests twice, then ask again.',
    requirement: 'SMART 2.2',
  },
  'unknown-client': {
    message: 'The partner does not know our client id.',
    where: 'client id',
    next: 'Compare the client id with the one the partner registered, for this environment.',
    requirement: 'RFC 6749, section 5.2',
  },
  'unknown-kid': {
    message: 'The partner does not find our key.',
    where: 'client_assertion, header kid',
    next: 'Give the partner our JWKS again (keys jwks), or ask which keys it holds of ours.',
    requirement: 'SMART 2.2',
  },
  'signature-refused': {
    message: 'The signature of our assertion does not hold with the key the partner has.',
    where: 'client_assertion, signature',
    next: 'Give the partner our JWKS again (keys jwks): it holds another key under this kid.',
    requirement: 'SMART 2.2',
  },
  'algorithm-not-offered': {
    message: 'The partner does not take the algorithm our key signs with.',
    where: 'client_assertion, header alg',
    next: 'Make or import a key for an algorithm the partner takes, and register it there.',
    requirement: 'SMART 2.2',
  },
  'jwks-unreachable': {
    message: 'Our public keys cannot be read at their address.',
    where: 'client_assertion, header jku',
    next: 'Publish the JWKS where the partner can reach it, or have it registered as a file (keys jwks).',
    requirement: 'SMART 2.2',
  },
  'wrong-secret': {
    message: 'The partner does not take our client id with this secret.',
    where: 'client id and client secret',
    next: 'Get the secret anew from the partner and give it to the connection.',
    requirement: 'RFC 6749, section 2.3.1',
  },
  'scope-refused': {
    message: 'The partner does not grant the scopes we ask for.',
    where: 'scope',
    next: 'Ask for scopes this client is registered for, or have the partner register these.',
    requirement: 'RFC 6749, section 5.2',
  },
  'grant-not-offered': {
    message: 'The partner does not let this client in this way.',
    where: 'grant_type',
    next: 'Choose a method the partner offers, or ask to have this one enabled for our client.',
    requirement: 'RFC 6749, section 5.2',
  },
  'redirect-refused': {
    message: 'The partner does not take our redirect address.',
    where: 'redirect_uri',
    next: 'Set a fixed redirect port in the connection and have exactly that address registered.',
    requirement: 'RFC 6749, section 4.1.3; RFC 8252, section 7.3',
  },
  'code-refused': {
    message: 'The partner does not take the authorization code.',
    where: 'code',
    next: 'Sign in again: a code is good once, and for about a minute.',
    requirement: 'RFC 6749, section 4.1.2',
  },
  'pkce-refused': {
    message: 'The partner does not find our code verifier right.',
    where: 'code_verifier',
    next: 'Sign in again; if it stays so, ask whether the partner keeps the S256 challenge of the request.',
    requirement: 'RFC 7636, section 4.6',
  },
  'consent-denied': {
    message: 'The sign-in was denied at the partner.',
    where: 'authorization endpoint',
    next: 'Sign in again and consent, or ask the partner for the rights this account lacks.',
    requirement: 'RFC 6749, section 4.1.2.1',
  },
  'refresh-refused': {
    message: 'The partner does not renew the sign-in.',
    where: 'refresh_token',
    next: 'Sign in again: token sign-in --connection NAME.',
    requirement: 'RFC 6749, section 6',
  },
  'udap-certificate-refused': {
    message: 'The partner does not trust our UDAP certificate.',
    where: 'client_assertion, header x5c',
    next: 'Ask which trust community the partner accepts, and use a certificate of it.',
    requirement: 'UDAP Security',
  },
  'udap-extension-refused': {
    message: 'The partner does not take what we say of our organization and purpose.',
    where: 'client_assertion, extension hl7-b2b',
    next: 'Compare organization and purpose of use with what the partner agreed to.',
    requirement: 'UDAP Security',
  },
  'client-refused': {
    message: 'The partner refuses us without naming a cause.',
    where: 'client',
    next: 'Ask the partner what its log says of this request, with the time and the client id.',
    requirement: 'RFC 6749, section 5.2',
  },
};
