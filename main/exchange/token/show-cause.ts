import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import { causes, type RefusalCode } from './causes.ts';
import { type Evidence, grantsOf, publishedOf, skewOf, smartOf, tolerableSkew } from './evidence.ts';

/** What a cause was shown by: the reason, and the two values that should agree. */
export interface Shown extends Pick<Diagnosis, 'why' | 'compare' | 'where' | 'message' | 'next'> {
  code: RefusalCode;
}

const list = (values: readonly string[]) => (values.length > 0 ? values.join(', ') : 'nothing');

const sources: Record<string, string> = {
  'smart-configuration': 'smart-configuration',
  udap: 'udap',
  'capability-statement': 'CapabilityStatement',
  connection: 'the connection',
};

/** Every cause that can be shown without taking the partner's word for it, the surest first. */
export function shownCauses(evidence: Evidence): Shown[] {
  const looks = evidence.proof.assertion
    ? [audience, clocks, algorithm, ownJwks, signature, grant, authentication]
    : [grant, authentication];
  return looks.flatMap((look) => {
    const found = look(evidence);
    return found ? [{ ...pick(found.code), ...found }] : [];
  });
}

const pick = (code: RefusalCode) => ({ message: causes[code].message, next: causes[code].next });
type Look = (evidence: Evidence) => (Partial<Shown> & { code: RefusalCode }) | undefined;

const audience: Look = (evidence) => {
  const published = publishedOf(evidence);
  const sent = evidence.proof.assertion?.claims.aud;
  if (!published || typeof sent !== 'string' || sent === published.tokenUrl) return undefined;
  if (sent === smartOf(evidence.discovery)?.issuer) return undefined; // some servers want their issuer there
  return {
    code: 'wrong-audience',
    why: 'The audience must be exactly the token URL the partner publishes; another address may still answer, and refuse.',
    compare: { sent, wanted: published.tokenUrl, from: sources[published.from] ?? published.from },
  };
};

const clocks: Look = ({ answer }) => {
  const skew = skewOf(answer);
  if (skew === undefined || Math.abs(skew) <= tolerableSkew) return undefined;
  return {
    code: 'clock-skew',
    why: `The partner’s clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} ours, by the Date header of its answer.`,
    compare: {
      sent: new Date(answer.receivedAt).toISOString(),
      wanted: new Date(answer.receivedAt + skew * 1000).toISOString(),
      from: 'Date header',
    },
  };
};

const algorithm: Look = ({ proof, discovery, auth }) => {
  const sent = String(proof.assertion?.header.alg);
  const udap = discovery?.udap.state === 'found' ? discovery.udap.value.tokenAlgorithms : [];
  const offered = auth.method === 'udap' ? udap : (smartOf(discovery)?.signingAlgorithms ?? []);
  if (offered.length === 0 || offered.includes(sent)) return undefined;
  return {
    code: 'algorithm-not-offered',
    why: `The partner publishes that it takes ${list(offered)}.`,
    compare: { sent, wanted: list(offered), from: auth.method === 'udap' ? 'udap' : 'smart-configuration' },
  };
};

const ownJwks: Look = ({ jwks, proof }) => {
  const kid = proof.key?.kid ?? '';
  if (!jwks) return undefined;
  if (jwks.state === 'unreadable')
    return { code: 'jwks-unreachable', why: `We looked at ${jwks.url} ourselves. ${jwks.says}` };
  if (jwks.ours === 'absent')
    return {
      code: 'unknown-kid',
      why: `Our key is not among those at ${jwks.url}, where the partner looks.`,
      next: 'Publish the current JWKS there (keys jwks), then ask again.',
      compare: { sent: kid, wanted: list(jwks.kids), from: jwks.url },
    };
  if (jwks.ours === 'other')
    return {
      code: 'signature-refused',
      why: `At ${jwks.url} another key stands under the kid ${kid}.`,
      next: 'Publish the current JWKS there (keys jwks), then ask again.',
    };
  return undefined;
};

const signature: Look = ({ proof }) =>
  proof.assertion?.verifies === false
    ? {
        code: 'signature-refused',
        why: 'It does not hold with our own public key either: private and public half do not belong together.',
        next: 'Import the key again, or make a new one and register it.',
      }
    : undefined;

const grant: Look = (evidence) => {
  const { grantType, auth } = evidence;
  const offered = grantsOf(evidence);
  // A refresh token is good where it was given, whether or not the list names it.
  if (offered.length === 0 || offered.includes(grantType) || grantType === 'refresh_token') return undefined;
  return {
    code: 'grant-not-offered',
    why: `The partner publishes that it takes ${list(offered)}.`,
    compare: { sent: grantType, wanted: list(offered), from: auth.method === 'udap' ? 'udap' : 'smart-configuration' },
  };
};

/** The name of the way a client proves itself, as servers publish it (RFC 8414, token_endpoint_auth_methods_supported). */
export function authenticationName({ auth, proof }: Pick<Evidence, 'auth' | 'proof'>): string {
  if (proof.assertion) return 'private_key_jwt';
  if (proof.headers.authorization) return 'client_secret_basic';
  return auth.method === 'client-secret' ? 'client_secret_post' : 'none';
}

const authentication: Look = (evidence) => {
  // UDAP knows one way alone, and what SMART says of others is not meant for it.
  const offered = evidence.auth.method === 'udap' ? [] : (smartOf(evidence.discovery)?.authMethods ?? []);
  const sent = authenticationName(evidence);
  // Public clients are often taken without being named.
  if (offered.length === 0 || offered.includes(sent) || sent === 'none') return undefined;
  return {
    code: 'client-refused',
    message: 'The partner does not take the way our client proves itself.',
    where: 'client authentication',
    why: `The partner publishes that it takes ${list(offered)}.`,
    next: 'Choose a method the partner takes in the connection.',
    compare: { sent, wanted: list(offered), from: 'smart-configuration' },
  };
};
