import type { UdapAuth } from '../../../shared/domain/auth.ts';
import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import { causes, type RefusalCode } from '../token/causes.ts';
import { skewOf, tolerableSkew } from '../token/evidence.ts';
import { readTokenAnswer } from '../token/read-answer.ts';
import { suggestedBy } from '../token/read-words.ts';
import type { FormAnswer } from '../token/send-form.ts';

/** What the registration endpoint made of us (RFC 7591, section 3.2; UDAP dynamic client registration). */
export type Registered = { clientId: string } | { diagnosis: Diagnosis };

/** Reads its answer. `secrets` are what we sent. */
export function readRegistration(
  answer: FormAnswer,
  auth: UdapAuth,
  { url, secrets }: { url: string; secrets: readonly string[] },
): Registered {
  const { status, text } = answer;
  if (status === 200 || status === 201) {
    const clientId = clientIdOf(text);
    return clientId === undefined ? { diagnosis: unusable(url, status) } : { clientId };
  }
  const reading = readTokenAnswer(answer, secrets);
  switch (reading.kind) {
    case 'error':
      return { diagnosis: refused(answer, auth, reading) };
    case 'bare-refusal':
      return {
        diagnosis: refused(answer, auth, { error: '', ...(reading.says ? { description: reading.says } : {}) }),
      };
    case 'not-an-endpoint':
      return {
        diagnosis: {
          code: 'token-endpoint-wrong',
          message: `There is no registration endpoint at ${url}: it answered ${status}.`,
          where: 'registration URL',
          next: 'Take the registration URL from what the partner publishes (.well-known/udap), or ask for it.',
          requirement: 'UDAP Security',
        },
      };
    case 'failed':
      return {
        diagnosis: {
          code: 'token-endpoint-failed',
          message: `The registration endpoint failed with ${status}.`,
          where: 'registration endpoint',
          ...(reading.description ? { why: `It says: “${reading.description}”.` } : {}),
          next: 'Try again later; if it stays so, give the partner the time and this exchange.',
        },
      };
    default:
      return { diagnosis: unusable(url, status) };
  }
}

function clientIdOf(text: string | undefined): string | undefined {
  try {
    const body: unknown = JSON.parse(text ?? '');
    const id = typeof body === 'object' && body !== null && 'client_id' in body ? body.client_id : undefined;
    return typeof id === 'string' && /^[\x20-\x7e]{1,400}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

const unusable = (url: string, status: number): Diagnosis => ({
  code: 'answer-unusable',
  message: `The registration endpoint ${url} answered ${status} without a client id.`,
  where: 'client_id',
  next: 'Check the registration URL; ask the partner what answers there.',
  requirement: 'RFC 7591, section 3.2.1',
});

function refused(
  answer: FormAnswer,
  auth: UdapAuth,
  { error, description }: { error: string; description?: string },
): Diagnosis {
  const skew = skewOf(answer);
  const words = `${error} ${description ?? ''}`;
  const suggested = suggestedBy(words, auth, 'client_credentials');
  const code = byError(error, suggested);
  const cause = causes[code];
  const said = [String(answer.status), ...(error ? [error] : []), ...(description ? [`“${description}”`] : [])].join(
    ', ',
  );
  const clocks =
    skew !== undefined && Math.abs(skew) > tolerableSkew
      ? ` The partner’s clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} ours, by its Date header.`
      : '';
  return {
    ...cause,
    code,
    message: code === 'client-refused' ? 'The partner does not register us.' : cause.message,
    ...(cause.where ? { where: cause.where.replace('client_assertion', 'software_statement') } : {}),
    why: `The partner answered ${said}.${clocks}`,
    next:
      code === 'wrong-audience'
        ? 'Take the registration URL from what the partner publishes, then register again.'
        : cause.next,
    requirement: 'UDAP Security',
  };
}

/** What an error of registration means; its words are closer than its code, but for trust. */
function byError(error: string, suggested: RefusalCode | undefined): RefusalCode {
  if (error === 'unapproved_software_statement') return 'udap-certificate-refused';
  if (error === 'invalid_redirect_uri') return 'redirect-refused';
  return suggested ?? 'client-refused';
}
