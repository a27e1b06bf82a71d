import net from 'node:net';

/** One connection, by which a test says what it likes. */
export interface Wire {
  write(text: string | Buffer): void;
  /** Says that nothing more comes, and still listens. */
  end(): void;
  /** Breaks off. */
  destroy(): void;
  /** Everything that came, once the other side has closed. */
  closed: Promise<string>;
  /** What has come so far. */
  heard(): string;
}

/** Opens a connection to 127.0.0.1. */
export function openWire(port: number): Wire {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let heard = '';
  const { promise, resolve } = Promise.withResolvers<string>();
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
  });
  socket.on('error', () => resolve(heard));
  socket.on('end', () => {
    resolve(heard);
    socket.end();
  });
  return {
    write: (text) => void socket.write(text),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
    closed: promise,
    heard: () => heard,
  };
}

/** The answers in what came over a connection: status and body of each, in their order. */
export function answersIn(text: string): { status: number; head: string; body: string }[] {
  const answers = [];
  for (let rest = text; rest.startsWith('HTTP/1.1 '); ) {
    const end = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, end);
    const status = Number(head.slice(9, 12));
    const length = status === 100 ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const body = Buffer.from(rest.slice(end + 4));
    answers.push({ status, head, body: body.subarray(0, length).toString() });
    rest = body.subarray(length).toString();
  }
  return answers;
}

/** A whole request as it goes over the wire. */
export const requestOf = (path: string, body: string, headers: Record<string, string | number> = {}): string => {
  const all = {
    host: 'x',
    'content-type': 'application/fhir+json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
};
