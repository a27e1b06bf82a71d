import { type ErrorCode, type Failure, fail } from '../../../shared/contract/errors.ts';
import { errorCodeOf } from '../../../shared/contract/diagnosis-codes.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';

/** A diagnosis as the failure of a command; `more.code` where the line itself failed and has a closer name. */
export function diagnosed(
  diagnosis: Diagnosis,
  { code, ...more }: Partial<Failure> & { code?: ErrorCode } = {},
): { ok: false; error: Failure } {
  const { message, why, next, requirement } = diagnosis;
  const sentence = why ? `${message} ${why}` : message;
  return fail(code ?? errorCodeOf(diagnosis.code, more.httpStatus), sentence, next, {
    ...more,
    ...(requirement ? { requirement } : {}),
    diagnosis,
  });
}
