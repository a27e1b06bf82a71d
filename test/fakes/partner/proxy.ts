import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { cleanUp } from '../ports.ts';

/** An HTTP proxy: CONNECT and whole requests, with credentials where they are asked for. */
export interface FakeProxy {
  url: string;
  /** `METHOD target` of what was asked of it, with its Proxy-Authorization. */
  seen: { asked: string; authorization: string | undefined }[];
}

/**
 * Starts one on 127.0.0.1; it ends after the test. `credentials` is `user:password`; `answer` refuses everything with that status; with
 * `tls` it is spoken to by https.
 */
export async function startProxy(
  options: { credentials?: string; answer?: number; tls?: https.ServerOptions } = {},
): Promise<FakeProxy> {
  const seen: FakeProxy['seen'] = [];
  const open = new Set<Duplex>();
  const wanted =
    options.credentials === undefined ? undefined : `Basic ${Buffer.from(options.credentials).toString('base64')}`;
  const statusFor = (request: IncomingMessage) => {
    const authorization = request.headers['proxy-authorization'];
    seen.push({ asked: `${request.method} ${request.url}`, authorization });
    return options.answer ?? (wanted !== undefined && authorization !== wanted ? 407 : 200);
  };

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const status = statusFor(request);
    if (status !== 200) return response.writeHead(status, { 'proxy-authenticate': 'Basic realm="test"' }).end('No.');
    const { 'proxy-authorization': _own, ...headers } = request.headers;
    const onward = http.request(request.url ?? '', { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    return request.pipe(onward);
  };
  const server = options.tls ? https.createServer(options.tls, answer) : http.createServer(answer);
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined);
    const status = statusFor(request);
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = net.connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    open.add(onward);
    return undefined;
  });
  server.on('connection', (socket) => open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
