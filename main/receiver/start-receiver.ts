import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { ReceiverAddress } from '../../shared/domain/role.ts';
import { inUrl, localAddress, ownAddresses, toldAddress } from '../services/receiver/addresses.ts';
import { createCommitQueue } from './commit-queue.ts';
import { createDelivery, forgetWaiting } from './deliver.ts';
import { usualLimits } from './limits.ts';
import { declaration, metadata } from './metadata.ts';
import { listen, makeServer } from './open-port.ts';
import type { ReceiverOptions } from './options.ts';
import { createReception } from './reception.ts';
import { createOddRecord } from './record-odd.ts';
import { send } from './respond.ts';
import { jwksPath, pathOf } from './route.ts';
import { createTraffic } from './traffic.ts';
import { createTurns } from './turns.ts';

/** The running push listener. `close` lets what is under way end for at most two seconds, then writes what still waits. */
export interface Receiver {
  address: ReceiverAddress;
  port: number;
  close(): Promise<void>;
}

/** The header by which answers at /metadata name the run of the receiver that gave them. */
export const instanceHeader = 'x-switchboard-receiver';

/**
 * Starts the push listener. Fails with `port-in-use` when the port is taken, with `not-found` where this machine does not have the address.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Reply<Receiver>> {
  const { host = '127.0.0.1', publicUrl, tls, guard, declared = {}, log, store, clock } = options;
  const limits = { ...usualLimits, ...options.limits };
  const { server, plain } = makeServer(tls, limits);
  const listening = await listen(server, host, options.port);
  if (!listening.ok) return listening;
  const port = listening.value;
  const queue = createCommitQueue(store, log);
  const delivery = createDelivery(options);
  forgetWaiting(store);
  const originAt = (address: string) => `${tls ? 'https' : 'http'}://${inUrl(address)}:${port}`;
  const base = publicUrl ?? originAt(toldAddress(host, ownAddresses()));
  const instance = randomUUID();
  const describe = () =>
    metadata({
      ...declared,
      base,
      maxBytes: options.maxBytes,
      version: options.version,
      date: new Date(clock.now()).toISOString(),
    });
  const traffic = createTraffic({
    log,
    record: createOddRecord({ store, clock, queue, log }, base, guard.hidden),
    async receive(request: IncomingMessage, response: ServerResponse) {
      if (!pathOf(request.url).endsWith('/metadata')) return receive(request, response);
      response.setHeader(instanceHeader, instance);
      // Our own trial of an address is no exchange with a partner, and would bury those that are.
      if (request.method === 'GET' && request.headers[instanceHeader] === instance)
        return send(response, declaration(describe()));
      return receive(request, response);
    },
  });
  const { bodies: places, waiting, waitMs } = limits;
  const receive = createReception({
    ...options,
    queue,
    delivery,
    inflow: { turns: createTurns({ places, waiting, waitMs }), limits, broken: traffic.broken },
    base,
    describe,
  });
  traffic.hear(server);
  if (plain) traffic.hearPlain(plain);
  return ok({
    port,
    address: {
      submitAttachmentUrl: `${base}/$submit-attachment`,
      notificationUrl: `${base}/notifications`,
      metadataUrl: `${base}/metadata`,
      jwksUrl: `${base}${jwksPath}`,
      local: originAt(localAddress(host)),
      proof: declared.proof ?? 'none',
      instance,
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
