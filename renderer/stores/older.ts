import type { Failure } from '../../shared/contract/errors.ts';
import { call } from '../api/call.ts';
import { orders } from './orders.ts';
import { useRecords } from './records.ts';
import { applySteps } from './table.ts';

/** How many exchanges are fetched at a time when somebody scrolls further back than the first picture. */
const pageSize = 500;

let reading = false;
/** The oldest id that had nothing before it. */
let first: string | undefined;

/** Fetches the exchanges before the oldest at hand into the records. Answers a failure, or nothing. */
export async function readOlderExchanges(): Promise<Failure | undefined> {
  const oldest = useRecords.getState().exchange.ids[0];
  if (reading || oldest === undefined || oldest === first) return undefined;
  reading = true;
  const reply = await call('exchanges.list', { before: oldest, limit: pageSize });
  reading = false;
  if (!reply.ok) return reply.error;
  if (reply.value.length < pageSize)
    first = reply.value.reduce((low, { id }) => (Number(id) < Number(low) ? id : low), oldest);
  const steps = reply.value.map((record) => ({ op: 'put', id: record.id, record }) as const);
  useRecords.setState(({ exchange }) => ({ exchange: applySteps(exchange, steps, orders.exchange) }));
  return undefined;
}
