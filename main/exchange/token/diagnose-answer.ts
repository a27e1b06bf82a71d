import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import { header } from '../answer.ts';
import { readCertificatePage } from '../certificate-page.ts';
import { diagnoseRefusal } from './diagnose-refusal.ts';
import { answerWords, type Evidence, publishedOf, scopesOf } from './evidence.ts';

/** What came of asking, from everything known about an attempt that was answered. */
export function diagnoseAnswer(evidence: Evidence): Diagnosis {
  const { reading, answer } = evidence;
  const page = readCertificatePage(answer.status, answer.text ?? '');
  if (page) return page;
  switch (reading.kind) {
    case 'grant':
      return diagnoseGrant(evidence);
    case 'error':
    case 'bare-refusal':
      return reading.kind === 'bare-refusal' && reading.body === 'html'
        ? wrongEndpoint(evidence, 'a web page')
        : diagnoseRefusal(evidence);
    case 'failed':
      return failed(evidence);
    case 'not-an-endpoint':
      return wrongEndpoint(evidence, whatAnswered(evidence, reading.because));
    case 'unusable':
      return {
        code: 'answer-unusable',
        message: 'The partner’s token answer cannot be used.',
        where: reading.where ?? 'answer',
        why: reading.because,
        next: 'Show the partner this exchange: a token answer is JSON with access_token and token_type.',
        requirement: 'RFC 6749, section 5.1',
      };
  }
}

function diagnoseGrant({ auth, reading, connection }: Evidence): Diagnosis {
  const { missing } = scopesOf(auth, reading);
  if (missing.length === 0)
    return { code: 'granted', message: `${connection.name} lets us in.`, next: 'Use the connection.' };
  return {
    code: 'scope-narrowed',
    message: 'The partner granted less than we asked for.',
    where: 'scope',
    why: `Asked and not granted: ${missing.join(' ')}.`,
    next: 'Ask the partner to register the missing scopes, or leave them out.',
    requirement: 'RFC 6749, section 5.1',
  };
}

function failed(evidence: Evidence): Diagnosis {
  const { answer } = evidence;
  const after = header(answer.headers, 'retry-after');
  const busy = answer.status === 429;
  return {
    code: 'token-endpoint-failed',
    message: busy ? 'The partner’s token endpoint is asked too often.' : 'The partner’s token endpoint failed.',
    where: 'token endpoint',
    why: `It answered ${answerWords(evidence)}.`,
    next: after
      ? `Try again after ${/^\d+$/.test(after) ? `${after} s` : after.slice(0, 60)}.`
      : 'Try again later; if it stays so, give the partner the time and this exchange.',
    requirement: 'RFC 6749, section 5.2',
  };
}

type NoEndpoint = Extract<Evidence['reading'], { kind: 'not-an-endpoint' }>['because'];

function whatAnswered({ answer }: Evidence, because: NoEndpoint): string {
  switch (because) {
    case 'redirected':
      return `a redirect to ${(header(answer.headers, 'location') ?? 'nowhere').split(/[?#]/, 1)[0]?.slice(0, 200)}`;
    case 'html':
      return 'a web page';
    case 'not-found':
      return 'no OAuth error';
    case 'fhir':
      return 'a FHIR resource';
  }
}

function wrongEndpoint(evidence: Evidence, came: string): Diagnosis {
  const { endpoint, answer } = evidence;
  const published = publishedOf(evidence);
  const other = published && published.tokenUrl !== endpoint.tokenUrl ? published : undefined;
  return {
    code: 'token-endpoint-wrong',
    message: 'No token endpoint answers at the token URL.',
    where: 'token URL',
    why: `${endpoint.tokenUrl} answered ${answer.status} with ${came}.`,
    next: other
      ? 'Set the token URL of the connection to the one the partner publishes.'
      : 'Ask the partner for its token URL, and whether a gateway or a login page stands before it.',
    requirement: 'RFC 6749, section 3.2',
    ...(other ? { compare: { sent: endpoint.tokenUrl, wanted: other.tokenUrl, from: other.from } } : {}),
  };
}
