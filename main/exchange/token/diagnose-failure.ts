import type { Failure } from '../../../shared/contract/errors.ts';
import type { Diagnosis, DiagnosisCode } from '../../../shared/domain/diagnosis.ts';

/** A failure before or on the way to the token endpoint, as a diagnosis; one it carries already (the line names its own) stays. */
export function diagnoseFailure(failure: Failure): Diagnosis {
  const { message, next, requirement } = failure;
  const code = failure.diagnosis?.code ?? codeOf(failure);
  const place = places[code];
  return {
    code,
    message,
    next: code === 'token-endpoint-silent' ? silentNext : next,
    ...(place ? { where: place } : {}),
    ...(requirement ? { requirement } : {}),
    ...failure.diagnosis,
  };
}

const silentNext =
  'Try again, or allow more time in the connection (--timeout); if it stays so, ask the partner whether the authorization server runs.';

function codeOf({ code, details = [] }: Failure): DiagnosisCode {
  switch (code) {
    case 'tls-failed':
      return 'tls-failed';
    case 'timed-out':
      return /^\w*CONNECT/.test(details[0] ?? '') ? 'unreachable' : 'token-endpoint-silent';
    case 'unreachable':
    case 'host-unknown':
    case 'connection-lost':
      return 'unreachable';
    case 'vault-missing':
    case 'vault-locked':
    case 'vault-damaged':
    case 'wrong-passphrase':
      return 'vault-locked';
    case 'secret-missing':
    case 'key-unusable':
    case 'certificate-unusable':
    case 'not-found':
      return 'secret-missing';
    case 'not-fhir':
      return 'answer-unusable';
    case 'cancelled':
    case 'sign-in-needed':
      return code;
    default:
      return 'unknown';
  }
}

/** Where each of them sits. */
const places: Partial<Record<DiagnosisCode, string>> = {
  'vault-locked': 'vault',
  'secret-missing': 'secrets of the connection',
  unreachable: 'the line to the partner',
  'token-endpoint-silent': 'token endpoint',
  'certificate-untrusted': 'the partner’s certificate',
  'certificate-expired': 'the partner’s certificate',
  'certificate-not-yet-valid': 'the partner’s certificate',
  'hostname-mismatch': 'the partner’s certificate',
  'client-certificate-missing': 'client certificate',
  'client-certificate-refused': 'client certificate',
};
