import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bundle, Parameters, ParametersParameter } from '@medplum/fhirtypes';

/** One notification as it arrived. */
export interface Arrival {
  headers: IncomingHttpHeaders;
  bundle: Bundle;
  status: Parameters;
  type: string;
  /** Numbers of the events it carries. */
  numbers: number[];
  /** References it is about. */
  focus: string[];
}

/** A parameter's value by its name. */
export function saidIn(status: Parameters, name: string): unknown {
  const found = status.parameter?.find((one) => one.name === name);
  return found && Object.entries(found).find(([key]) => key.startsWith('value'))?.[1];
}

const partOf = (event: ParametersParameter, name: string) => event.part?.find((one) => one.name === name);

/** Reads a notification. */
export function readArrival(headers: IncomingHttpHeaders, bundle: Bundle): Arrival {
  const status = bundle.entry?.[0]?.resource as Parameters;
  const events = (status.parameter ?? []).filter(({ name }) => name === 'notification-event');
  return {
    headers,
    bundle,
    status,
    type: String(saidIn(status, 'type')),
    numbers: events.map((event) => Number(partOf(event, 'event-number')?.valueString)),
    focus: events.flatMap((event) => partOf(event, 'focus')?.valueReference?.reference ?? []),
  };
}

/** A subscriber's endpoint on loopback that keeps what comes; `answer` is its status, and may be changed. */
export async function openHook() {
  const arrivals: Arrival[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (hook.answer === 0) return;
    arrivals.push(readArrival(request.headers, JSON.parse(Buffer.concat(chunks).toString()) as Bundle));
    response.writeHead(hook.answer).end();
    for (const wake of waiting) wake();
    waiting = [];
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tell/me`,
    /** Status it answers with; 0 never answers. */
    answer: 200,
    arrivals,
    of: (type: string) => arrivals.filter((one) => one.type === type),
    /** Waits until so many messages of a type have arrived. */
    async until(type: string, count: number): Promise<Arrival[]> {
      while (hook.of(type).length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return hook.of(type);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return hook;
}
