import { type Reached, reach } from '../../exchange/reach.ts';
import { failedStep, ms, type StepResult, type Walk } from './step.ts';

/** Finds the partner, or the proxy on the way to it, and opens its port. */
export async function checkReachability(walk: Walk): Promise<StepResult> {
  const { baseUrl, line, timeoutMs } = walk.connection;
  const reply = await reach(line.proxyUrl ?? baseUrl, { timeoutMs, signal: walk.signal });
  if (!reply.ok) {
    walk.lineBroken = line.proxyUrl ? 'the proxy cannot be reached' : 'the partner cannot be reached';
    return failedStep(reply.error);
  }
  return {
    status: 'ok',
    detail: line.proxyUrl ? `The proxy ${reply.value.host} is there: ${wordsOf(reply.value)}` : wordsOf(reply.value),
    notes: [],
    exchangeIds: [],
  };
}

function wordsOf({ address, port, lookupMs, connectMs }: Reached): string {
  const found = lookupMs === undefined ? [] : [`name found in ${ms(lookupMs)}`];
  return [address, ...found, `port ${port} open in ${ms(connectMs)}`].join(', ');
}
