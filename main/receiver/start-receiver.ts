import http from 'node:http';
import { fail, ok, type Reply } from '../../shared/contract/errors.ts';
import type { ReceiverAddress } from '../../shared/domain/role.ts';
import { createCommitQueue } from './commit-queue.ts';
import { createDelivery, forgetWaiting } from './deliver.ts';
import { metadata } from './metadata.ts';
import type { ReceiverOptions } from './options.ts';
import { createReception } from './reception.ts';
import { jwksPath } from './route.ts';

/** The running push listener. `close` lets what is under way end for at most two seconds, then writes what still waits. */
export interface Receiver {
  address: ReceiverAddress;
  port: number;
  close(): Promise<void>;
}

/** The guide names 100 MB as an example of a limit (CONF-022). */
export const defaultMaxBytes = 100_000_000;

/** Starts the push listener on 127.0.0.1. Fails with `port-in-use` when the port is taken. */
export async function startReceiver(options: ReceiverOptions): Promise<Reply<Receiver>> {
  const queue = createCommitQueue(options.store, options.log);
  const delivery = createDelivery(options);
  const server = http.createServer({ requestTimeout: 600_000, headersTimeout: 60_000 });
  const listening = await listen(server, options.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  forgetWaiting(options.store);
  const base = `http://127.0.0.1:${port}`;
  const receive = createReception({
    ...options,
    queue,
    delivery,
    base,
    describe: () => metadata(base, options.maxBytes, options.version, new Date(options.clock.now()).toISOString()),
  });
  server.on('request', (request, response) => void receive(request, response));
  server.on('checkContinue', (request, response) => void receive(request, response));
  return ok({
    port,
    address: {
      submitAttachmentUrl: `${base}/$submit-attachment`,
      notificationUrl: `${base}/notifications`,
      metadataUrl: `${base}/metadata`,
      jwksUrl: `${base}${jwksPath}`,
    },
    async close() {
      delivery.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      });
      queue.flush();
      await options.notifications?.flush();
    },
  });
}

function listen(server: http.Server, port: number): Promise<Reply<number>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      resolve(
        fail(
          'port-in-use',
          `The receiver cannot listen on port ${port}: ${taken ? 'another program uses it' : error.message}.`,
          'Choose another port, or 0 for any free one.',
        ),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(ok(typeof address === 'object' && address ? address.port : port));
    });
  });
}
