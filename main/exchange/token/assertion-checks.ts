import type { CheckResult, TokenCheck } from '../../../shared/domain/token-explanation.ts';
import { type Evidence, publishedOf, smartOf } from './evidence.ts';

/** The longest life of an assertion, in seconds (SMART 2.2). */
const longestLife = 300;

/** What our assertion says, claim by claim; none where the client proves itself otherwise. */
export function assertionChecks(evidence: Evidence): TokenCheck[] {
  const { proof } = evidence;
  const { assertion, key } = proof;
  if (!assertion) return [];
  const { header, claims } = assertion;
  const check = (part: TokenCheck['part'], name: string, value: unknown, result: CheckResult, says: string) => ({
    part,
    name,
    ...(value === undefined ? {} : { value: String(value) }),
    result,
    says,
  });
  return [
    ...(key ? [check('key', 'key', key.name, 'ok', `opened; ${key.state}`)] : []),
    algorithmCheck(evidence, check),
    ...(header.kid === undefined
      ? []
      : [check('header', 'kid', header.kid, key?.jwk.kid === header.kid ? 'ok' : 'fail', 'in the JWKS you export')]),
    ...(Array.isArray(header.x5c)
      ? [check('header', 'x5c', `${header.x5c.length} in the chain`, 'ok', 'the certificates that sign it')]
      : []),
    check('header', 'typ', header.typ, header.typ === 'JWT' ? 'ok' : 'fail', 'as it must be'),
    ...jkuCheck(evidence, check),
    check('claims', 'iss', claims.iss, 'ok', 'the client id'),
    check('claims', 'sub', claims.sub, claims.sub === claims.iss ? 'ok' : 'fail', 'equals iss'),
    audienceCheck(evidence, check),
    lifeCheck(claims, check),
    check('claims', 'iat', instant(claims.iat), 'ok', 'now, by our clock'),
    check('claims', 'jti', claims.jti, 'ok', 'not used before'),
    check(
      'signature',
      'signature',
      undefined,
      assertion.verifies ? 'ok' : 'fail',
      assertion.verifies ? 'verifies with your public key' : 'does not verify with your public key',
    ),
  ];
}

type Check = (part: TokenCheck['part'], name: string, value: unknown, result: CheckResult, says: string) => TokenCheck;

const instant = (seconds: unknown) => new Date(Number(seconds) * 1000).toISOString();

function algorithmCheck({ proof, discovery, auth }: Evidence, check: Check): TokenCheck {
  const alg = String(proof.assertion?.header.alg);
  const udap = discovery?.udap.state === 'found' ? discovery.udap.value.tokenAlgorithms : [];
  const offered = auth.method === 'udap' ? udap : (smartOf(discovery)?.signingAlgorithms ?? []);
  if (offered.length === 0) return check('header', 'alg', alg, 'unchecked', 'the server lists no algorithms');
  return check('header', 'alg', alg, offered.includes(alg) ? 'ok' : 'fail', `the server lists ${offered.join(', ')}`);
}

function jkuCheck({ proof, jwks }: Evidence, check: Check): TokenCheck[] {
  const jku = proof.assertion?.header.jku;
  if (jku === undefined) return [];
  if (!jwks) return [check('header', 'jku', jku, 'unchecked', 'not looked at')];
  if (jwks.state === 'unreadable') return [check('header', 'jku', jku, 'fail', `cannot be read: ${jwks.says}`)];
  const says = { same: 'holds our key', other: 'holds another key under this kid', absent: 'does not hold our key' };
  return [check('header', 'jku', jku, jwks.ours === 'same' ? 'ok' : 'fail', says[jwks.ours])];
}

function audienceCheck(evidence: Evidence, check: Check): TokenCheck {
  const aud = evidence.proof.assertion?.claims.aud;
  const published = publishedOf(evidence);
  const { tokenUrl } = evidence.endpoint;
  if (aud === smartOf(evidence.discovery)?.issuer && aud !== tokenUrl)
    return check('claims', 'aud', aud, 'warn', 'is the issuer; SMART wants the token URL');
  if (published && aud !== published.tokenUrl)
    return check('claims', 'aud', aud, 'fail', `is not the published token URL ${published.tokenUrl}`);
  if (aud !== tokenUrl) return check('claims', 'aud', aud, 'warn', 'is not the token URL');
  return check('claims', 'aud', aud, 'ok', published ? 'equals the published token URL' : 'equals the token URL');
}

function lifeCheck(claims: Record<string, unknown>, check: Check): TokenCheck {
  const life = Number(claims.exp) - Number(claims.iat);
  const result = life <= longestLife ? 'ok' : 'fail';
  return check('claims', 'exp', instant(claims.exp), result, `${life} s after iat; 5 min at most`);
}
