import { type Failure, fail } from '../../../shared/contract/errors.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';

/** That a person has to sign in, and why: never yet, or because the partner does not renew the last sign-in. */
export function signInNeeded({ name }: Connection, because?: { diagnosis: Diagnosis; exchangeId?: string }): Failure {
  const asText = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
  const next = `Sign in: token sign-in --connection ${asText}.`;
  const lost = because?.diagnosis.code === 'refresh-refused' ? because : undefined;
  const diagnosis: Diagnosis = lost?.diagnosis ?? {
    code: 'sign-in-needed',
    message: `Nobody is signed in at ${name}.`,
    where: 'sign-in',
    why: 'This connection is let in by a person who signs in with their browser.',
    next,
    requirement: 'SMART 2.2',
  };
  const message = lost ? `The sign-in at ${name} has ended. ${lost.diagnosis.message}` : diagnosis.message;
  return fail('sign-in-needed', message, next, {
    diagnosis,
    ...(lost?.exchangeId ? { exchangeId: lost.exchangeId } : {}),
  }).error;
}
