import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { type CheckUp, type CheckUpStep, type CheckUpStepName, checkUpSteps } from '../../../shared/domain/check-up.ts';
import type { Operation } from '../operations.ts';
import { checkAuthorization } from './authorization.ts';
import { checkDiscovery } from './discovery.ts';
import { checkReachability } from './reachability.ts';
import { checkSearch } from './search.ts';
import { checkStatement } from './statement.ts';
import type { StepResult, Walk } from './step.ts';
import { checkTls } from './tls.ts';

const runs = 20;

const checks: Record<CheckUpStepName, (walk: Walk) => Promise<StepResult>> = {
  reachability: checkReachability,
  tls: checkTls,
  discovery: checkDiscovery,
  authorization: checkAuthorization,
  'capability-statement': checkStatement,
  search: checkSearch,
};

const words: Record<CheckUpStepName, string> = {
  reachability: 'Reaching the partner',
  tls: 'Looking at TLS',
  discovery: 'Reading what the partner publishes',
  authorization: 'Asking for a token',
  'capability-statement': 'Reading the CapabilityStatement',
  search: 'Searching',
};

/**
 * Goes along the line step by step and keeps what was found. What cannot work after a failure is left out with the reason; the rest is
 * looked at all the same. `cancelled` keeps nothing.
 */
export async function runCheckUp(walk: Walk, operation: Operation): Promise<Reply<CheckUp>> {
  const { kit, connection } = walk;
  const at = new Date(kit.ports.clock.now()).toISOString();
  const began = performance.now();
  const steps: CheckUpStep[] = [];
  for (const name of checkUpSteps) {
    operation.progress({ label: words[name] });
    const stepBegan = performance.now();
    const result = await checks[name](walk);
    if (walk.signal.aborted)
      return fail('cancelled', 'The check-up was cancelled.', 'Run it again when you are ready.');
    const durationMs = performance.now() - stepBegan;
    steps.push({ name, ...result, ...(result.status === 'not-checked' ? {} : { durationMs }) });
  }
  const durationMs = performance.now() - began;
  const okay = steps.every(({ status }) => status !== 'fail');
  const run = { at, steps: steps.map(({ name, status, durationMs: took }) => ({ name, status, ...timed(took) })) };
  return kit.store.write(() => {
    const history = [...(kit.store.checkups.get(connection.id)?.history ?? []), run].slice(-runs);
    const checkUp: CheckUp = { id: connection.id, at, durationMs, ok: okay, steps, history };
    if (kit.store.connections.get(connection.id)) kit.store.checkups.put(checkUp); // it may have been removed meanwhile
    return ok(checkUp);
  });
}

const timed = (durationMs: number | undefined) => (durationMs === undefined ? {} : { durationMs });
