import net from 'node:net';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startPartner } from '../../fakes/partner/partner.ts';
import { cleanUp, failure, until } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

/** A TCP server that does to each connection what `treat` says. */
async function startRaw(treat: (socket: net.Socket) => void): Promise<string> {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/fhir`;
}

async function failureAt(baseUrl: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const here = openDoor();
  const partner = partnerAt(baseUrl, { timeoutMs: more.timeoutMs ?? 5_000 });
  const error = failure(
    await here.door.send(partner, get(partner, '/Patient', more.signal ? { signal: more.signal } : {})),
  );
  return { error, record: here.last(), ...here };
}

const start = 'HTTP/1.1 200 OK\r\ncontent-type: application/fhir+json\r\ncontent-length: 1000\r\n\r\n{"resourceType":';

describe('nothing usable came back', () => {
  test('nothing listens', async () => {
    const { error, record } = await failureAt('http://127.0.0.1:1/fhir');
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(error.message).toContain('127.0.0.1:1');
    expect(error.exchangeId).toBe(record.id);
    expect(record).toMatchObject({ status: null, outcome: 'transport', problem: error.message, wireBytes: 0 });
    expect(record.request.headers).toContainEqual(['accept', 'application/fhir+json']);
  });

  test('the name does not resolve', async () => {
    const { error } = await failureAt('http://no-such-host.invalid/fhir');
    expect(error.code).toBe('host-unknown');
    expect(error.next).toContain('DNS');
  });

  test('the connection is reset before an answer', async () => {
    const { error } = await failureAt(await startRaw((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(error.code).toBe('connection-lost');
  });

  test('the connection ends without an answer', async () => {
    const { error } = await failureAt(await startRaw((socket) => socket.once('data', () => socket.end())));
    expect(error.code).toBe('connection-lost');
  });

  test('the answer breaks off before its stated length; status and headers are recorded', async () => {
    const { error, record } = await failureAt(await startRaw((socket) => socket.once('data', () => socket.end(start))));
    expect(error.code).toBe('connection-lost');
    expect(record).toMatchObject({ status: 200, outcome: 'transport', wireBytes: 16 });
    expect(record.response.headers).toContainEqual(['content-length', '1000']);
  });

  test('what answers does not speak HTTP', async () => {
    const { error } = await failureAt(await startRaw((socket) => socket.end('220 mail.example ESMTP\r\n')));
    expect(error.code).toBe('connection-lost');
  });

  test('no headers in time', async () => {
    const { error, record } = await failureAt(await startRaw(() => undefined), { timeoutMs: 150 });
    expect(error.code).toBe('timed-out');
    expect(error.message).toContain('0.15 s');
    expect(error.next).toContain('--timeout');
    expect(record.status).toBeNull();
  });

  test('the body stalls', async () => {
    const { error, record } = await failureAt(
      await startRaw((socket) => socket.once('data', () => socket.write(start))),
      {
        timeoutMs: 2_000, // the head has come by then
      },
    );
    expect(error.code).toBe('timed-out');
    expect(record.status).toBe(200);
  });
});

describe('broken off by us', () => {
  test('before it began', async () => {
    const server = await startPartner();
    const { error, record } = await failureAt(server.baseUrl, { signal: AbortSignal.abort() });
    expect(error.code).toBe('cancelled');
    expect(record.status).toBeNull();
    expect(server.seen).toHaveLength(0);
  });

  test('before the headers', async () => {
    const controller = new AbortController();
    const base = await startRaw((socket) => socket.once('data', () => controller.abort()));
    const { error, record } = await failureAt(base, { signal: controller.signal });
    expect(error.code).toBe('cancelled');
    expect(record).toMatchObject({ status: null, outcome: 'transport' });
    expect(record.request.headers[0]?.[0]).toBe('host');
  });

  test('in the middle of a large body, which leaves no file behind', async () => {
    const here = openDoor();
    const controller = new AbortController();
    const base = await startRaw((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/fhir+json\r\ncontent-length: 90000000\r\n\r\n');
        socket.write(Buffer.alloc(3_000_000, ' '));
      }),
    );
    const partner = partnerAt(base);
    const sending = here.door.send(
      partner,
      get(partner, '/Patient', {
        signal: controller.signal,
        progress: (bytes, total) => {
          expect(total).toBe(90_000_000);
          if (bytes > 2_500_000) controller.abort();
        },
      }),
    );
    expect(failure(await sending).code).toBe('cancelled');
    expect(here.last()).toMatchObject({ status: 200, outcome: 'transport' });
    expect(here.last().decodedBytes).toBeGreaterThan(2_500_000);
    expect(readdirSync(here.store.bodies.folder)).toEqual([]);
  });

  test('by closing the door, which waits for the record', async () => {
    const here = openDoor();
    let arrived = false;
    const base = await startRaw((socket) =>
      socket.once('data', () => {
        arrived = true;
      }),
    );
    const partner = partnerAt(base);
    const sending = here.door.send(partner, get(partner, '/Patient'));
    await until(() => arrived);
    await here.door.close();
    expect(here.store.exchanges.list(5)).toHaveLength(1);
    expect((await sending).ok).toBe(false);
  });
});

test('a body that cannot be kept is our failure, not the partner’s', async () => {
  const here = openDoor();
  const base = await startRaw((socket) =>
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 2000000\r\n\r\n${' '.repeat(2_000_000)}`)),
  );
  const create = here.store.bodies.create;
  here.store.bodies.create = () => {
    const made = create();
    made.stream.destroy(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    return made;
  };
  const partner = partnerAt(base);
  const error = failure(await here.door.send(partner, get(partner, '/Patient')));
  expect(error.code).toBe('folder-unusable');
  expect(error.message).toContain('full');
});
