import { createHash, X509Certificate } from 'node:crypto';
import { readScope } from '../../../shared/fhir/scopes.ts';
import type { TokenCheck } from '../../../shared/domain/token-explanation.ts';
import { type Evidence, scopesOf, skewOf, tolerableSkew } from './evidence.ts';
import { boundTo } from './jwt.ts';

/** Each scope that was asked or granted, and what became of it. */
export function scopeChecks({ auth, reading }: Evidence): TokenCheck[] {
  const { asked, missing, unasked } = scopesOf(auth, reading);
  const granted = reading.kind === 'grant';
  return [
    ...asked.map((name): TokenCheck => {
      const scope = readScope(name);
      const problem = scope.kind === 'resource' ? undefined : scope.problem;
      const part = { part: 'scopes' as const, name };
      if (!granted) return { ...part, result: problem ? 'warn' : 'unchecked', says: problem ?? 'no token came' };
      if (missing.includes(name)) return { ...part, result: 'warn', says: problem ?? 'asked, and not granted in full' };
      return { ...part, result: 'ok', says: 'granted' };
    }),
    ...(granted && asked.length > 0
      ? unasked.map(
          (name): TokenCheck => ({ part: 'scopes', name, result: 'warn', says: 'granted, and not asked for' }),
        )
      : []),
  ];
}

/** The SHA-256 thumbprint of a PEM certificate, as `x5t#S256` has it (RFC 8705, section 3.1); the first of a chain counts. */
function thumbprint(pem: string): string | undefined {
  try {
    return createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
  } catch {
    return undefined;
  }
}

/** Whether the token is bound to our client certificate, as HRex wants it (sec-12, sec-16). */
export function bindingChecks({ connection, reading }: Evidence): TokenCheck[] {
  const { clientCertificate } = connection.line;
  const bound = reading.kind === 'grant' ? boundTo(reading.grant.accessToken) : undefined;
  const check = (result: TokenCheck['result'], says: string, value?: string): TokenCheck[] => [
    { part: 'binding', name: 'client certificate', ...(value ? { value } : {}), result, says },
  ];
  if (reading.kind !== 'grant') return check('unchecked', 'no token came');
  if (bound && clientCertificate) {
    const ours = thumbprint(clientCertificate) === bound;
    return check(
      ours ? 'ok' : 'fail',
      ours ? 'the token is bound to ours' : 'the token is bound to another one',
      bound,
    );
  }
  if (bound) return check('fail', 'the token is bound to a certificate, and this connection shows none', bound);
  if (clientCertificate) return check('warn', 'the token does not say that it is bound to ours; HRex asks for that');
  return check('unchecked', 'this connection shows none');
}

/** Whether both clocks agree. */
export function clockChecks({ answer }: Evidence): TokenCheck[] {
  const skew = skewOf(answer);
  if (skew === undefined)
    return [{ part: 'clock', name: 'Date', result: 'unchecked', says: 'the answer has no Date header' }];
  const how = skew === 0 ? 'agrees with ours' : `is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} ours`;
  return [
    {
      part: 'clock',
      name: 'Date',
      value: `${skew} s`,
      result: Math.abs(skew) <= tolerableSkew ? 'ok' : 'warn',
      says: `their clock ${how}`,
    },
  ];
}
