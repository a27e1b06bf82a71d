import type { ServerResponse } from 'node:http';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';
import type { Console } from '../../app/console.ts';
import { guardHeaders } from './answer.ts';

/** How patient the stream is; tests are less so. */
export interface EventLimits {
  /** Milliseconds between blank lines, which keep the connection from looking dead. */
  keepAliveMs: number;
  /** Bytes that may wait for a slow reader before events are dropped. */
  waitingBytes: number;
}

/** The limits of the product. */
export const usualLimits: EventLimits = { keepAliveMs: 15_000, waitingBytes: 1024 * 1024 };

/**
 * GET /events: one event a line (NDJSON) until the reader leaves. A reader that does not keep up loses lines instead of
 * growing our memory; once it has caught up it is told with `resync` up to where the journal moved meanwhile.
 */
export function streamEvents(console: Console, response: ServerResponse, limits: EventLimits = usualLimits): void {
  response.writeHead(200, {
    ...guardHeaders,
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.flushHeaders();
  let droppedSeq: number | undefined;
  const send = (event: ConsoleEvent) => response.write(`${JSON.stringify(event)}\n`);

  const stopListening = console.listen((event) => {
    if (droppedSeq === undefined && response.writableLength <= limits.waitingBytes) {
      send(event);
      return;
    }
    // Progress may be missed; only the journal's place must be told.
    if (event.type === 'change') droppedSeq = event.change.seq;
    if (event.type === 'resync') droppedSeq = event.seq;
  });
  response.on('drain', () => {
    if (droppedSeq === undefined) return;
    const seq = droppedSeq;
    droppedSeq = undefined;
    send({ type: 'resync', seq });
  });
  const keepAlive = setInterval(() => {
    if (response.writableLength === 0) response.write('\n');
  }, limits.keepAliveMs);
  response.on('close', () => {
    clearInterval(keepAlive);
    stopListening();
  });
}
