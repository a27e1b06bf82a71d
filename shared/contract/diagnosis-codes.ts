import type { DiagnosisCode } from '../domain/diagnosis.ts';
import type { ErrorCode } from './errors.ts';

/** Whether a diagnosis says that we were let in. */
export const letsIn = (code: DiagnosisCode): boolean => code === 'granted' || code === 'scope-narrowed';

/**
 * The error code a diagnosis has as the failure of a command. What the authorization server refused is `token-refused`; so is whatever
 * it answered with 4xx, an answer that is no token endpoint's included: the partner said no.
 */
export function errorCodeOf(code: DiagnosisCode, httpStatus = 0): ErrorCode {
  const saidNo = httpStatus >= 400 && httpStatus < 500;
  switch (code) {
    case 'unreachable':
    case 'proxy-refused':
      return 'unreachable';
    case 'certificate-untrusted':
    case 'certificate-expired':
    case 'certificate-not-yet-valid':
    case 'hostname-mismatch':
    case 'client-certificate-missing':
    case 'client-certificate-refused':
    case 'key-mismatch':
    case 'protocol-too-old':
    case 'tls-failed':
      return 'tls-failed';
    case 'token-endpoint-failed':
      return saidNo ? 'token-refused' : 'server-error';
    case 'token-endpoint-silent':
      return 'timed-out';
    case 'token-endpoint-wrong':
    case 'answer-unusable':
      return saidNo ? 'token-refused' : 'not-oauth';
    case 'udap-metadata-untrusted':
      return 'not-oauth';
    case 'token-endpoint-unknown':
      return 'not-found';
    case 'vault-locked':
      return 'vault-locked';
    case 'secret-missing':
      return 'secret-missing';
    case 'sign-in-needed':
      return 'sign-in-needed';
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return 'internal';
    default:
      return 'token-refused';
  }
}
