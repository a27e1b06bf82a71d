import { createDecide } from '../../../main/receiver/decide.ts';
import type { ReceiverOptions } from '../../../main/receiver/options.ts';
import http from 'node:http';
import { type Receiver, startReceiver } from '../../../main/receiver/start-receiver.ts';
import type { AnsweringSetup } from '../../../main/services/answers-policy.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { createHeavy } from '../../../main/wire/heavy.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { cleanUp, throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { openGuard, placeNowhere } from './takes-all.ts';

/** A receiver with a store of its own. */
export interface OpenReceiver {
  receiver: Receiver;
  store: Store;
  folder: string;
  logged: string[];
  /** One request, whole, by a client that shows status, headers and body as they came. */
  send(path: string, request?: Sending): Promise<Heard>;
  close(): Promise<void>;
}

export interface Sending {
  method?: string;
  headers?: http.OutgoingHttpHeaders;
  body?: string | Buffer;
  agent?: http.Agent;
}

export interface Heard {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Whether the server asked for the body with 100 Continue. */
  continued: boolean;
}

/** Starts a receiver on a throw-away folder; it ends after the test. `changes` replace what it is started with, `answering` how it answers. */
export async function openReceiver(
  maxBytes = 100_000_000,
  changes: Partial<ReceiverOptions> = {},
  answering: Partial<AnsweringSetup> = {},
): Promise<OpenReceiver> {
  const folder = throwAwayFolder();
  const clock = changes.clock ?? createFakeClock();
  const store = unwrap(openStore(folder));
  const heavy = createHeavy(new URL('../../../main/wire/heavy-worker.ts', import.meta.url));
  const logged: string[] = [];
  const receiver = unwrap(
    await startReceiver({
      guard: openGuard,
      place: placeNowhere,
      decide: createDecide(store, clock, { maxBytes, requireSignature: false, ...answering }),
      store,
      heavy,
      clock,
      version: '9.9.9',
      port: 0,
      maxBytes,
      log: (line) => logged.push(line),
      ...changes,
    }),
  );
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= receiver.close();
    return closing;
  };
  cleanUp(async () => {
    await close();
    await heavy.close();
    store.close();
  });
  return { receiver, store, folder, logged, close, send: (path, request) => send(receiver.port, path, request) };
}

/** Sends one request to 127.0.0.1 and reads the answer whole. */
export function send(
  port: number,
  path: string,
  { method = 'POST', headers, body, agent }: Sending = {},
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    if (body !== undefined && !headers?.['transfer-encoding'])
      headers = { 'content-length': Buffer.byteLength(body), ...headers };
    const request = http.request({ port, path, method, host: '127.0.0.1', agent: agent ?? false });
    for (const [name, value] of Object.entries({ 'content-type': 'application/fhir+json', ...headers }))
      if (value !== undefined) request.setHeader(name, value);
    let continued = false;
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
          continued,
        }),
      );
    });
    if (headers?.expect) {
      request.flushHeaders();
      request.on('continue', () => {
        continued = true;
        request.end(body);
      });
    } else request.end(body);
  });
}
