import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { httpBridge } from '../../../renderer/api/http-bridge.ts';
import type { Lifeline } from '../../../renderer/api/lifeline.ts';
import type { ConsoleEvent } from '../../../shared/contract/events.ts';

const patience = { timeout: 10_000 };
const servers: Server[] = [];
const stops: (() => void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function host(answer: (request: IncomingMessage, response: ServerResponse) => void, port = 0): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function bridgeTo(origin: string) {
  const states: Lifeline[] = [];
  const heard: ConsoleEvent[] = [];
  const bridge = httpBridge({
    origin,
    token: 't0k',
    report: (state) => states.push(state),
    wait: () => new Promise((next) => setTimeout(next, 5)),
  });
  return { bridge, states, heard, hear: (event: ConsoleEvent) => void heard.push(event) };
}

const changeLine = '{"type":"resync","seq":7}\n';

it('posts the input with the token and answers the reply as it came', async () => {
  const seen: unknown[] = [];
  const origin = await host((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(request.method, request.url, request.headers.authorization, Buffer.concat(chunks).toString());
      response.end('{"ok":true,"value":5}');
    });
  });
  const { bridge, states } = bridgeTo(origin);
  expect(await bridge.call('host.info', { a: 'é' })).toEqual({ ok: true, value: 5 });
  expect(seen).toEqual(['POST', '/call/host.info', 'Bearer t0k', '{"a":"é"}']);
  expect(states).toEqual(['live']);
});

it('reports a foreign token as the end, and no answer as a loss', async () => {
  const origin = await host((_request, response) => response.writeHead(401).end('no'));
  const ended = bridgeTo(origin);
  expect(await ended.bridge.call('host.info', {})).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
  expect(ended.states).toEqual(['ended']);

  const lost = bridgeTo('http://127.0.0.1:9');
  expect(await lost.bridge.call('host.info', {})).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
  expect(lost.states).toEqual(['lost']);
});

it('hears events cut anywhere, skips keep-alives, and starts with a resync', async () => {
  const origin = await host((_request, response) => {
    response.write('\n{"type":"res');
    response.write('ync","seq":7}\n\n');
    response.write(changeLine);
  });
  const { bridge, hear, heard } = bridgeTo(origin);
  stops.push(bridge.listen(hear));
  await vi.waitFor(
    () => expect(heard.map((event) => event.type === 'resync' && event.seq)).toEqual([0, 7, 7]),
    patience,
  );
});

it('comes back after a break and asks for the records again', async () => {
  let opened = 0;
  const origin = await host((_request, response) => {
    opened += 1;
    if (opened === 1) response.end(changeLine);
    else response.write(changeLine);
  });
  const { bridge, hear, heard, states } = bridgeTo(origin);
  stops.push(bridge.listen(hear));
  await vi.waitFor(() => expect(heard).toHaveLength(4), patience);
  expect(heard.map((event) => event.type === 'resync' && event.seq)).toEqual([0, 7, 0, 7]);
  expect(states).toEqual(['live', 'lost', 'live']);
});

it('stops asking when its token is of another launch, or when nobody listens any more', async () => {
  let asked = 0;
  const origin = await host((_request, response) => {
    asked += 1;
    response.writeHead(401).end();
  });
  const { bridge, hear, states } = bridgeTo(origin);
  stops.push(bridge.listen(hear));
  await vi.waitFor(() => expect(states).toEqual(['ended']), patience);
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(asked).toBe(1);
});
