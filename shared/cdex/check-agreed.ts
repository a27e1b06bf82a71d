import type { Finding } from '../domain/finding.ts';
import type { JsonObject } from '../fhir/json.ts';
import { error, warning } from './findings.ts';
import { inputsOf, withCode } from './task-slots.ts';

/** What was agreed with a partner, as far as its Tasks must show it. */
export interface Agreed {
  purposeOfUse: 'optional' | 'required';
  signatures: 'not-required' | 'required';
}

/** What is known of a Task beside the Task itself. A connection's policy can be given as it is. */
export interface Told extends Partial<Agreed> {
  /** The sender said aloud that neither claim, coverage nor reason is known (CONF-058). */
  reasonUnknown?: boolean | undefined;
}

/** A Task against what was agreed with the partner it goes to (CONF-018; CDex, signatures). */
export function checkAgreed(task: JsonObject, { purposeOfUse, signatures }: Told): Finding[] {
  const inputs = inputsOf(task);
  const found: Finding[] = [];
  if (purposeOfUse === 'required' && withCode(inputs, 'purpose-of-use').length === 0) {
    const message = 'A purpose of use was agreed with this partner, and the Task states none.';
    found.push(error('CONF-018', 'Task.input', message, 'State the purpose for which the data will be used.'));
  }
  const asksForSignature = withCode(inputs, 'signature-flag').some(({ slot }) => slot.valueBoolean === true);
  if (signatures === 'required' && !asksForSignature) {
    const message = 'Signed data were agreed with this partner, and the Task does not ask for them.';
    found.push(warning('signature-agreed', 'Task.input', message, 'Ask for signed data.'));
  }
  return found;
}
