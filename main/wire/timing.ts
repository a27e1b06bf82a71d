import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { buildConnector, Client, type Dispatcher } from 'undici';
import type { HeaderList, Phases } from '../../shared/domain/exchange.ts';

/** Stretches of setting up one connection, in milliseconds, claimed by the first exchange that uses it. */
type SetUp = Pick<Phases, 'dns' | 'connect' | 'tls'>;

const setUps = new WeakMap<object, SetUp>();
const failures = new WeakMap<object, Error>();

/** What undici knows of a request that its API does not tell: the header block as sent, and its connection's set-up. */
export interface SentFacts {
  headers?: HeaderList;
  setUp?: SetUp;
  /** performance.now() when the headers left. */
  sentAt?: number;
  /** What its connection failed with first; undici tells only the last error, and a TLS alert is followed by a plain end. */
  failure?: () => Error | undefined;
}

let current: SentFacts | undefined;
const facts = new WeakMap<object, SentFacts>();

diagnostics.subscribe('undici:request:create', (message) => {
  if (current) facts.set((message as { request: object }).request, current);
});

diagnostics.subscribe('undici:client:sendHeaders', (message) => {
  const { request, headers, socket } = message as { request: object; headers: string; socket: object };
  const sent = facts.get(request);
  if (!sent) return;
  sent.sentAt = performance.now();
  sent.headers = headers
    .split('\r\n')
    .slice(1)
    .filter((line) => line.includes(':'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  sent.failure = () => failures.get(socket);
  const setUp = setUps.get(socket);
  setUps.delete(socket);
  if (setUp) sent.setUp = setUp;
});

/** A request's options with the object that gathers its facts. */
export interface ObservedOptions {
  sent?: SentFacts;
}

/** undici's client, which begins a request synchronously here, however long the request waited for a free connection. */
export class ObservedClient extends Client {
  override dispatch(
    options: Dispatcher.DispatchOptions & ObservedOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    current = options.sent;
    try {
      return super.dispatch(options, handler);
    } finally {
      current = undefined;
    }
  }
}

/** Opens a way to a host and port, through which TLS is then spoken. */
export type Tunnel = (host: string, port: number) => Promise<Socket>;

/** undici's own connector, with the set-up of each connection measured; through a tunnel its whole making counts as connecting. */
export function timedConnector(options: buildConnector.BuildOptions, tunnel?: Tunnel): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    const setUp: SetUp = {};
    let mark = performance.now();
    const lap = () => {
      const now = performance.now();
      const spent = now - mark;
      mark = now;
      return spent;
    };
    const begin = (httpSocket?: Socket) => {
      const given = httpSocket ? { ...target, httpSocket } : target;
      const socket = connect(given, (...result: Parameters<buildConnector.Callback>) => {
        const [error, connected] = result;
        if (!error && connected) setUps.set(connected, setUp);
        callback(...result);
      }) as unknown as Socket | TLSSocket | undefined;
      socket?.once('error', (error) => failures.set(socket, error));
      socket?.once('lookup', () => {
        setUp.dns = lap();
      });
      socket?.once('connect', () => {
        setUp.connect = lap();
      });
      socket?.once('secureConnect', () => {
        setUp.tls = lap();
      });
    };
    if (!tunnel) return begin();
    tunnel(target.hostname.replace(/^\[|\]$/g, ''), Number(target.port || 443)).then(
      (dug) => {
        setUp.connect = lap();
        begin(dug);
      },
      (error: Error) => callback(error, null),
    );
  };
}
