import { search } from '../../exchange/search.ts';
import { fromConnection } from '../partners.ts';
import { failedStep, ms, notChecked, type StepResult, type Walk } from './step.ts';

/** One patient's id at most: enough to see that searching works and that the token opens it. */
const query = 'Patient?_count=1&_elements=id';

/** A search that harms nobody, where the partner declares it and we are let in. */
export async function checkSearch(walk: Walk): Promise<StepResult> {
  const { kit, connection, signal, searchable } = walk;
  if (walk.lineBroken) return leftOut(walk.lineBroken);
  if (walk.notLetIn) return leftOut(walk.notLetIn);
  if (searchable === undefined) return leftOut('the CapabilityStatement was not read');
  if (!searchable.includes('Patient')) return leftOut('the CapabilityStatement declares no search for Patient');
  const reply = await search(kit.door, fromConnection(kit, connection), query, false, { signal, note: 'check-up' });
  if (reply.ok) {
    const { exchangeId, httpStatus, durationMs, head } = reply.value;
    if (head?.resourceType !== 'Bundle' || head.bundleType !== 'searchset')
      return failedStep({
        code: 'not-fhir',
        message: `The search was answered with ${head?.resourceType ?? 'something'} that is no searchset.`,
        next: 'Ask the partner what answers searches there.',
        exchangeId,
      });
    return {
      status: 'ok',
      detail: `${query} answered ${httpStatus} in ${ms(durationMs)}`,
      notes: [{ result: 'ok', text: query, value: String(httpStatus) }],
      exchangeIds: [exchangeId],
    };
  }
  const { error } = reply;
  const wantsMore = error.httpStatus === 400 || error.httpStatus === 422 || error.code === 'error-outcome';
  if (!wantsMore)
    return failedStep(error, { notes: [{ result: 'fail', text: query, value: String(error.httpStatus ?? 'failed') }] });
  return {
    status: 'warn',
    detail: `${query} was refused with ${error.httpStatus ?? 'an error'}; the partner may want more criteria`,
    notes: [{ result: 'warn', text: error.message, value: query }],
    exchangeIds: error.exchangeId ? [error.exchangeId] : [],
  };
}

const leftOut = (reason: string): StepResult => ({
  ...notChecked(`not checked: ${reason}`),
  notes: [{ result: 'unchecked', text: query }],
});
