import type { Diagnosis, DiagnosisCode } from '../../../shared/domain/diagnosis.ts';
import type { TokenCheck } from '../../../shared/domain/token-explanation.ts';
import { assertionChecks } from './assertion-checks.ts';
import type { Evidence } from './evidence.ts';
import { requestChecks, responseChecks } from './exchange-checks.ts';
import { bindingChecks, clockChecks, scopeChecks } from './grant-checks.ts';

/** Everything that was looked at in one attempt, part by part; what the diagnosis blames is marked as failed. */
export function tokenChecks(evidence: Evidence, diagnosis: Diagnosis): TokenCheck[] {
  const checks = [
    ...assertionChecks(evidence),
    ...requestChecks(evidence),
    ...responseChecks(evidence),
    ...scopeChecks(evidence),
    ...bindingChecks(evidence),
    ...clockChecks(evidence),
  ];
  return blame(checks, diagnosis);
}

/** Where each cause shows. */
const blamed: Partial<Record<DiagnosisCode, [part: TokenCheck['part'], name: string]>> = {
  'wrong-audience': ['claims', 'aud'],
  'assertion-expired': ['claims', 'exp'],
  'assertion-too-long': ['claims', 'exp'],
  'clock-skew': ['clock', 'Date'],
  'reused-jti': ['claims', 'jti'],
  'unknown-client': ['claims', 'iss'],
  'unknown-kid': ['header', 'kid'],
  'signature-refused': ['signature', 'signature'],
  'algorithm-not-offered': ['header', 'alg'],
  'jwks-unreachable': ['header', 'jku'],
  'wrong-secret': ['request', 'client authentication'],
  'scope-refused': ['request', 'scope'],
  'grant-not-offered': ['request', 'grant_type'],
  'redirect-refused': ['request', 'redirect_uri'],
  'code-refused': ['request', 'code'],
  'pkce-refused': ['request', 'code_verifier'],
  'refresh-refused': ['request', 'refresh_token'],
};

function blame(checks: TokenCheck[], { code, message }: Diagnosis): TokenCheck[] {
  const place = blamed[code];
  if (!place) return checks;
  const [part, name] = place;
  const says = message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
  const known = checks.some((check) => check.part === part && check.name === name);
  if (!known) return [...checks, { part, name, result: 'fail', says }];
  return checks.map((check) =>
    check.part === part && check.name === name && check.result !== 'fail' ? { ...check, result: 'fail', says } : check,
  );
}
