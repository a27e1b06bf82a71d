import type { CdexVersion } from '../domain/connection.ts';
import type { Finding } from '../domain/finding.ts';
import { information, warning } from './findings.ts';
import type { AnyRequest } from './build-task.ts';

const is = (value: unknown): boolean => value !== undefined && value !== '';

/**
 * What a request says that its Task cannot: it would be lost without a word. To be told beside what checkTask finds; never an error.
 * Source: CDex Task Attachment Request, differences between the versions.
 */
export function checkRequest(request: AnyRequest, version: CdexVersion): Finding[] {
  const found: Finding[] = [];
  const said = request as Record<string, unknown>;
  if (request.kind?.startsWith('attachment-request')) {
    if (is(said.adminRef) && version !== 'ci') {
      const message = `The administrative reference number is left out: version ${version} has none.`;
      found.push(warning('admin-ref-number', 'Task.identifier', message, 'Set the version of the connection to ci.'));
    }
    if (is(said.patientId)) {
      const message = 'An attachment request names the patient by what it contains; the id at the source is left out.';
      found.push(information('CONF-088', 'Task.for', message, 'Give the member id.'));
    }
    return found;
  }
  const reasoned = ['reason', 'claim', 'reasonReference'].some((name) => is(said[name]));
  if (said.reasonUnknown === true && reasoned) {
    const message = 'It is said that no reason is known, and one is given.';
    found.push(warning('CONF-058', 'Task.reasonCode', message, 'Take back one of the two.'));
  }
  return found;
}
