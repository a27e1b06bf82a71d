import type { FetchedOutput } from '../../shared/contract/tasks.ts';
import type { Failure } from '../../shared/contract/errors.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Content } from './output-content.ts';

/** What leads to a content, as it is listed. */
export type Lead = Pick<FetchedOutput, 'reference' | 'kind' | 'as' | 'of'>;

/** A content that was fetched, as it is listed. */
export function describeOutput(lead: Lead, content: Content, findings: Finding[]): FetchedOutput {
  const { contentType, bytes, sha256, exchangeId, pointer, survey, entries } = content;
  return {
    ...lead,
    contentType,
    bytes,
    sha256,
    exchangeId,
    pointer,
    ...(survey?.resourceType === undefined ? {} : { resourceType: survey.resourceType }),
    ...(entries === undefined ? {} : { entries }),
    ...(survey?.included.length ? { included: survey.included.map((one) => within(content, one)) } : {}),
    findings,
  };
}

/** Pointers lead into the recorded answer, not into what stood in it. */
const within = <T extends { pointer: string }>({ pointer }: Content, one: T): T => ({
  ...one,
  pointer: `${pointer}${one.pointer}`,
});

/** What could not be fetched, and why. */
export const notFetched = (
  lead: Lead,
  path: string,
  { message, next, exchangeId, requirement }: Failure,
): FetchedOutput => ({
  ...lead,
  contentType: '',
  bytes: 0,
  sha256: '',
  exchangeId: exchangeId ?? '',
  pointer: '',
  findings: [{ rule: requirement ?? 'output', severity: 'error', path, message, next }],
});
