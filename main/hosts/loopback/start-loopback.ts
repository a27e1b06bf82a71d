import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import type { Console } from '../../app/console.ts';
import { errorReport, withoutValues } from '../../../shared/contract/error-words.ts';
import { sayPlainly } from './answer.ts';
import { type EventLimits, usualLimits } from './events.ts';
import { route, type Site } from './route.ts';

/** What the web host is started with. */
export interface LoopbackOptions {
  console: Console;
  /** Folder of the built renderer. */
  rendererFolder: string;
  /** 0 or left out: any free port. */
  port?: number;
  /** Left out: a fresh random one, which is what every launch should have. */
  token?: string;
  limits?: EventLimits;
  log(line: string): void;
}

/** The running web host. */
export interface Loopback {
  origin: string;
  token: string;
  /** The address to open: the token is in the fragment, which browsers never send and servers never log. */
  url: string;
  /** Ends event streams, lets calls under way answer for at most two seconds, then closes. Leaves the console open. */
  close(): Promise<void>;
}

/** How long calls under way may take to end, in milliseconds. */
const graceMs = 2_000;

function closeServer(server: http.Server, site: Site): Promise<void> {
  for (const stream of site.streams) stream.end();
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function portRefused(port: number, error: NodeJS.ErrnoException) {
  const why = error.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${error.message})`;
  const next = 'Choose another with --port, or leave it out to take any free one.';
  return fail('port-in-use', `Port ${port} ${why}.`, next);
}

/** Serves a console to a browser on this machine, on 127.0.0.1 only. Refuses with `port-in-use`. */
export function startLoopback(options: LoopbackOptions): Promise<Reply<Loopback>> {
  const site: Site = {
    console: options.console,
    folder: path.resolve(options.rendererFolder),
    token: options.token ?? randomBytes(24).toString('base64url'),
    origin: '',
    limits: options.limits ?? usualLimits,
    streams: new Set(),
  };
  const server = http.createServer((request, response) => {
    route(site, request, response).catch((error: unknown) => {
      // A reader that left in the middle of its request ends up here as well; there is nobody to answer then.
      if (response.destroyed || response.headersSent) {
        response.destroy();
        return;
      }
      options.log(`Answering ${request.method} ${withoutValues(request.url ?? '')} failed: ${errorReport(error)}`);
      sayPlainly(response, 500, 'The console could not answer. Its log says why.');
    });
  });
  const port = options.port ?? 0;
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(portRefused(port, error)));
    server.listen(port, '127.0.0.1', () => {
      site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const url = `${site.origin}/#token=${site.token}`;
      resolve(ok({ origin: site.origin, token: site.token, url, close: () => closeServer(server, site) }));
    });
  });
}
