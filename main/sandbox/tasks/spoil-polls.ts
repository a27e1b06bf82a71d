import type { IncomingMessage } from 'node:http';
import type { FaultName } from '../../../shared/domain/sandbox-faults.ts';
import { problem } from '../fhir/problems.ts';

/** What Retry-After says under `poll-429`, in seconds. */
const RETRY_AFTER = 120;

const isPoll = (method: string | undefined, path: string): boolean =>
  method === 'GET' ? path === 'Task' || path.startsWith('Task/') : method === 'POST' && path === 'Task/_search';

/** Lets the faults of polls loose on a request: throws 429, or takes away what a 304 would rest on. `path` is below the base URL. */
export function spoilPoll(faults: readonly FaultName[], request: IncomingMessage, path: string): void {
  if (!isPoll(request.method, path)) return;
  if (faults.includes('poll-429')) {
    const refusal = problem(429, 'Too many requests for Tasks.', { diagnostics: `Wait ${RETRY_AFTER} seconds.` });
    throw Object.assign(refusal, { headers: { 'retry-after': String(RETRY_AFTER) } });
  }
  if (!faults.includes('poll-no-304')) return;
  delete request.headers['if-none-match'];
  delete request.headers['if-modified-since'];
}
