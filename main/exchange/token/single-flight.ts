import { fail, type Reply } from '../../../shared/contract/errors.ts';

/** One piece of work at a time under a name; whoever wants the same meanwhile gets the same answer. */
export interface SingleFlight<T> {
  /** Answers `cancelled` to a caller whose signal is aborted; the work itself ends when nobody waits for it any more. */
  share(
    name: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Reply<T>>,
  ): Promise<Reply<T>>;
}

interface Flight<T> {
  landing: Promise<Reply<T>>;
  controller: AbortController;
  waiting: number;
}

const cancelled = () => fail('cancelled', 'The request for a token was cancelled.', 'Ask again when you are ready.');

/** A set of flights. */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();
  return {
    async share(name, signal, work) {
      if (signal?.aborted) return cancelled();
      const flight = flights.get(name) ?? start(flights, name, work);
      flight.waiting += 1;
      const { promise, resolve } = Promise.withResolvers<Reply<T>>();
      const leave = () => resolve(cancelled());
      signal?.addEventListener('abort', leave);
      try {
        return await Promise.race([flight.landing, promise]);
      } finally {
        signal?.removeEventListener('abort', leave);
        flight.waiting -= 1;
        if (flight.waiting === 0 && flights.get(name) === flight) {
          flights.delete(name); // nobody may join what is being broken off
          flight.controller.abort();
        }
      }
    },
  };
}

function start<T>(
  flights: Map<string, Flight<T>>,
  name: string,
  work: (signal: AbortSignal) => Promise<Reply<T>>,
): Flight<T> {
  const controller = new AbortController();
  const landing = work(controller.signal).finally(() => {
    if (flights.get(name) === flight) flights.delete(name);
  });
  const flight: Flight<T> = { landing, controller, waiting: 0 };
  flights.set(name, flight);
  return flight;
}
